package main

import (
	"context"
	"net"
	"slices"
	"strings"
	"testing"

	"tealset/ecsapi"
	"tealset/model"
)

// fakeECS serves until the test ends, and gives its URL.
func fakeECS(t *testing.T) string {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	address := make(chan string, 1)
	served := make(chan error, 1)
	go func() {
		served <- serveFakeECS(ctx, "127.0.0.1:0", func(at string) error { address <- at; return nil })
	}()
	t.Cleanup(func() {
		stop()
		if err := <-served; err != nil {
			t.Errorf("the end of the server is an error: %v", err)
		}
	})
	select {
	case at := <-address:
		return "http://" + at
	case err := <-served:
		served <- nil
		t.Fatal(err)
		return ""
	}
}

func TestTheFakeECSIsServedToARealClient(t *testing.T) {
	url := fakeECS(t)
	for name, value := range map[string]string{
		"AWS_ENDPOINT_URL": url, "AWS_ENDPOINT_URL_ECS": "", "AWS_PROFILE": "", "AWS_CA_BUNDLE": "",
		"AWS_CONFIG_FILE": t.TempDir() + "/none", "AWS_SHARED_CREDENTIALS_FILE": t.TempDir() + "/none",
		"AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "example", "AWS_SESSION_TOKEN": "",
		"AWS_EC2_METADATA_DISABLED": "true", "NO_PROXY": "127.0.0.1",
	} {
		t.Setenv(name, value)
	}
	client, _, err := ecsapi.Load(t.Context(), ecsapi.Settings{Region: demoRegion, Version: version})
	if err != nil {
		t.Fatal(err)
	}
	names, err := client.ListClusters(t.Context(), model.Cursor{})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"shop-prod", "shop-staging", "batch"} {
		if !slices.ContainsFunc(names.ARNs, func(arn string) bool { return model.NameOf(arn) == want }) {
			t.Errorf("cluster %s is not among %q", want, names.ARNs)
		}
	}
	if client.Endpoint() != url {
		t.Errorf("the screen would name the endpoint %q", client.Endpoint())
	}
}

func TestAPortThatIsTakenIsARuntimeErrorThatSaysWhatToDo(t *testing.T) {
	taken, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	err = serveFakeECS(t.Context(), taken.Addr().String(), func(string) error { t.Error("it listens"); return nil })
	if err == nil || !strings.HasPrefix(err.Error(), "cannot listen on "+taken.Addr().String()+"; choose another port: ") {
		t.Errorf("it says %v", err)
	}
	if code := exitCode(err); code != exitError {
		t.Errorf("the exit code is %d", code)
	}
}
