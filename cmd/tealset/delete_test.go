//go:build linux || darwin

package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/gofrs/flock"
	"github.com/google/go-cmp/cmp"

	"tealset/cmd/tealset/audit"
	"tealset/ecsapi/ecsfake"
	"tealset/ui/dialog"
)

// Keys as a terminal sends them.
const (
	ctrlC    = "\x03"
	ctrlD    = "\x04"
	esc      = "\x1b"
	enter    = "\r"
	tab      = "\t"
	shiftTab = "\x1b[Z"
)

// The ARNs of the shop.
const (
	shopARN     = "arn:aws:ecs:eu-west-1:123456789012:cluster/shop"
	checkoutARN = "arn:aws:ecs:eu-west-1:123456789012:service/shop/checkout"
)

// operator is a person at a session that looks at an ECS on loopback, and what
// stays when the session has ended.
type operator struct {
	*session
	ecs   *ecsfake.Server
	trail string
}

// operate opens checkout, a service of the shop.
func operate(t *testing.T, variables ...string) *operator {
	t.Helper()
	return operateBehind(t, nil, "checkout", variables...)
}

// operateBehind opens a service of the shop through something that stands before ECS.
func operateBehind(t *testing.T, before func(http.Handler) http.Handler, service string, variables ...string) *operator {
	t.Helper()
	ecs := ecsfake.New(time.Now, shop())
	var handler http.Handler = ecs
	if before != nil {
		handler = before(handler)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return operateAt(t, ecs, server.URL, service, variables...)
}

// operateAt opens a service of the shop of an ECS at an address.
func operateAt(t *testing.T, ecs *ecsfake.Server, endpoint, service string, variables ...string) *operator {
	t.Helper()
	state := t.TempDir()
	o := &operator{ecs: ecs, trail: filepath.Join(state, "tealset", "audit.jsonl")}
	o.again(t, service, append([]string{"XDG_STATE_HOME=" + state, "AWS_ENDPOINT_URL=" + endpoint}, variables...))
	return o
}

// again starts the program, as the first time or after its end.
func (o *operator) again(t *testing.T, service string, variables []string) {
	t.Helper()
	o.session = start(t, append([]string{"AWS_ACCESS_KEY_ID=AKID", "AWS_SECRET_ACCESS_KEY=secret"}, variables...),
		"--region", "eu-west-1", "--cluster", "shop", "--service", service)
	o.see("ACTIVE", "steady")
}

// ask opens the dialog for the ACTIVE set of checkout, which stands second, and
// waits until it takes input.
func (o *operator) ask() {
	o.t.Helper()
	o.press("j" + ctrlD)
	o.armed()
}

// armed waits until the dialog takes keys.
func (o *operator) armed() {
	o.t.Helper()
	o.until(func() bool { return o.shows([]string{"Delete task set"}) && !o.shows([]string{"not ready"}) })
}

// until waits until the screen is as wanted.
func (o *operator) until(so func() bool) {
	o.t.Helper()
	deadline := time.Now().Add(patience)
	defer time.AfterFunc(patience, o.changed.Broadcast).Stop()
	o.mu.Lock()
	defer o.mu.Unlock()
	for !so() {
		if time.Now().After(deadline) || closed(o.exited) {
			o.t.Fatalf("the screen stays as it is:\n%s", o.screen)
		}
		o.changed.Wait()
	}
}

// alone presses a key that presses or toggles, until that is done: on a slow machine
// it may come too soon after the one before.
func (o *operator) alone(keys string, done func() bool) {
	o.t.Helper()
	for tooQuick := true; tooQuick; {
		time.Sleep(2 * dialog.Alone) // as a person does
		o.press(keys)
		o.until(func() bool {
			tooQuick = !done()
			return !tooQuick || o.shows([]string{"too quick"})
		})
	}
	time.Sleep(2 * dialog.Alone) // a key that comes sooner would come with it
}

// confirm goes to Delete and presses it.
func (o *operator) confirm() {
	o.t.Helper()
	for !o.now("[ Delete ]") { // one that came before the dialog took keys is dropped
		o.press("y")
		time.Sleep(dialog.Quiet + dialog.Alone)
	}
	o.alone(enter, func() bool { return !o.shows([]string{"[ Delete ]"}) || o.shows([]string{"reading it again"}) })
}

// quit leaves, once keys are not swallowed any more that may be meant for the dialog.
func (o *operator) quit() {
	o.t.Helper()
	time.Sleep(dialog.Quiet + dialog.Alone)
	o.press("q")
}

// cancel presses Cancel, which has the focus.
func (o *operator) cancel() {
	o.t.Helper()
	o.alone(enter, func() bool { return !o.shows([]string{"Delete task set"}) })
}

// force ticks the box, which is before Cancel and the name.
func (o *operator) force(stopsBefore int) {
	o.t.Helper()
	o.press(strings.Repeat(shiftTab, stopsBefore))
	o.alone("f", func() bool { return o.shows([]string{"[x] force"}) })
}

// lines are the kinds and outcomes of the audit trail.
func (o *operator) lines() []string {
	o.t.Helper()
	records, damaged, err := audit.Read(o.trail)
	if err != nil || damaged > 0 {
		o.t.Errorf("the audit trail: %d damaged lines, %v", damaged, err)
	}
	return kinds(records)
}

// kinds are the kinds and outcomes of lines.
func kinds(records []audit.Record) []string {
	var lines []string
	for _, record := range records {
		lines = append(lines, strings.TrimSpace(string(record.Kind)+" "+string(record.Outcome)))
	}
	return lines
}

// The delete matrix: for everything that a person, a terminal, a network or ECS can
// do around a confirmation, how many DeleteTaskSet requests ECS gets (never two),
// what the screen says, what the audit trail has, and the exit code; the terminal
// is as it was.
func TestDeleteMatrix(t *testing.T) {
	t.Parallel()
	intent, accepted := "intent", []string{"intent", "outcome accepted"}
	for name, test := range map[string]struct {
		service   string
		variables []string
		fault     *ecsfake.Fault                       // of the DeleteTaskSet
		before    func(next http.Handler) http.Handler // stands before ECS; nil for nothing
		act       func(o *operator)
		requests  int
		trail     []string
		code      int
	}{
		"Cancel":        {act: func(o *operator) { o.ask(); o.cancel() }},
		"esc":           {act: func(o *operator) { o.ask(); o.press(esc); o.closed() }},
		"n":             {act: func(o *operator) { o.ask(); o.press("n"); o.closed() }},
		"enter at once": {act: func(o *operator) { o.press("j" + ctrlD + enter + enter); o.armed(); o.press(esc); o.closed() }},
		"held enter": {act: func(o *operator) {
			o.press("j" + ctrlD)
			o.see("Delete task set")
			for range 60 { // as a keyboard repeats, and for longer than the quiet time
				o.press(enter)
				time.Sleep(30 * time.Millisecond)
			}
			o.see("not ready", "[ Cancel ]")
			o.press(esc)
			o.closed()
		}},
		"held y": {act: func(o *operator) {
			o.ask()
			for range 60 {
				o.press("y")
				time.Sleep(30 * time.Millisecond)
			}
			o.see("[ Delete ]")
			o.press(esc)
			o.closed()
		}},
		"pasted without marks": {act: func(o *operator) {
			o.ask()
			o.press("fly-by-day-deploy-4711" + enter)
			o.see("[ Delete ]", "too quick", "[ ] force")
			o.press(esc)
			o.closed()
		}},
		"pasted without marks, from a newline on": {act: func(o *operator) {
			o.ask()
			o.press("y")
			o.see("[ Delete ]")
			time.Sleep(2 * dialog.Alone)
			o.press(enter + "fly-by-day" + enter)
			o.see("nothing was sent: other keys came with enter", "[ Cancel ]", "[ ] force")
			o.press(esc)
			o.closed()
		}},
		"typed ahead": {act: func(o *operator) { o.press("j" + ctrlD + "y" + tab + enter + "y"); o.armed(); o.press(esc); o.closed() }},
		"pasted": {act: func(o *operator) {
			o.ask()
			o.press("\x1b[200~y\r\ty\x1b[201~")
			o.force(1)
			o.press(esc)
			o.closed()
		}},
		"a wrong name": {act: func(o *operator) {
			o.press(ctrlD)
			o.armed()
			o.force(2)
			o.press(tab + "checkuot" + tab + tab)
			o.see("[ Delete ]", "checkuot")
			o.press(enter)
			time.Sleep(2 * dialog.Alone)
			o.press(enter)
			o.press(esc)
			o.closed()
		}},
		"y alone": {act: func(o *operator) { o.ask(); o.press("y"); o.see("[ Delete ]"); o.press(esc); o.closed() }},
		"a reply that is cut in two": {act: func(o *operator) {
			o.ask()
			o.press("\x1b[?2026;2")
			time.Sleep(100 * time.Millisecond) // the terminal's escape time is over
			o.press("$y" + enter)
			time.Sleep(time.Second + dialog.Quiet)
			if o.now("Delete task set") { // the cut may also have come right behind the escape, which cancels
				o.press(esc)
				o.closed()
			}
		}},
		"a name that is typed while counts go up": {
			service:  "lonely",
			act:      func(o *operator) { o.typesWhileItRuns(3) },
			requests: 1, trail: accepted,
		},
		"a name that is typed while counts go down": {
			service:  "lonely",
			act:      func(o *operator) { o.typesWhileItRuns(1) },
			requests: 1, trail: accepted,
		},
		"a name that is typed while the set goes": {
			service: "lonely",
			act: func(o *operator) {
				o.press(ctrlD)
				o.armed()
				o.press(shiftTab + "lon")
				o.see("lon")
				o.ecs.Remove(o.setOf("lonely"))
				o.see("was deleted by somebody else", "Close", "lon")
				o.press("ely" + tab + enter + "y" + enter)
				o.see("was deleted by somebody else")
				o.press(esc)
				o.closed()
			},
		},
		"stopped with the dialog open": {act: func(o *operator) {
			o.ask()
			o.press("y")
			o.see("[ Delete ]")
			o.press(ctrlZ + enter)
			o.armed()
			o.see("[ Delete ]")
			o.press(esc)
			o.closed()
		}},
		"a terminal of 60x15": {
			act: func(o *operator) {
				o.resize(60, 15)
				o.press("j" + ctrlD)
				o.armed()
				o.see("more lines")
				o.confirm()
				o.see("is DRAINING")
			},
			requests: 1, trail: accepted,
		},
		"an answer after 12 seconds": {
			fault:    new(ecsfake.Slow(12 * time.Second)),
			act:      func(o *operator) { o.ask(); o.confirm(); o.see("deleting…"); o.see("is DRAINING") },
			requests: 1, trail: accepted,
		},
		"an answer after 25 seconds": {
			fault: new(ecsfake.Slow(25 * time.Second)),
			act: func(o *operator) {
				o.ask()
				o.confirm()
				o.see("deleting…")
				time.Sleep(20 * time.Second) // of the 25, so that the rest is well within a test's patience
				o.see("is DRAINING")
			},
			requests: 1, trail: accepted,
		},
		"a disk that is slow": {
			act: func(o *operator) {
				o.ask()
				release := o.holdTrail()
				o.confirm()
				o.see("deleting…")
				release()
				o.see("is DRAINING")
			},
			requests: 1, trail: accepted,
		},
		"a disk that is too slow": {act: func(o *operator) {
			o.ask()
			release := o.holdTrail()
			o.confirm()
			o.see("was not deleted: the audit trail cannot be written", "Nothing was sent")
			release()
		}},
		"a clock that is 30 minutes off": {
			before:   laterBy(30 * time.Minute),
			act:      func(o *operator) { o.ask(); o.confirm(); o.see("is DRAINING") },
			requests: 1, trail: accepted,
		},
		"a redirect": {
			before: redirectsDeletes,
			act:    func(o *operator) { o.ask(); o.confirm(); o.see("outcome unknown") },
			trail:  []string{intent, "outcome unknown"}, code: exitOpen,
		},
		"y twice": {act: func(o *operator) { o.ask(); o.press("yy"); o.see("[ Delete ]"); o.press(esc); o.closed() }},
		"tab, y and enter": {
			act:      func(o *operator) { o.ask(); o.press(tab); o.confirm(); o.see("is DRAINING") },
			requests: 1, trail: accepted,
		},
		"resized in between": {
			act: func(o *operator) {
				o.ask()
				o.resize(100, 30)
				o.see("DeleteTaskSet force=false")
				o.armed()
				o.confirm()
				o.see("is DRAINING")
			},
			requests: 1, trail: accepted,
		},
		"changed in between": {act: func(o *operator) {
			o.ask()
			o.ecs.Overlay(o.set(), map[string]any{"scale": map[string]any{"value": 75, "unit": "PERCENT"}})
			o.confirm()
			o.see("nothing was sent: it has changed since you were asked", "scale 50% → 75%")
			o.armed()
			o.press(esc)
			o.closed()
		}},
		"the service is gone": {act: func(o *operator) {
			o.ask()
			o.ecs.Remove(checkoutARN)
			o.confirm()
			o.see("nothing was sent")
			o.armed()
			o.press(esc)
			o.closed()
		}},
		"PRIMARY without force": {act: func(o *operator) {
			o.press(ctrlD)
			o.armed()
			o.press("y")
			o.see("[ Delete ]", "ECS refuses unless forced")
			o.press(enter)
			o.force(3)
			o.press(esc)
			o.closed()
		}},
		"PRIMARY with force and the name": {
			act: func(o *operator) {
				o.press(ctrlD)
				o.armed()
				o.force(2)
				o.press(tab + "checkout" + tab)
				o.confirm()
				o.see("is DRAINING")
			},
			requests: 1, trail: accepted,
		},
		"the last capacity": {
			service: "lonely",
			act: func(o *operator) {
				o.press(ctrlD)
				o.armed()
				o.see("the only set with running tasks")
				o.press(shiftTab + "lonely" + tab)
				o.confirm()
				o.see("is DRAINING")
			},
			requests: 1, trail: accepted,
		},
		"read-only": {
			variables: []string{"TEALSET_READ_ONLY=1"},
			act: func(o *operator) {
				o.press("j" + ctrlD)
				o.see("READ-ONLY: nothing can be deleted")
			},
		},
		"the trail cannot be written": {
			variables: []string{"XDG_STATE_HOME=/dev/null/nowhere"},
			act: func(o *operator) {
				o.ask()
				o.confirm()
				o.see("the audit trail cannot be written", "Nothing was sent")
			},
		},
		"throttled": {
			fault:    new(ecsfake.Throttled()),
			act:      func(o *operator) { o.ask(); o.confirm(); o.see("not deleted: ECS throttles") },
			requests: 1, trail: []string{intent, "outcome refused"},
		},
		"no answer": {
			fault:    new(ecsfake.Slow(time.Minute)),
			act:      func(o *operator) { o.ask(); o.confirm(); o.see("outcome unknown") },
			requests: 1, trail: []string{intent, "outcome unknown"}, code: exitOpen,
		},
		"reset before it took effect": {
			fault:    new(ecsfake.Dropped()),
			act:      func(o *operator) { o.ask(); o.confirm(); o.see("outcome unknown", "is ACTIVE") },
			requests: 1, trail: []string{intent, "outcome unknown"}, code: exitOpen,
		},
		"reset after it took effect": {
			fault:    new(ecsfake.Dropped().Late()),
			act:      func(o *operator) { o.ask(); o.confirm(); o.see("is DRAINING") },
			requests: 1, trail: []string{intent, "outcome unknown", "resolved accepted"},
		},
		"an empty answer": {
			fault:    new(ecsfake.Empty().Late()),
			act:      func(o *operator) { o.ask(); o.confirm(); o.see("is DRAINING") },
			requests: 1, trail: []string{intent, "outcome unknown", "resolved accepted"},
		},
		"gone already": {
			fault:    new(ecsfake.Exception("TaskSetNotFoundException", "TaskSet not found.")),
			act:      func(o *operator) { o.ask(); o.confirm(); o.see("was gone already") },
			requests: 1, trail: []string{intent, "outcome gone"},
		},
		"q in flight": {
			fault:    new(ecsfake.Slow(6 * time.Second)),
			act:      func(o *operator) { o.inFlight(); o.quit(); o.see("has not answered a deletion yet") },
			requests: 1, trail: accepted,
		},
		"q held in flight": {
			fault: new(ecsfake.Slow(6 * time.Second)),
			act: func(o *operator) {
				o.inFlight()
				time.Sleep(dialog.Quiet + dialog.Alone)
				o.press("q")
				time.Sleep(500 * time.Millisecond) // until a keyboard repeats
				for range 30 {
					o.press("q")
					time.Sleep(30 * time.Millisecond)
				}
				o.see("has not answered a deletion yet")
				o.see("is DRAINING")
			},
			requests: 1, trail: accepted,
		},
		"ctrl+c in flight": {
			fault: new(ecsfake.Slow(2 * time.Second)), act: func(o *operator) { o.inFlight(); o.press(ctrlC) },
			requests: 1, trail: accepted, code: 130,
		},
		"SIGTERM in flight": {
			fault: new(ecsfake.Slow(2 * time.Second)), act: func(o *operator) { o.inFlight(); o.signal(syscall.SIGTERM) },
			requests: 1, trail: accepted, code: 143,
		},
		"SIGHUP in flight": {
			fault: new(ecsfake.Slow(2 * time.Second)), act: func(o *operator) { o.inFlight(); o.signal(syscall.SIGHUP) },
			requests: 1, trail: accepted, code: 129,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			service := "checkout"
			if test.service != "" {
				service = test.service
			}
			o := operateBehind(t, test.before, service, test.variables...)
			if test.fault != nil {
				o.ecs.Fail("DeleteTaskSet", 1, *test.fault)
			}
			test.act(o)
			o.cameTo(test.requests, test.trail, test.code)
		})
	}
}

