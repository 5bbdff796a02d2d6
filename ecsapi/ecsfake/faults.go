package ecsfake

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"time"
)

// A Fault is what goes wrong with a call. The zero Fault is nothing wrong: it
// lets a call through, so that the next fault meets a later call.
type Fault struct {
	delay       time.Duration
	gate        *Gate
	late        bool
	instead     func(w http.ResponseWriter, requestID string)
	truncate    bool
	repeatToken bool
}

// Exception is an error of ECS or of AWS, such as "ThrottlingException": HTTP
// status 400, and 500 for "ServerException".
func Exception(name, message string) Fault {
	e := &exception{name, message}
	body, _ := json.Marshal(e) //nolint:errchkjson // Two strings can always be written.
	return Fault{instead: func(w http.ResponseWriter, id string) { send(w, id, e.status(), body) }}
}

// Throttled is the error of an account that asks too much:
// "ThrottlingException: Rate exceeded".
func Throttled() Fault { return Exception("ThrottlingException", "Rate exceeded") }

// HTTP is an answer that does not come from ECS: a proxy's page with status
// 502, 503 or 407, a captive portal's 302 or 200, or any body whatsoever. It
// has no request id, unless its content type is that of ECS
// ("application/x-amz-json-1.1").
func HTTP(status int, mime, body string) Fault {
	return Fault{instead: func(w http.ResponseWriter, id string) {
		if mime == contentType {
			send(w, id, status, []byte(body))
			return
		}
		w.Header().Set("Content-Type", mime)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}}
}

// Foreign is an answer with status 200 and any body in place of ECS's own; with
// Late, the operation has taken effect all the same.
func Foreign(body string) Fault { return HTTP(http.StatusOK, contentType, body) }

// Empty is an answer with status 200 and no body at all, from which the SDK
// makes an output without members and no error.
func Empty() Fault { return Foreign("") }

// Dropped is a connection that breaks before the operation takes effect; with
// Late, after it took effect.
func Dropped() Fault {
	return Fault{instead: func(http.ResponseWriter, string) { panic(http.ErrAbortHandler) }}
}

// Truncated is a connection that breaks in the middle of the answer's body. The
// operation has taken effect.
func Truncated() Fault { return Fault{truncate: true} }

// RepeatedToken is a list that gives out the nextToken that it was asked with,
// and so never ends. On the first page it is a token where none is due.
func RepeatedToken() Fault { return Fault{repeatToken: true} }

// Slow is an answer that takes d longer, of real time; see After.
func Slow(d time.Duration) Fault { return Fault{delay: d} }

// After is the same fault d later, of real time. The end of the request's
// context ends the wait, and the call does nothing more.
func (f Fault) After(d time.Duration) Fault {
	f.delay = d
	return f
}

// Late is the same fault after the operation took effect.
func (f Fault) Late() Fault {
	f.late = true
	return f
}

// wait waits as the fault says, and aborts the call where the client is gone.
func (f Fault) wait(ctx context.Context) {
	if f.delay > 0 {
		timer := time.NewTimer(f.delay)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-ctx.Done():
			panic(http.ErrAbortHandler)
		}
	}
	if f.gate != nil {
		f.gate.pass(ctx)
	}
}

type pendingFault struct {
	operation string
	left      int // Below zero: without end.
	fault     Fault
}

// Fail has the next n calls of an operation meet the fault; operation "*" means
// any, and an n below zero means all calls until Heal. Faults of one operation
// are used up in the order in which they were given.
func (s *Server) Fail(operation string, n int, fault Fault) {
	if n == 0 {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, &pendingFault{operation, n, fault})
}

// Heal takes back every fault that has not happened yet.
func (s *Server) Heal() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// takeFault returns the fault of a call of the operation that comes in now.
func (s *Server) takeFault(operation string) Fault {
	for i, p := range s.faults {
		if p.operation != operation && p.operation != "*" {
			continue
		}
		if p.left--; p.left == 0 {
			s.faults = append(s.faults[:i:i], s.faults[i+1:]...)
		}
		return p.fault
	}
	return Fault{}
}
