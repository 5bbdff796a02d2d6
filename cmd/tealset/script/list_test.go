package script

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"tealset/cmd/tealset/output"
	"tealset/ecsapi"
	"tealset/ecsapi/ecsfake"
	"tealset/model"
	"tealset/model/clean"
	"tealset/model/clean/cleantest"
)

// What a person sees of each kind.
func TestListsAreTables(t *testing.T) {
	t.Parallel()
	b := newBench(t, shop())
	for kind, test := range map[Kind]struct {
		scope Scope
		want  string
	}{
		Clusters: {Scope{}, `
CLUSTER  STATUS  SERVICES  RUNNING  PENDING  INSTANCES
empty    ACTIVE         0        0        0          0
shop     ACTIVE         3       12        0          0
`},
		Services: {b.scope("", ""), `
SERVICE   STATUS  HEALTH    RUNNING  PENDING  DESIRED  TASK SETS       CONTROLLER  REVISION     AGE
api       ACTIVE  steady          2        0        2  P 100%          EXTERNAL    api:7         3d
checkout  ACTIVE  two live        6        0        4  P 100% · A 50%  EXTERNAL    checkout:41  16d
payments  ACTIVE  short           4        0        6  P 100%          EXTERNAL    payments:77   2d
`},
		TaskSets: {b.scope("checkout", ""), `
ID                           STATUS   STABILITY     RUNNING  PENDING  DESIRED  SCALE  REVISION       AGE
ecs-svc/1111111111111111111  PRIMARY  STEADY_STATE        4        0        4   100%  checkout:41     3d
ecs-svc/2222222222222222222  ACTIVE   STEADY_STATE        2        0        2    50%  checkout:42  1h00m
`},
	} {
		got, err := b.list(ListOptions{Kind: kind, Scope: test.scope, Style: output.Style{Format: output.Table}})
		if diff := cmp.Diff(strings.TrimPrefix(test.want, "\n"), got); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", kind, err, diff)
		}
	}
}

// Task sets stand by the names of their services, and those of one service by their roles.
func TestTaskSetsStandByTheirServices(t *testing.T) {
	t.Parallel()
	b := newBench(t, shop())
	style := output.Style{Format: output.TSV, Columns: []string{"serviceName", "status"}, NoHeaders: true}
	got, err := b.list(ListOptions{Kind: TaskSets, Scope: b.scope("", ""), Style: style})
	if want := "api\tPRIMARY\ncheckout\tPRIMARY\ncheckout\tACTIVE\npayments\tPRIMARY\n"; err != nil || got != want {
		t.Errorf("%v\n%s", err, got)
	}
}

// On a terminal of 80 cells names, revisions and counts are whole, and what has no room is left
// out; a description leaves nothing out, and cuts no value.
func TestNamesAreWholeOnANarrowTerminal(t *testing.T) {
	t.Parallel()
	const name = "checkout-of-the-partners"
	world := shop()
	world.Clusters[0].Services[0].Name = name
	b := newBench(t, world)
	table := output.Style{Format: output.Table, Width: 80}
	got, err := b.list(ListOptions{Kind: Services, Scope: b.scope("", ""), Style: table})
	want := `
SERVICE                   STATUS  HEALTH    RUNNING  PENDING  DESIRED  TASK SETS
api                       ACTIVE  steady          2        0        2  P 100%
checkout-of-the-partners  ACTIVE  two live        6        0        4  P 100% ·…
payments                  ACTIVE  short           4        0        6  P 100%
`
	if diff := cmp.Diff(strings.TrimPrefix(want, "\n"), got); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	b.out.Reset()
	err = b.shell.Describe(t.Context(), b.source, DescribeOptions{Kind: Services, Scope: b.scope(name, ""), Style: table, Events: 1})
	for _, whole := range []string{"task-definition/" + name + ":41\n", "ecs-svc/1111111111111111111 ", name + ":42", "TARGETS"} {
		if text := b.out.String(); err != nil || !strings.Contains(text, whole) {
			t.Errorf("%v, it has no %q:\n%s", err, whole, text)
		}
	}
}

