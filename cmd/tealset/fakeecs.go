package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"tealset/ecsapi/ecsfake"
)

// newFakeECS serves the demo's ECS over HTTP, with its load balancers and CodeDeploy on
// the same port, for other clients and for trying tealset against a real socket.
func newFakeECS(o *order) *cobra.Command {
	var listen string
	cmd := &cobra.Command{
		Use:   "fake-ecs",
		Short: "Serve the demo's ECS, with its load balancers and CodeDeploy, over HTTP on this machine",
		Example: "tealset fake-ecs --listen 127.0.0.1:8080\n" +
			"# in another terminal; any credentials do\n" +
			"export AWS_ENDPOINT_URL=http://127.0.0.1:8080\n" +
			"export AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=any\n" +
			"tealset --region eu-west-1",
		Args: cobra.ArbitraryArgs, // see the root's
		Run: func(cmd *cobra.Command, args []string) {
			o.err = noArguments(cmd, args)
			o.do = func(ctx context.Context) error {
				return serveFakeECS(ctx, listen, func(address string) error {
					_, err := fmt.Fprintf(cmd.OutOrStdout(),
						"fake ECS on http://%s; point a client at it with AWS_ENDPOINT_URL and any credentials, stop it with ctrl+c\n", address)
					return err
				})
			}
		},
	}
	cmd.Flags().StringVar(&listen, "listen", "127.0.0.1:8080", "listen on this address of this machine; port 0 takes a free one")
	return cmd
}

// serveFakeECS serves until ctx ends or a signal asks for the end, which is no
// error. It tells the address once clients can connect, and serves nobody where that fails.
func serveFakeECS(ctx context.Context, listen string, ready func(address string) error) error {
	if err := checkLoopback(listen); err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", listen)
	if err != nil {
		return fmt.Errorf("cannot listen on %s; choose another port: %w", listen, err)
	}
	server := &http.Server{Handler: ecsfake.Demo(time.Now), ReadHeaderTimeout: 5 * time.Second}
	defer context.AfterFunc(ctx, func() { _ = server.Close() })()
	if err := ready(listener.Addr().String()); err != nil {
		return errors.Join(err, listener.Close())
	}
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("the fake ECS stopped; start it again: %w", err)
	}
	return nil
}

// checkLoopback keeps the fake to this machine: it asks for no credentials.
func checkLoopback(listen string) error {
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return usagef("--listen %q is not an address; give host:port, such as 127.0.0.1:8080", listen)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return usagef("--listen %q is open to other machines; give a loopback address, such as 127.0.0.1:8080", listen)
	}
	if _, err := strconv.ParseUint(port, 10, 16); err != nil {
		return usagef("--listen %q has no port from 0 to 65535; give one, such as 127.0.0.1:8080", listen)
	}
	return nil
}
