//go:build linux || darwin

package main

import (
	"encoding/json"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"tealset/ecsapi/ecsfake"
)

// A list of 500 services takes no longer than the AWS CLI for the same, one command after the
// other: list-services, and describe-services for ten of them each. It takes a minute, and an
// `aws` on PATH.
func BenchmarkAListBesideTheAWSCommandLine(b *testing.B) {
	const all, atOnce = 500, 10
	ecs := ecsfake.New(time.Now, ecsfake.World{Clusters: []ecsfake.Cluster{{Name: "shop", Services: ecsfake.Fleet(all)}}})
	server := httptest.NewServer(ecs)
	defer server.Close()
	home := b.TempDir()
	run := func(name string, args ...string) string {
		b.Helper()
		cmd := exec.CommandContext(b.Context(), name, args...) //nolint:gosec // they are written below
		cmd.Env = []string{
			"PATH=" + os.Getenv("PATH"), "HOME=" + home, "GORACE=" + quickExit, "AWS_ENDPOINT_URL=" + server.URL, "AWS_REGION=eu-west-1",
			"AWS_DEFAULT_REGION=eu-west-1", // which version 1 of the AWS CLI reads
			"AWS_ACCESS_KEY_ID=AKIDTEST", "AWS_SECRET_ACCESS_KEY=test", "AWS_EC2_METADATA_DISABLED=true",
		}
		output, err := cmd.Output()
		if err != nil {
			b.Fatalf("%s %q: %v", name, args, err)
		}
		return string(output)
	}

	began := time.Now()
	lines := strings.Count(run("tealset", "list", "services", "--cluster", "shop", "--no-headers"), "\n")
	tealset, requests := time.Since(began), ecs.Count("*")
	if most := 1 + all/atOnce + 5; lines != all || requests > most {
		b.Errorf("tealset lists %d services by %d requests, want %d by %d at most", lines, requests, all, most)
	}

	began = time.Now()
	var listed struct {
		ServiceARNs []string `json:"serviceArns"`
	}
	if err := json.Unmarshal([]byte(run("aws", "ecs", "list-services", "--cluster", "shop", "--output", "json")), &listed); err != nil {
		b.Fatal(err)
	}
	for some := range slices.Chunk(listed.ServiceARNs, atOnce) {
		run("aws", append([]string{"ecs", "describe-services", "--cluster", "shop", "--output", "json", "--services"}, some...)...)
	}
	aws := time.Since(began)
	b.Logf("tealset: %s, %d requests; aws: %s, %d requests", tealset.Round(10*time.Millisecond), requests, aws.Round(10*time.Millisecond), ecs.Count("*")-requests)
	if tealset > aws {
		b.Error("tealset is slower")
	}
}