// Documents have ECS's members under their own names, and tealset's under one of its own.
func TestDocumentsHaveTheMembersOfECS(t *testing.T) {
	t.Parallel()
	b := newBench(t, shop())
	text, err := b.list(ListOptions{Kind: TaskSets, Scope: b.scope("checkout", ""), Style: output.Style{Format: output.JSON}})
	if err != nil {
		t.Fatal(err)
	}
	var document struct {
		SchemaVersion int
		TaskSets      []struct {
			ID, TaskSetArn, Status string
			ComputedDesiredCount   int
			Tealset                map[string]any
		}
		Failures []any
	}
	if err := json.Unmarshal([]byte(text), &document); err != nil {
		t.Fatal(err)
	}
	first := document.TaskSets[0]
	want := map[string]any{"account": "123456789012", "region": "eu-west-1", "profile": "oncall", "health": "serving", "scalePercent": 100.0}
	if diff := cmp.Diff(want, first.Tealset); diff != "" || document.SchemaVersion != 1 || document.Failures == nil ||
		first.Status != "PRIMARY" || first.ComputedDesiredCount != 4 || !strings.HasSuffix(first.TaskSetArn, first.ID) {
		t.Errorf("%s\n%s", diff, text)
	}
	if got, err := b.list(ListOptions{Kind: Services, Scope: b.scope("payments", ""), Style: output.Style{Format: output.JSONL}}); err != nil ||
		!strings.HasPrefix(got, `{"schemaVersion":1,"serviceArn":"arn:aws:ecs:eu-west-1:123456789012:service/shop/payments",`) ||
		!strings.Contains(got, `"health":"short","tier":"broken","reason":"4 of 6 tasks of the PRIMARY run"}}`) || strings.Count(got, "\n") != 1 {
		t.Errorf("%v\n%s", err, got)
	}
}

// A name is what another command takes: short where the flags say the rest, else the ARN.
func TestNamesCanBeGivenToOtherCommands(t *testing.T) {
	t.Parallel()
	b := newBench(t, shop())
	style := output.Style{Format: output.Name}
	for want, o := range map[string]ListOptions{
		"empty\nshop\n":             {Kind: Clusters, Style: style},
		"api\ncheckout\npayments\n": {Kind: Services, Scope: b.scope("", ""), Style: style},
		"arn:aws:ecs:eu-west-1:123456789012:service/shop/api\narn:aws:ecs:eu-west-1:123456789012:service/shop/checkout\n" +
			"arn:aws:ecs:eu-west-1:123456789012:service/shop/payments\n": {Kind: Services, Style: style},
		"ecs-svc/3333333333333333333\n": {Kind: TaskSets, Scope: b.scope("api", ""), Style: style},
	} {
		if got, err := b.list(o); err != nil || got != want {
			t.Errorf("%v: %q, want %q", err, got, want)
		}
	}
}

// Filters keep rows that have every word, and those that a person should look at.
func TestFiltersKeepWhatIsAskedFor(t *testing.T) {
	t.Parallel()
	b := newBench(t, shop())
	for want, o := range map[string]ListOptions{
		"payments\n":                           {Kind: Services, Attention: true, Style: tsv("serviceName")},
		"checkout\npayments\n":                 {Kind: Services, Filter: "EXTERNAL :4 :7", Style: tsv("serviceName", "deploymentController", "taskDefinition")},
		"api\n":                                {Kind: Services, Filter: "API", Style: tsv("serviceName")},
		"":                                     {Kind: Services, Filter: "nothing", Style: tsv("serviceName")},
		"ecs-svc/4444444444444444444\tstuck\n": {Kind: TaskSets, Attention: true, Style: tsv("id", "health")},
	} {
		o.Scope = b.scope("", "")
		if o.Filter == "EXTERNAL :4 :7" {
			o.Filter = "external checkout:41"
			want = "checkout\tEXTERNAL\tarn:aws:ecs:eu-west-1:123456789012:task-definition/checkout:41\n"
		}
		if got, err := b.list(o); err != nil || got != want {
			t.Errorf("%+v: %v\n%q, want\n%q", o, err, got, want)
		}
	}
}

