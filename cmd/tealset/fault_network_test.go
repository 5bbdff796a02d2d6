//go:build linux || darwin

package main

import (
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"syscall"
	"testing"
)

// keyed are credentials that are there without asking anybody.
var keyed = []string{"AWS_ACCESS_KEY_ID=AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY=example"}

// obstacle is something that stands between the program and ECS, and how it is told.
type obstacle struct {
	before         func(*endpoint) http.HandlerFunc
	headline, next string
	try            string // how the next try is told
}

// obstacles are some of the table of faults, those that are told soonest first.
var obstacles = []obstacle{
	{
		instead(http.StatusOK, "<html>Please log in</html>"), "▲ the answer is not from ECS · ",
		"A proxy or a login page may stand between: check the network, HTTPS_PROXY and AWS_ENDPOINT_URL.", "next try in ",
	},
	{
		instead(http.StatusBadRequest, `{"__type":"ThrottlingException","message":"Rate exceeded"}`), "▲ ECS throttles this account · ",
		"Wait a little: the request rate is shared by all who use this account and Region.", "throttled: next try in ",
	},
	{
		func(*endpoint) http.HandlerFunc { return resetConnection }, "▲ the connection broke off · ",
		"Try again (press r).", "next try in ",
	},
	{
		instead(http.StatusInternalServerError, `{"__type":"ServerException","message":"Service Unavailable."}`), "▲ ECS failed on its side · ",
		"Try again (press r) in a moment; if that does not help, look at the AWS Health Dashboard.", "next try in ",
	},
	{
		func(e *endpoint) http.HandlerFunc { return e.hang }, "▲ no answer from ECS in time · ",
		"Try again (press r).", "next try in ",
	},
}

// Whatever stands between the built program and ECS is told in words of its own, with
// the next step and the time of the next try; the rows stay, the keys are answered,
// and it ends by itself. All are met at once, as most of it is waiting.
func TestFaultsOnTheWayToECS(t *testing.T) {
	t.Parallel()
	sessions, endpoints := make([]*session, len(obstacles)), make([]*endpoint, len(obstacles))
	for i := range obstacles {
		endpoints[i] = newEndpoint(t)
		sessions[i] = start(t, append(keyed, "AWS_ENDPOINT_URL="+endpoints[i].URL), "--region", "eu-west-1", "--refresh", "1s")
	}
	for i, o := range obstacles {
		sessions[i].tells("1 cluster", "shop ● ACTIVE")
		endpoints[i].has(o.before(endpoints[i]))
	}
	for i, o := range obstacles {
		sessions[i].tells(o.headline, o.next, o.try, "shop ● ACTIVE", "updated ")
		sessions[i].answersKeys()
		endpoints[i].has(nil)
	}
	for i, o := range obstacles {
		sessions[i].tellsNot("next try", o.headline, o.next)
		sessions[i].tells("shop ● ACTIVE")
		sessions[i].quits()
	}
}

// instead is a body that answers every request.
func instead(status int, body string) func(*endpoint) http.HandlerFunc {
	return func(*endpoint) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/x-amz-json-1.1")
			w.WriteHeader(status)
			_, _ = io.WriteString(w, body)
		}
	}
}

// resetConnection is a connection that the other side resets.
func resetConnection(w http.ResponseWriter, _ *http.Request) {
	connection, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	if tcp, ok := connection.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = connection.Close()
}

// An ECS that nobody listens for is told as that, and is read as soon as somebody does.
func TestAnECSThatComesUpLaterIsRead(t *testing.T) {
	t.Parallel()
	e := newEndpoint(t)
	address, listen := reserved(t)
	s := start(t, append(keyed, "AWS_ENDPOINT_URL=http://"+address), "--region", "eu-west-1", "--refresh", "1s")
	s.tells("▲ no connection to ECS · ListClusters", address+" refuses the connection: check AWS_ENDPOINT_URL, the network and the VPN, then try again (press r).", "nothing has been read yet", "next try in ")
	s.answersKeys()
	listener := listen()
	server := &http.Server{Handler: e} //nolint:gosec // The client is the program under test.
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	s.tellsNot("no connection to ECS")
	s.tells("shop ● ACTIVE")
	s.quits()
}

// reserved is an address that is taken, but at which nobody listens until listen is
// called: a connection to it is refused.
func reserved(t *testing.T) (address string, listen func() net.Listener) {
	t.Helper()
	socket, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM, 0)
	if err != nil {
		t.Fatal(err)
	}
	syscall.CloseOnExec(socket)
	file := os.NewFile(uintptr(socket), "socket")
	t.Cleanup(func() { _ = file.Close() })
	if err := syscall.Bind(socket, &syscall.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}); err != nil {
		t.Fatal(err)
	}
	name, err := syscall.Getsockname(socket)
	if err != nil {
		t.Fatal(err)
	}
	bound, ok := name.(*syscall.SockaddrInet4)
	if !ok {
		t.Fatalf("%T", name)
	}
	return net.JoinHostPort("127.0.0.1", strconv.Itoa(bound.Port)), func() net.Listener {
		if err := syscall.Listen(socket, 16); err != nil {
			t.Fatal(err)
		}
		listener, err := net.FileListener(file)
		if err != nil {
			t.Fatal(err)
		}
		return listener
	}
}
