package ecsfake

import (
	"context"
	"net/http"
	"sync"
)

// A Gate holds calls back until a test lets them go: to see what happens while
// a call is under way, or when answers come in another order.
type Gate struct {
	held chan struct{}
	open chan struct{}
	once sync.Once
}

// NewGate returns a Gate that is shut.
func NewGate() *Gate { return &Gate{held: make(chan struct{}), open: make(chan struct{})} }

// Hold is the fault of being held back. With Late, what the answer says is
// settled before it is held: it is old by the time it is given.
func (g *Gate) Hold() Fault { return Fault{gate: g} }

// Held gives a value for each call that stands at the gate.
func (g *Gate) Held() <-chan struct{} { return g.held }

// Open lets all calls go, those that come later too.
func (g *Gate) Open() { g.once.Do(func() { close(g.open) }) }

// pass waits for the gate to open, and aborts the call where the client is gone.
func (g *Gate) pass(ctx context.Context) {
	held := g.held
	for {
		select {
		case held <- struct{}{}:
			held = nil // A call is told of once.
		case <-g.open:
			return
		case <-ctx.Done():
			panic(http.ErrAbortHandler)
		}
	}
}
