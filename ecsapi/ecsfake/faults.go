package ecsfake

import (
	"context"
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
	instead     func(w http.ResponseWriter, c call)
	truncate    bool
	repeatToken bool
}

// Exception is an error of AWS by its code, such as "InvalidParameterException",
// in the form and with the HTTP status that the service gives it.
func Exception(code, message string) Fault {
	return Fault{instead: func(w http.ResponseWriter, c call) {
		status, body := c.failed(&exception{code, message})
		c.send(w, status, body)
	}}
}

// Throttled is the error of an account that asks too much: "ThrottlingException:
// Rate exceeded", or "Throttling" of Elastic Load Balancing.
func Throttled() Fault {
	return Fault{instead: func(w http.ResponseWriter, c call) {
		status, body := c.failed(&exception{c.service.throttled, "Rate exceeded"})
		c.send(w, status, body)
	}}
}

// Denied is the error of a caller whose policies do not allow the operation, in
// the words and under the code of its service.
func Denied() Fault {
	return Fault{instead: func(w http.ResponseWriter, c call) {
		action := c.service.iam + ":" + c.operation
		status, body := c.failed(&exception{c.service.denied, "User: arn:aws:sts::123456789012:assumed-role/oncall/someone " +
			"is not authorized to perform: " + action + " because no identity-based policy allows the " + action + " action"})
		c.send(w, status, body)
	}}
}

// HTTP is an answer that does not come from AWS: a proxy's page with status
// 502, 503 or 407, a captive portal's 302 or 200, or any body whatsoever. It
// has no request id, unless its content type is that of ECS
// ("application/x-amz-json-1.1").
func HTTP(status int, mime, body string) Fault {
	return Fault{instead: func(w http.ResponseWriter, c call) {
		if mime == jsonType {
			c.send(w, status, []byte(body))
			return
		}
		w.Header().Set("Content-Type", mime)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}}
}

// Foreign is an answer with status 200 and any body in place of the service's own; with
// Late, the operation has taken effect all the same.
func Foreign(body string) Fault { return HTTP(http.StatusOK, jsonType, body) }

// Empty is an answer with status 200 and no body at all, from which the SDK
// makes an output without members and no error.
func Empty() Fault { return Foreign("") }

// Dropped is a connection that breaks before the operation takes effect; with
// Late, after it took effect.
func Dropped() Fault {
	return Fault{instead: func(http.ResponseWriter, call) { panic(http.ErrAbortHandler) }}
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
