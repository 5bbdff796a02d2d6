//go:build linux || darwin

package main

import (
	"bufio"
	"crypto/tls"
	"encoding/binary"
	"encoding/pem"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"tealset/ecsapi/ecsfake"
)

// gateOfHTTP2 stands before an ECS on a TLS server that offers HTTP/2. Over HTTP/2 it resets
// each stream with a code once it has the whole request; HTTP/1.1 goes through to ECS.
type gateOfHTTP2 struct {
	*httptest.Server
	code   byte
	alone  atomic.Bool  // HTTP/1.1 is not offered any more
	bodies atomic.Int64 // that came over HTTP/2
}

// The frames of HTTP/2 that the gate knows, and the codes of its resets (RFC 9113, 6 and 7).
const (
	frameData, frameReset, frameSettings = 0, 3, 4
	flagEnd, flagAck                     = 1, 1
	protocolError, refusedStream         = 1, 7
)

func openGateOfHTTP2(t *testing.T, ecs http.Handler, code byte) *gateOfHTTP2 {
	t.Helper()
	g := &gateOfHTTP2{Server: httptest.NewUnstartedServer(ecs), code: code}
	g.Config.TLSNextProto = map[string]func(*http.Server, *tls.Conn, http.Handler){
		"h2": func(_ *http.Server, connection *tls.Conn, _ http.Handler) {
			g.serve(bufio.NewReader(connection), connection)
		},
	}
	g.TLS = &tls.Config{MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}}
	g.TLS.GetConfigForClient = func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
		if !g.alone.Load() || slices.Contains(hello.SupportedProtos, "h2") {
			return nil, nil //nolint:nilnil // as it is
		}
		// By the name h2 crypto/tls would let a client of HTTP/1.1 in; other servers do not.
		other := g.TLS.Clone()
		other.NextProtos = []string{"HTTP/2 alone"}
		return other, nil
	}
	g.Config.ErrorLog = log.New(io.Discard, "", 0) // handshakes that fail are meant to
	g.StartTLS()
	t.Cleanup(g.Close)
	return g
}

// bundle is a file with the gate's certificate.
func (g *gateOfHTTP2) bundle(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: g.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func (g *gateOfHTTP2) serve(from io.Reader, to io.Writer) {
	if _, err := io.CopyN(io.Discard, from, int64(len("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))); err != nil {
		return
	}
	frame := func(kind, flags byte, stream uint32, payload ...byte) {
		head := []byte{0, 0, byte(len(payload) % 256), kind, flags}
		_, _ = to.Write(append(binary.BigEndian.AppendUint32(head, stream), payload...))
	}
	frame(frameSettings, 0, 0)
	for {
		var head [9]byte
		if _, err := io.ReadFull(from, head[:]); err != nil {
			return
		}
		if _, err := io.CopyN(io.Discard, from, int64(head[0])<<16|int64(head[1])<<8|int64(head[2])); err != nil {
			return
		}
		switch kind, flags := head[3], head[4]; {
		case kind == frameSettings && flags&flagAck == 0:
			frame(frameSettings, flagAck, 0)
		case kind == frameData && flags&flagEnd != 0:
			g.bodies.Add(1)
			frame(frameReset, 0, binary.BigEndian.Uint32(head[5:]), 0, 0, 0, g.code)
		}
	}
}

// The rows of the delete matrix for servers of HTTP/2: a confirmed deletion is one request
// at most, also where the server gives it back in a way after which net/http would send it
// again, and nothing goes over HTTP/2.
func TestDeleteMatrixOfHTTP2(t *testing.T) {
	t.Parallel()
	unanswered := func(o *operator, _ *gateOfHTTP2) {
		o.ecs.Fail("DeleteTaskSet", 1, ecsfake.Dropped())
		o.ask()
		o.confirm()
		o.see("outcome unknown", "is ACTIVE")
	}
	for name, test := range map[string]struct {
		code     byte
		act      func(o *operator, gate *gateOfHTTP2)
		requests int
		trail    []string
		exit     int
	}{
		"HTTP/2 with PROTOCOL_ERROR": {
			code: protocolError, act: unanswered,
			requests: 1, trail: []string{"intent", "outcome unknown"}, exit: exitOpen,
		},
		"HTTP/2 with REFUSED_STREAM": {
			code: refusedStream, act: unanswered,
			requests: 1, trail: []string{"intent", "outcome unknown"}, exit: exitOpen,
		},
		"HTTP/2 beside HTTP/1.1": {
			code: protocolError, act: func(o *operator, _ *gateOfHTTP2) { o.ask(); o.confirm(); o.see("is DRAINING") },
			requests: 1, trail: []string{"intent", "outcome accepted"},
		},
		"HTTP/2 alone from the dialog on": {
			code: refusedStream,
			act: func(o *operator, gate *gateOfHTTP2) {
				o.ask()
				gate.alone.Store(true) // reads go on over their connection, the deletion opens another
				o.confirm()
				o.see("was not deleted: the endpoint refuses TLS", "HTTP/1.1")
			},
			trail: []string{"intent", "outcome not sent"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ecs := ecsfake.New(time.Now, shop())
			gate := openGateOfHTTP2(t, ecs, test.code)
			o := operateAt(t, ecs, gate.URL, "checkout", "AWS_CA_BUNDLE="+gate.bundle(t))
			test.act(o, gate)
			o.cameTo(test.requests, test.trail, test.exit)
			if n := gate.bodies.Load(); n > 0 {
				t.Errorf("%d requests went over HTTP/2", n)
			}
		})
	}
}

// A server that speaks HTTP/2 alone is told as one that tealset cannot speak to: nothing
// is read, and nothing is there to delete.
func TestAServerOfHTTP2AloneIsTold(t *testing.T) {
	t.Parallel()
	ecs := ecsfake.New(time.Now, shop())
	gate := openGateOfHTTP2(t, ecs, refusedStream)
	gate.alone.Store(true)
	state := t.TempDir()
	trail := filepath.Join(state, "tealset", "audit.jsonl")
	s := start(t, []string{
		"AWS_ACCESS_KEY_ID=AKID", "AWS_SECRET_ACCESS_KEY=secret",
		"XDG_STATE_HOME=" + state, "AWS_ENDPOINT_URL=" + gate.URL, "AWS_CA_BUNDLE=" + gate.bundle(t),
	}, "--region", "eu-west-1", "--cluster", "shop", "--service", "checkout")
	s.see("the endpoint refuses TLS", "tealset speaks HTTP/1.1", "nothing has been read yet")
	s.press(ctrlD)
	s.see("nothing has been read yet")
	(&operator{session: s}).quit()
	s.exits(0)
	s.leavesTheTerminalAsItWas()
	if n := len(ecs.Calls()) + int(gate.bodies.Load()); n > 0 {
		t.Errorf("%d requests were made", n)
	}
	if _, err := os.Stat(trail); !os.IsNotExist(err) {
		t.Errorf("there is an audit trail: %v", err)
	}
}
