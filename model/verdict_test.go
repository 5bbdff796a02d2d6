package model

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "make the table of docs/verdicts.md anew")

// The table in docs/verdicts.md is that of the code.
func TestVerdictsInTheDocs(t *testing.T) {
	const path, begin, end = "../docs/verdicts.md", "-update` -->\n", "<!-- /verdicts -->"
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, _ := strings.Cut(string(text), begin)
	table, after, ok := strings.Cut(rest, end)
	if !ok {
		t.Fatal("docs/verdicts.md has no place for the table")
	}
	var want strings.Builder
	want.WriteString("\n| word | tier | when | what to do |\n|---|---|---|---|\n")
	for _, v := range Verdicts() {
		fmt.Fprintf(&want, "| **%s** | %s | %s | %s |\n", v.Word, v.Tier, v.When, v.Advice)
	}
	want.WriteString("\n")
	if table == want.String() {
		return
	}
	if !*update {
		t.Fatalf("docs/verdicts.md has another table; run this test with -update\n%s", want.String())
	}
	if err := os.WriteFile(path, []byte(before+begin+want.String()+end+after), 0o600); err != nil { //nolint:gosec // this repository's own documentation
		t.Fatal(err)
	}
}

// The table goes from the worst tier to the least, with one line for each word. In brief
// each is short enough for one line of a column of the help.
func TestVerdictsAreInTheOrderOfTheirTiers(t *testing.T) {
	t.Parallel()
	words := map[string]bool{}
	last := Broken
	for _, v := range Verdicts() {
		if v.Word == "" || v.Brief == "" || len(v.Brief) > 26 || v.When == "" || v.Advice == "" || words[v.Word] || v.Tier > last {
			t.Errorf("%+v", v)
		}
		words[v.Word], last = true, v.Tier
	}
}

// The numbers in the table are those of the code.
func TestVerdictsTellTheNumbersOfTheCode(t *testing.T) {
	t.Parallel()
	when := map[string]string{}
	for _, v := range Verdicts() {
		when[v.Word] = v.When
	}
	for number, word := range map[string]string{
		fmt.Sprintf("%g minutes", StuckAfter.Minutes()):                            "stuck",
		fmt.Sprintf("%d of its tasks", FailsAgain):                                 "stuck",
		fmt.Sprintf("for %g minutes", StuckAfter.Minutes()):                        "lingers",
		fmt.Sprintf("%d task set slots", MaxTaskSets):                              "full",
		fmt.Sprintf("%g days with", (CodeDeployHoldsFor+LeftOverAfter).Hours()/24): "leftover",
		fmt.Sprintf("created less than %g minutes", NewFor.Minutes()):              "starting",
		fmt.Sprintf("scaled up less than %g minutes", NewFor.Minutes()):            "scaling",
	} {
		if !strings.Contains(when[word], number) {
			t.Errorf("%s: %q does not tell %q", word, when[word], number)
		}
	}
}