// A filter finds the same rows in every format, by all columns, shown or not.
func TestAFilterFindsTheSameInEveryFormat(t *testing.T) {
	t.Parallel()
	b := newBench(t, shop())
	for _, kind := range []struct {
		of     Kind
		filter string
		names  []string // of those that are found
		not    []string
	}{
		{Services, "payments:77", []string{"payments"}, []string{"checkout", "api"}},
		{TaskSets, "pipeline-1", []string{setOne}, []string{setTwo}},
		{Clusters, "active", []string{"shop"}, nil},
	} {
		for _, format := range output.Formats() {
			got, err := b.list(ListOptions{Kind: kind.of, Filter: kind.filter, Scope: b.scope("", ""), Style: output.Style{Format: format, Width: 400}})
			if err != nil {
				t.Errorf("%s, %s: %v", kind.of, format, err)
			}
			for _, name := range kind.names {
				if !strings.Contains(got, name) && !strings.Contains(got, model.ShortID(name)) {
					t.Errorf("%s, %s: no %s in\n%s", kind.of, format, name, got)
				}
			}
			for _, name := range kind.not {
				if strings.Contains(got, name) || strings.Contains(got, model.ShortID(name)) {
					t.Errorf("%s, %s: %s in\n%s", kind.of, format, name, got)
				}
			}
		}
	}
}

// 500 services take 5 requests to list and 50 to describe; their names alone take no
// description.
func TestAListTakesFewRequests(t *testing.T) {
	t.Parallel()
	b := newBench(t, ecsfake.World{Clusters: []ecsfake.Cluster{{Name: "shop", Services: ecsfake.Fleet(500)}}})
	got, err := b.list(ListOptions{Kind: Services, Scope: b.scope("", ""), Style: tsv("serviceName")})
	if err != nil || strings.Count(got, "\n") != 500 || b.ecs.Count("*") != 5 || b.ecs.Count("ListServices") != 5 {
		t.Errorf("%v, %d names in %d requests", err, strings.Count(got, "\n"), b.ecs.Count("*"))
	}
	got, err = b.list(ListOptions{Kind: Services, Scope: b.scope("", ""), Style: output.Style{Format: output.Table}})
	if err != nil || strings.Count(got, "\n") != 501 || b.ecs.Count("*") != 5+5+50 || b.ecs.Count("DescribeServices") != 50 {
		t.Errorf("%v, %d lines in %d requests", err, strings.Count(got, "\n"), b.ecs.Count("*")-5)
	}
	if _, err = b.list(ListOptions{Kind: Clusters, Style: output.Style{Format: output.Name}}); err != nil || b.ecs.Count("DescribeClusters") != 0 {
		t.Errorf("%v, %d descriptions for names of clusters", err, b.ecs.Count("DescribeClusters"))
	}
}

// The budget holds for a list as for the dashboard: with a tenth of ECS's 100 requests at once
// and 20 a second, 22 requests take six seconds.
func TestAListKeepsToTheBudget(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, ecsfake.World{Clusters: []ecsfake.Cluster{{Name: "shop", Services: ecsfake.Fleet(200)}}})
		b.source.Reader, _ = ecsapi.New(ecsapi.Fixed{
			Region: "eu-west-1", Endpoint: "http://ecs.invalid", Transport: b.ecs.Client().Transport, Budget: ecsapi.NewBudget(0.1),
		})
		began := time.Now()
		if _, err := b.list(ListOptions{Kind: Services, Scope: b.scope("", ""), Style: tsv("status")}); err != nil || b.ecs.Count("*") != 22 {
			t.Fatal(err, b.ecs.Count("*"))
		}
		if took := time.Since(began); took < 5*time.Second || took > 8*time.Second {
			t.Errorf("it took %s", took)
		}
	})
}

