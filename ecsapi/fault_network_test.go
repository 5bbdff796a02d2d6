package ecsapi

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/smithy-go"

	"tealset/model"
)

// sockets is a transport of real connections, closed when the test ends.
func sockets(t *testing.T) *http.Transport {
	t.Helper()
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return transport
}

// listening is a server on the loopback that answers with handler.
func listening(t *testing.T, handler http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

// listeningTLS is a server on the loopback whose certificate nobody trusts.
func listeningTLS(t *testing.T) string {
	t.Helper()
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	return server.URL
}

// unsent checks that deleting ends with a fault that cannot have had an effect.
func unsent(t *testing.T, c client, kind model.FaultKind, headline string) {
	t.Helper()
	_, err := c.DeleteTaskSet(t.Context(), checkoutSet, false)
	f := fault(t, err)
	if f.Kind != kind || !strings.HasPrefix(f.Headline, headline) {
		t.Errorf("kind %d, %q; want %d, %q\n%s", f.Kind, f.Headline, kind, headline, f.Detail)
	}
	if f.Sent || f.OutcomeUnknown() || f.Attempts != 0 {
		t.Errorf("sent %v, outcome unknown %v, %d attempts: nothing left this machine", f.Sent, f.OutcomeUnknown(), f.Attempts)
	}
}

func TestNothingWasSentWhereThereIsNoConnection(t *testing.T) {
	t.Parallel()
	t.Run("refused", func(t *testing.T) {
		t.Parallel()
		unsent(t, at("http://127.0.0.1:1", sockets(t)), model.FaultNetwork, "no connection to ECS")
	})
	t.Run("no such host", func(t *testing.T) {
		t.Parallel()
		dial := &net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", Name: "nope.invalid", IsNotFound: true}}
		unsent(t, at("http://nope.invalid", failingToDial(t, dial)), model.FaultNetwork, "no address for nope.invalid")
	})
	t.Run("no answer to a connect", func(t *testing.T) {
		t.Parallel()
		dial := &net.OpError{Op: "dial", Err: timeoutError{}}
		unsent(t, at("http://10.0.0.1", failingToDial(t, dial)), model.FaultTimeout, "no connection to ECS in time")
	})
	t.Run("certificate of an unknown authority", func(t *testing.T) {
		t.Parallel()
		c := at(listeningTLS(t), sockets(t))
		unsent(t, c, model.FaultNetwork, "the endpoint's certificate is not trusted")
		_, err := c.ListClusters(t.Context(), model.Cursor{})
		if f := fault(t, err); !strings.Contains(string(f.Next), "AWS_CA_BUNDLE") {
			t.Errorf("next step is %q", f.Next)
		}
	})
	t.Run("a server that speaks another protocol", func(t *testing.T) {
		t.Parallel()
		server := httptest.NewUnstartedServer(nil)
		server.Config.ErrorLog = log.New(io.Discard, "", 0)
		server.TLS = &tls.Config{NextProtos: []string{"another"}, MinVersion: tls.VersionTLS12}
		server.StartTLS()
		t.Cleanup(server.Close)
		unsent(t, at(server.URL, sockets(t)), model.FaultNetwork, "the endpoint refuses TLS")
	})
	t.Run("https to a port of something else", func(t *testing.T) {
		t.Parallel()
		unsent(t, at("https://ecs.invalid", failingToDial(t, tls.RecordHeaderError{Msg: "first record does not look like a TLS handshake"})),
			model.FaultNetwork, "the endpoint does not speak TLS")
	})
	t.Run("https to an http port", func(t *testing.T) {
		t.Parallel()
		endpoint := listening(t, http.NotFound)
		unsent(t, at(strings.Replace(endpoint, "http:", "https:", 1), sockets(t)), model.FaultNetwork, "the endpoint does not speak TLS")
	})
	t.Run("proxy refused", func(t *testing.T) {
		t.Parallel()
		unsent(t, at("https://ecs.invalid", proxied(t, "http://127.0.0.1:1")), model.FaultNetwork, "no connection to ECS")
	})
	t.Run("proxy wants a login", func(t *testing.T) {
		t.Parallel()
		proxy := listening(t, func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusProxyAuthRequired)
		})
		unsent(t, at("https://ecs.invalid", proxied(t, proxy)), model.FaultNotAWS, "the proxy asks for a login")
	})
	t.Run("proxy refuses the host", func(t *testing.T) {
		t.Parallel()
		proxy := listening(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) })
		unsent(t, at("https://ecs.invalid", proxied(t, proxy)), model.FaultNetwork, "the proxy lets nothing through (HTTP 403)")
	})
	t.Run("the settings' own transport", func(t *testing.T) {
		t.Parallel()
		if httpClient().GetTransport().OnProxyConnectResponse == nil {
			t.Error("a proxy's refusal is told in words of its own")
		}
	})
}