// cameTo leaves where nothing has ended the program yet, and checks what it came to: the
// requests that ECS got, the trail, the exit code, and that the terminal is as it was.
func (o *operator) cameTo(requests int, trail []string, code int) {
	o.t.Helper()
	if code == 0 || code == exitOpen {
		o.quit()
	}
	o.exits(code)
	o.leavesTheTerminalAsItWas()
	if sent := o.ecs.Count("DeleteTaskSet"); sent != requests {
		o.t.Errorf("%d DeleteTaskSet requests, not %d", sent, requests)
	}
	if lines := o.lines(); !slices.Equal(lines, trail) {
		o.t.Errorf("the audit trail has %q, not %q", lines, trail)
	}
	if told := strings.Contains(o.output(), "aws ecs describe-task-sets --cluster "+shopARN); told != (code == exitOpen) {
		o.t.Errorf("the command that tells the outcome is printed: %t", told)
	}
}

// inFlight confirms a deletion whose answer takes a while.
func (o *operator) inFlight() {
	o.t.Helper()
	o.ask()
	o.confirm()
	o.see("deleting…")
	for deadline := time.Now().Add(patience); o.ecs.Count("DeleteTaskSet") == 0; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			o.t.Fatal("nothing was sent")
		}
	}
}

// typesWhileItRuns confirms the deletion of lonely's set, whose running count becomes
// another one in the middle of the name.
func (o *operator) typesWhileItRuns(tasks int) {
	o.t.Helper()
	o.press(ctrlD)
	o.armed()
	o.press(shiftTab + "lon")
	o.see("lon")
	o.ecs.Overlay(o.setOf("lonely"), map[string]any{"runningCount": tasks})
	o.see(fmt.Sprintf("running %d", tasks))
	o.press("ely" + tab)
	o.confirm()
	o.see("is DRAINING")
}