// What could not be read is told, is in the document, and makes the exit code 1; the rest of
// the list is written.
func TestWhatCouldNotBeReadIsTold(t *testing.T) {
	t.Parallel()
	b := newBench(t, ecsfake.World{Clusters: []ecsfake.Cluster{{Name: "shop", Services: ecsfake.Fleet(25)}}})
	b.ecs.Fail("DescribeServices", 1, ecsfake.Denied())
	text, err := b.list(ListOptions{Kind: Services, Scope: b.scope("", ""), Style: output.Style{Format: output.JSON}})
	ends(t, err, CodeNo, "the answer is not complete")
	var document struct {
		Services []any
		Failures []output.Failure
	}
	if err := json.Unmarshal([]byte(text), &document); err != nil || len(document.Services)+len(document.Failures) != 25 || len(document.Failures) < 5 {
		t.Fatalf("%v: %d services and %d failures", err, len(document.Services), len(document.Failures))
	}
	if f := document.Failures[0]; f.Reason != "AccessDeniedException" || !strings.Contains(f.ARN, "service/shop/svc-") {
		t.Errorf("%+v", f)
	}
	if !strings.Contains(b.err.String(), "svc-") {
		t.Errorf("on standard error there is %q", b.err.String())
	}
	b.ecs.Fail("ListServices", 1, ecsfake.Denied())
	text, err = b.list(ListOptions{Kind: Services, Scope: b.scope("", ""), Style: output.Style{Format: output.Table}})
	if fault, ok := errors.AsType[*model.Fault](err); !ok || fault.Kind != model.FaultDenied || text != "" {
		t.Errorf("%v, %q", err, text)
	}
	text, err = b.list(ListOptions{Kind: Services, Scope: b.scope("nosuch", ""), Style: output.Style{Format: output.JSON}})
	ends(t, err, CodeNo, "nothing was found")
	if !strings.Contains(text, `"services":[],"failures":[{"arn":"nosuch","reason":"MISSING"`) {
		t.Error(text)
	}
}

// Several sources stand in one list, with what tells them apart; one that fails holds up no other.
func TestSeveralSourcesAreOneList(t *testing.T) {
	t.Parallel()
	b, other := newBench(t, shop()), newBench(t, ecsfake.World{Region: "us-east-1", Clusters: []ecsfake.Cluster{{Name: "far"}}})
	other.source.Region = "us-east-1"
	options := ListOptions{Kind: Clusters, Style: output.Style{Format: output.Table}}
	if err := b.shell.List(t.Context(), []Source{b.source, other.source}, options); err != nil {
		t.Fatal(err)
	}
	if got := b.out.String(); !strings.Contains(got, "REGION") || !strings.Contains(got, "us-east-1  far") || !strings.Contains(got, "eu-west-1  shop") {
		t.Errorf("\n%s", got)
	}
	other.ecs.Fail("*", -1, ecsfake.Denied())
	b.out.Reset()
	options.Style.Format = output.JSON
	ends(t, b.shell.List(t.Context(), []Source{b.source, other.source}, options), CodeNo, "not complete")
	if got := b.out.String(); !strings.Contains(got, `"clusterName":"shop"`) ||
		!strings.Contains(got, `"failures":[{"reason":"AccessDeniedException"`) || !strings.Contains(got, `"region":"us-east-1"`) {
		t.Errorf("\n%s", got)
	}
}