// A request that the SDK does not make an HTTP request of is an error of tealset.
func TestARequestThatTheSDKRefusesIsNotSent(t *testing.T) {
	t.Parallel()
	count := &counted{next: says(200, "{}")}
	c := over(count)
	_, _, err := send(t.Context(), c.Writer.session, c.write(opDeleteTaskSet, "", effect{}), func(ctx context.Context) (*ecs.DeleteTaskSetOutput, error) {
		return c.Writer.sdk.DeleteTaskSet(ctx, &ecs.DeleteTaskSetInput{})
	})
	if f := fault(t, err); f.Kind != model.FaultBug || f.Sent || count.requests != 0 {
		t.Errorf("kind %d, sent %v, %d requests: %s", f.Kind, f.Sent, count.requests, f.Detail)
	}
	if v, ok := (failure{operation: opListClusters, err: &smithy.SerializationError{Err: errors.New("x")}}).unsendable(); !ok || v.kind != model.FaultBug {
		t.Errorf("kind %d", v.kind)
	}
}

// failingToDial is a transport that never gets a connection.
func failingToDial(t *testing.T, err error) *http.Transport {
	t.Helper()
	transport := sockets(t)
	transport.DialContext = func(context.Context, string, string) (net.Conn, error) { return nil, err }
	return transport
}

func proxied(t *testing.T, proxy string) *http.Transport {
	t.Helper()
	transport := sockets(t)
	transport.OnProxyConnectResponse = checkProxyAnswer // as buildable has it
	transport.Proxy = func(*http.Request) (*url.URL, error) { return url.Parse(proxy) }
	return transport
}

func TestAConnectionThatEndsAfterTheRequestLeavesTheOutcomeUnknown(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(*testing.T, net.Conn){
		"reset": func(t *testing.T, c net.Conn) {
			t.Helper()
			tcp, ok := c.(*net.TCPConn)
			if !ok {
				t.Errorf("%T", c)
				return
			}
			_ = tcp.SetLinger(0)
		},
		"closed": func(*testing.T, net.Conn) {},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var requests atomic.Int32
			endpoint := listening(t, func(w http.ResponseWriter, _ *http.Request) {
				requests.Add(1)
				connection, _, err := http.NewResponseController(w).Hijack()
				if err != nil {
					t.Error(err)
					return
				}
				end(t, connection)
				_ = connection.Close()
			})
			_, err := at(endpoint, sockets(t)).DeleteTaskSet(t.Context(), checkoutSet, true)
			f := fault(t, err)
			if f.Kind != model.FaultNetwork || !f.OutcomeUnknown() || f.Attempts != 1 || requests.Load() != 1 {
				t.Errorf("kind %d, unknown %v, %d attempts, %d requests\n%s", f.Kind, f.OutcomeUnknown(), f.Attempts, requests.Load(), f.Detail)
			}
		})
	}
}

func TestASilentServerEndsWithATimeout(t *testing.T) {
	t.Parallel()
	slowly(t, answering(time.Hour), func(t *testing.T, c client) {
		t.Helper()
		_, err := c.ListServices(t.Context(), "shop-prod", model.Cursor{})
		if f := fault(t, err); f.Kind != model.FaultTimeout || f.Headline != "no answer from ECS in time" {
			t.Errorf("kind %d, %q: %s", f.Kind, f.Headline, f.Detail)
		}
		_, err = c.DeleteTaskSet(t.Context(), checkoutSet, false)
		if f := fault(t, err); f.Kind != model.FaultTimeout || !f.OutcomeUnknown() || f.Attempts != 1 {
			t.Errorf("kind %d, unknown %v, %d attempts: %s", f.Kind, f.OutcomeUnknown(), f.Attempts, f.Detail)
		}
	})
}

func TestTheDeadlinesAreThoseOfTheDesign(t *testing.T) {
	t.Parallel()
	c := over(says(200, emptyLists))
	if c.Reader.timeout != 15*time.Second || c.Writer.timeout != 30*time.Second {
		t.Errorf("reads %s, writes %s", c.Reader.timeout, c.Writer.timeout)
	}
}

func TestHTTPSpokenToATLSPortIsNotECS(t *testing.T) {
	t.Parallel()
	endpoint := listeningTLS(t)
	_, err := at(strings.Replace(endpoint, "https:", "http:", 1), sockets(t)).DeleteTaskSet(t.Context(), checkoutSet, false)
	f := fault(t, err)
	if f.Kind != model.FaultNotAWS || !f.OutcomeUnknown() {
		t.Errorf("kind %d, unknown %v: %s", f.Kind, f.OutcomeUnknown(), f.Detail)
	}
}