// Each verdict has data that gives it, and data just beside that which gives another.
func TestEveryVerdictHasItsDataAndTheDataBesideIt(t *testing.T) {
	t.Parallel()
	const primary, active = StatusPrimary, StatusActive
	blue, green := setOf(1, primary, 4), setOf(2, active, 4)
	fresh := green.with(updated(ago(minute)))
	gone := func(n int) TaskSet { return setOf(n, StatusDraining, 1) }
	status := func(status string) Service { return checkout(blue).with(func(s *Service) { s.Status = status }) }
	none := func(s *Service) { s.Desired = 0 }
	codeDeploy := controlledBy(ControllerCodeDeploy)
	old := deployment(active, RolloutCompleted, 4, 4)
	under := deployment(primary, RolloutInProgress, 4, 4)
	broke := deployment(active, RolloutFailed, 2, 4).with(func(d *Deployment) { d.RolloutStateReason = "rolling back to deploymentId ecs-svc/7." })
	outOf := func(running, before, wanted int32) Service {
		was := checkout(setOf(1, primary, before))
		now := checkout(setOf(1, primary, running).with(wanting(wanted))).with(func(s *Service) { s.Desired = wanted })
		return was.Replace(now, ago(minute))
	}
	cases := map[string]struct {
		gives, beside Service
		word          string // of the data beside it
	}{
		"gone":     {checkout(blue).Failed(ReasonMissing), checkout(blue).Failed("UNAUTHORIZED"), "unauthorized"},
		"empty":    {checkout(gone(1)), checkout(gone(1)).with(none), "draining"},
		"short":    {checkout(setOf(1, primary, 3).with(wanting(4)), fresh), checkout(blue, fresh), "two live"},
		"stuck":    {checkout(blue, green.with(stabilizing(ago(StuckAfter)))), checkout(blue, green.with(stabilizing(ago(StuckAfter-1)))), "rollout"},
		"failed":   {rolling(deployment(primary, RolloutFailed, 4, 4)), rolling(deployment(primary, RolloutCompleted, 4, 4)), "steady"},
		"doubled":  {checkout(blue, setOf(2, primary, 4)), checkout(blue, fresh), "two live"},
		"full":     {checkout(blue, gone(2), gone(3), gone(4), gone(5)), checkout(blue, gone(2), gone(3), gone(4)), "draining"},
		"lingers":  {checkout(blue, gone(2).with(updated(ago(StuckAfter)))), checkout(blue, gone(2).with(updated(ago(StuckAfter-1)))), "draining"},
		"leftover": {checkout(blue, green.with(updated(ago(LeftOverAfter)))), checkout(blue, green.with(updated(ago(LeftOverAfter-1)))), "two live"},
		"headless": {checkout(setOf(1, primary, 0), fresh), checkout(blue, fresh), "two live"},
		"partial":  {checkout(setOf(1, primary, 3)), checkout(blue), "steady"},
		"starting": {checkout(setOf(1, primary, 0).with(wanting(4), created(ago(NewFor-1)))), checkout(setOf(1, primary, 0).with(wanting(4), created(ago(NewFor)))), "short"},
		"scaling":  {outOf(4, 4, 10), outOf(3, 4, 10), "short"},
		"rollback": {
			rolling(deployment(primary, RolloutInProgress, 2, 4).with(young), broke),
			rolling(deployment(primary, RolloutInProgress, 2, 4).with(young), broke.with(func(d *Deployment) { d.RolloutStateReason = "" })), "rollout",
		},
		"rollout":  {rolling(under, old), rolling(deployment(primary, RolloutInProgress, 3, 4), old), "stuck"},
		"settling": {checkout(blue.with(stabilizing(ago(minute)))), checkout(blue.with(stabilizing(ago(minute))), fresh), "rollout"},
		"waiting":  {checkout(blue, fresh).with(codeDeploy), checkout(blue, fresh), "two live"},
		"two live": {checkout(blue, fresh), checkout(blue), "steady"},
		"draining": {checkout(blue, gone(2)), checkout(blue), "steady"},
		"inactive": {status("INACTIVE"), status(ServiceActive), "steady"},
		"idle":     {checkout(setOf(1, primary, 0)).with(none), checkout(blue).with(none), "steady"},
		"steady":   {checkout(blue), checkout(setOf(1, primary, 3).with(wanting(4))), "short"},
	}
	for _, v := range Verdicts() {
		c, ok := cases[v.Word]
		delete(cases, v.Word)
		if !ok {
			t.Errorf("%s has no data here", v.Word)
			continue
		}
		judge(t, []verdictCase{{v.Word, c.gives, v.Tier, v.Word}})
		if got := c.beside.Health(noon); got.Word != c.word {
			t.Errorf("beside %s: %q (%s), want %q", v.Word, got.Word, got.Reason, c.word)
		}
	}
	if len(cases) > 0 {
		t.Errorf("not in the table: %v", slices.Collect(maps.Keys(cases)))
	}
}
