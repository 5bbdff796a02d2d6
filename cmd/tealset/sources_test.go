package main

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tealset/cmd/tealset/audit"
	"tealset/cmd/tealset/gateway"
	"tealset/ecsapi"

	"tealset/model"
	"tealset/model/change"
)

// What is wrong with a Region that was typed is told on the screen, which shows faults.
func TestWrongRegionIsAFault(t *testing.T) {
	t.Parallel()
	_, err := new(sources).connect(t.Context(), "", "eu west")
	fault, ok := errors.AsType[*model.Fault](err)
	if !ok || !strings.Contains(fault.Headline, `"eu west" is not the name of a Region`) || fault.Next == "" {
		t.Errorf("%#v", err)
	}
	if code := exitCode(err); code != exitUsage {
		t.Errorf("exit code %d", code)
	}
}

// At every look the trail is read as it is then: what another tealset was still doing
// at the first look, and has done by the second, is not taken over by the second.
func TestDanglingIsReadAfreshAtEachLook(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "tealset", "audit.jsonl")
	trail := &lazyTrail{path: path}
	opened := &sources{ledger: gateway.NewLedger(trail, audit.Self(version)), trail: path}
	source := opened.source(ecsapi.New(ecsapi.Fixed{Region: "eu-west-1", Endpoint: "http://ecs.invalid"}))
	intent := audit.Record{
		Kind: audit.Intent, ID: "4711", Host: "elsewhere", Region: "eu-west-1", Endpoint: "http://ecs.invalid",
		Operation: "DeleteTaskSet", TaskSet: "arn:aws:ecs:eu-west-1:123456789012:task-set/shop/checkout/ecs-svc/1",
	}
	for _, step := range []struct {
		line audit.Record
		want int
	}{{intent, 1}, {intent.After(change.Accepted, change.Answer{RequestID: "req-1"}, time.Second), 0}} {
		if err := trail.Append(step.line); err != nil {
			t.Fatal(err)
		}
		if got := source.Dangling(t.Context()); len(got) != step.want {
			t.Errorf("after the %s %d are found, not %d", step.line.Kind, len(got), step.want)
		}
	}
}

// The trail of earlier runs is read only where something may be deleted and is
// written down.
func TestTheTrailIsReadWhereItMatters(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		settings settings
		readOnly bool
		want     string
	}{
		{settings{}, false, audit.DefaultPath()},
		{settings{}, true, ""},
		{settings{noAudit: true}, false, ""},
		{settings{demo: true}, false, ""},
	} {
		if got := test.settings.earlierTrail(test.readOnly); got != test.want {
			t.Errorf("%+v, read-only %t: %q", test.settings, test.readOnly, got)
		}
	}
}