// A listing of names has no counts: a document tells none of what was not described.
func TestColumnsAreCheckedBeforeAnythingIsAsked(t *testing.T) {
	t.Parallel()
	b := newBench(t, shop())
	for says, o := range map[string]ListOptions{
		"is not a column":     {Kind: Services, Style: tsv("nosuch")},
		"did you mean":        {Kind: TaskSets, Style: tsv("RunningCount")},
		"--sort":              {Kind: Clusters, Style: output.Style{Format: output.Table, Sort: "id"}},
		"has no effect":       {Kind: Clusters, Style: output.Style{Format: output.JSON, Columns: []string{"status"}}},
		"leave out --service": {Kind: Clusters, Scope: Scope{Cluster: "a", Service: "b"}, Style: output.Style{Format: output.Table}},
	} {
		_, err := b.list(o)
		ends(t, err, CodeUsage, says)
	}
	if n := b.ecs.Count("*"); n != 0 {
		t.Errorf("%d requests", n)
	}
}

// Hostile text anywhere in the answers of ECS reaches no terminal, whatever the command and
// the format.
func TestNoCommandLetsAPayloadThrough(t *testing.T) {
	t.Parallel()
	for _, payload := range cleantest.Payloads(t) {
		world := shop()
		v := &world.Clusters[0].Services[0]
		v.Raw = map[string]any{"status": payload, "taskDefinition": payload, "launchType": payload}
		v.TaskSets[1].Raw = map[string]any{"externalId": payload, "startedBy": payload, "taskDefinition": payload, "stabilityStatus": payload}
		v.TaskSets[1].Tags = map[string]string{"key": payload}
		world.Clusters[0].Raw = map[string]any{"status": payload}
		b := newBench(t, world)
		for _, format := range output.Formats() {
			style := output.Style{Format: format}
			for _, kind := range []Kind{Clusters, Services, TaskSets} {
				_, _ = b.list(ListOptions{Kind: kind, Style: style})
				harmless(t, string(kind)+" as "+string(format), payload, b.out.String()+b.err.String(), format)
			}
			b.out.Reset()
			_ = b.shell.Describe(t.Context(), b.source, DescribeOptions{Kind: Services, Scope: b.scope("checkout", ""), Style: style, Events: 10})
			_ = b.shell.Describe(t.Context(), b.source, DescribeOptions{Kind: TaskSets, Scope: b.scope("checkout", "ecs-svc/2222222222222222222"), Style: style})
			harmless(t, "describe as "+string(format), payload, b.out.String()+b.err.String(), format)
		}
		for _, format := range []output.Format{output.Table, output.JSONL} {
			b.out.Reset()
			reads := 0
			b.slept = func() {
				if reads++; reads > 1 {
					b.ecs.Fail("*", -1, ecsfake.Exception("Evil", payload))
				}
			}
			_ = b.shell.Watch(stopAfter(t, b, 3), []Source{b.source}, WatchOptions{Scope: b.scope("checkout", ""), Format: format, Refresh: LeastTimeout})
			harmless(t, "watch as "+string(format), payload, b.out.String(), format)
			b.ecs.Heal()
		}
		for _, format := range []output.Format{output.Table, output.JSON} {
			c := newChanger(t, world)
			c.ecs.Fail("DeleteTaskSet", 1, ecsfake.Exception("InvalidParameterException", payload))
			err := c.change(setTwo, ChangeOptions{Yes: true, Name: "checkout", Format: format})
			harmless(t, "delete as "+string(format), payload, c.out.String()+c.err.String()+clean.Text(fmt.Sprint(err)), format)
			_ = c.wait("checkout", setTwo, "primary", time.Minute)
			harmless(t, "wait", payload, c.out.String()+c.err.String(), format)
		}
	}
}

func harmless(t *testing.T, what, payload, text string, format output.Format) {
	t.Helper()
	for _, r := range text {
		if r == '\n' || r == '\t' && format == output.TSV {
			continue
		}
		if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp, unicode.Variation_Selector) {
			t.Errorf("%s of %q lets %U through", what, payload, r)
			return
		}
	}
}