// setOf is the ARN of the first set of a service, as the dialog shows it.
func (o *operator) setOf(service string) string {
	o.t.Helper()
	return strings.Replace(o.set(), "/checkout/", "/"+service+"/", 1)
}

// holdTrail keeps tealset from the audit trail, as a disk does that takes its time.
func (o *operator) holdTrail() (release func()) {
	o.t.Helper()
	if err := os.MkdirAll(filepath.Dir(o.trail), 0o700); err != nil {
		o.t.Fatal(err)
	}
	held := flock.New(o.trail + ".lock")
	if err := held.Lock(); err != nil {
		o.t.Fatal(err)
	}
	if err := os.Chmod(held.Path(), 0o600); err != nil {
		o.t.Fatal(err)
	}
	return func() { _ = held.Unlock() }
}

// laterBy is a server whose clock is ahead, and which takes no request that was signed
// more than five minutes before that.
func laterBy(ahead time.Duration) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			now := time.Now().Add(ahead)
			w.Header().Set("Date", now.UTC().Format(http.TimeFormat))
			signed, err := time.Parse("20060102T150405Z", r.Header.Get("X-Amz-Date"))
			if err != nil || now.Sub(signed).Abs() > 5*time.Minute {
				w.Header().Set("Content-Type", "application/x-amz-json-1.1")
				w.WriteHeader(http.StatusBadRequest)
				_, _ = io.WriteString(w, `{"__type":"InvalidSignatureException","message":"Signature expired: 20261126T000000Z is now earlier than 20261126T010000Z"}`)
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}

