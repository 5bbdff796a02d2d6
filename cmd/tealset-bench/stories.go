package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"time"

	"tealset/ecsapi/ecsfake"
)

// opening is how long a board is given to read everything once, before its requests count.
const opening = time.Minute

// stories counts the requests of an open board in each story of the demo, with the list of the
// other services beside it, all at the same time. Each has a program and an ECS of its own.
func stories(ctx context.Context, o options, scratch string, stdout io.Writer) error {
	all := ecsfake.Stories()
	costs, failed := make([]ecsfake.Cost, len(all)), make([]error, len(all))
	var group sync.WaitGroup
	for i, story := range all {
		group.Go(func() { costs[i], failed[i] = boardOf(ctx, o, scratch, story) })
	}
	group.Wait()
	if err := errors.Join(failed...); err != nil {
		return err
	}
	if _, err := fmt.Fprint(stdout, "| story | requests in the busiest minute | a minute | floor |\n|---|--:|--:|--:|\n"); err != nil {
		return err
	}
	for i, cost := range costs {
		if _, err := fmt.Fprintf(stdout, "| %s | %d | %.1f | %.1f |\n", all[i].Tells, cost.Minute, cost.Average, cost.Floor); err != nil {
			return err
		}
	}
	return nil
}

// boardOf is what the board of one story costs.
func boardOf(ctx context.Context, o options, scratch string, story ecsfake.Story) (cost ecsfake.Cost, err error) {
	fake := ecsfake.Demo(time.Now)
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return cost, err
	}
	server := &http.Server{Handler: fake, ReadHeaderTimeout: 5 * time.Second}
	go func() { _ = server.Serve(listener) }() // Its end is Close.
	defer func() { _ = server.Close() }()
	s, err := start(ctx, o, "http://"+listener.Addr().String(), scratch, []string{"--cluster=shop-prod", "--service", story.Service})
	if err != nil {
		return cost, err
	}
	defer func() { err = errors.Join(err, s.quit()) }()
	if err := pause(ctx, opening); err != nil {
		return cost, err
	}
	opened := fake.Count("*")
	if err := pause(ctx, o.stories); err != nil {
		return cost, err
	}
	calls := fake.Calls()
	if len(calls) <= opened {
		return cost, fmt.Errorf("%s: the program asks for nothing", story.Service)
	}
	return ecsfake.CostOf(calls[opened:], o.stories), nil
}

// pause waits, or ends early with the context.
func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-time.After(d):
		return nil
	}
}