// redirectsDeletes sends every DeleteTaskSet on to another place.
func redirectsDeletes(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.Header.Get("X-Amz-Target"), ".DeleteTaskSet") {
			http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// set is the ARN of checkout's ACTIVE set.
func (o *operator) set() string {
	o.t.Helper()
	o.mu.Lock()
	defer o.mu.Unlock()
	_, rest, _ := strings.Cut(o.screen.String(), "ecs-svc/")
	id, _, _ := strings.Cut(rest, " ")
	return strings.Replace(checkoutARN, ":service/", ":task-set/", 1) + "/ecs-svc/" + id
}

// now tells whether a text is on the screen.
func (o *operator) now(text string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.shows([]string{text})
}

// closed waits until the dialog is not on the screen any more.
func (o *operator) closed() {
	o.t.Helper()
	o.until(func() bool { return !o.shows([]string{"Delete task set"}) })
}

func (o *operator) resize(width, height int) {
	o.t.Helper()
	o.mu.Lock()
	o.screen.Resize(width, height)
	o.mu.Unlock()
	if err := pty.Setsize(o.terminal, &pty.Winsize{Rows: uint16(height), Cols: uint16(width)}); err != nil { //nolint:gosec // Sizes of terminals.
		o.t.Fatal(err)
	}
}

// A process that is killed leaves an intent; the next start tells of it, looks at
// the set, and writes down what it found.
func TestKilledProcessIsToldOfByTheNextStart(t *testing.T) {
	t.Parallel()
	o := operate(t)
	o.ecs.Fail("DeleteTaskSet", 1, ecsfake.Slow(time.Minute).Late())
	o.inFlight()
	variables := o.cmd.Env
	o.signal(syscall.SIGKILL)
	o.ends()
	if lines := o.lines(); !slices.Equal(lines, []string{"intent"}) {
		t.Fatalf("the audit trail has %q", lines)
	}
	o.session = start(t, variables, "--region", "eu-west-1")
	o.see("is DRAINING", "It was sent")
	o.quit()
	o.exits(0)
	if lines := o.lines(); !slices.Equal(lines, []string{"intent", "resolved accepted"}) {
		t.Errorf("the audit trail has %q", lines)
	}
	if sent := o.ecs.Count("DeleteTaskSet"); sent != 1 {
		t.Errorf("%d DeleteTaskSet requests", sent)
	}
}

// Without an audit trail the header says so, and nothing is written.
func TestNoAuditIsSaidInTheHeader(t *testing.T) {
	t.Parallel()
	o := operate(t)
	o.quit()
	o.exits(0)
	variables := o.cmd.Env
	o.session = start(t, variables, "--region", "eu-west-1", "--cluster", "shop", "--service", "checkout", "--no-audit")
	o.see("NO AUDIT", "ACTIVE")
	o.ask()
	o.confirm()
	o.see("is DRAINING")
	o.quit()
	o.exits(0)
	if lines := o.lines(); len(lines) > 0 {
		t.Errorf("the audit trail has %q", lines)
	}
}

// shop is a service in the middle of a rollout, in which nothing moves by itself,
// and one whose only tasks are those of a set that is not PRIMARY.
func shop() ecsfake.World {
	return ecsfake.World{Clusters: []ecsfake.Cluster{{Name: "shop", Services: []ecsfake.Service{
		{Name: "checkout", Controller: ecsfake.External, Desired: 4, TaskSets: []ecsfake.TaskSet{
			{Status: ecsfake.Primary, Revision: 41, Age: 72 * time.Hour},
			{Status: ecsfake.Active, Revision: 42, Age: time.Hour, Scale: new(50.0)},
		}},
		{Name: "lonely", Controller: ecsfake.External, Desired: 2, TaskSets: []ecsfake.TaskSet{
			{Status: ecsfake.Active, Revision: 7, Age: 72 * time.Hour},
		}},
	}}}}
}

// Two deletions at once: each is sent once, and each gets its own answer, whichever
// comes first.
func TestTwoDeletionsAtOnceKeepTheirOwnAnswers(t *testing.T) {
	t.Parallel()
	o := operate(t)
	gate := ecsfake.NewGate()
	o.ecs.Fail("DeleteTaskSet", 1, gate.Hold())
	o.ask()
	first := o.set()
	o.confirm()
	o.see("deleting…")
	o.ecs.Fail("DeleteTaskSet", 1, ecsfake.Exception("InvalidParameterException", "Primary TaskSet cannot be deleted."))
	time.Sleep(dialog.Quiet + dialog.Alone)
	o.press("k" + ctrlD)
	o.armed()
	o.force(2)
	o.press(tab + "checkout" + tab)
	o.confirm()
	o.see("was not deleted: ECS refuses to delete the PRIMARY")
	gate.Open()
	o.see("DRAINING")
	o.quit()
	o.exits(0)
	records, _, err := audit.Read(o.trail)
	if err != nil {
		t.Fatal(err)
	}
	outcomes := map[bool]string{}
	for _, record := range records {
		outcomes[record.TaskSet == first] += string(record.Kind) + " " + string(record.Outcome) + ","
	}
	want := map[bool]string{true: "intent ,outcome accepted,", false: "intent ,outcome refused,"}
	if diff := cmp.Diff(want, outcomes); diff != "" {
		t.Error(diff)
	}
	if sent := o.ecs.Count("DeleteTaskSet"); sent != 2 {
		t.Errorf("%d DeleteTaskSet requests", sent)
	}
}
