package ui

import (
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/ecsapi/ecsfake"
	"tealset/model"
	"tealset/model/change"
	"tealset/ui/dialog"
	"tealset/ui/feed"
)

// The ten rules of docs/architecture.md, "How data flows"; each test names its own.

// Rule 1: one read at a time for each page; no number of refresh keys makes a
// second chain of timers.
func TestRule1RefreshKeysNeverMultiplyReads(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		for range 50 {
			d.press("r")
		}
		before := d.ecs.Count("DescribeServices")
		d.wait(time.Minute)
		if reads := d.ecs.Count("DescribeServices") - before; reads > 12 {
			t.Errorf("%d reads in a minute at one in five seconds", reads)
		}
	})
}

// Rule 1: a slow API slows the poll by itself: the next read is due only after the
// answer of the last.
func TestRule1SlowAnswersNeverOverlap(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.ecs.Fail("DescribeServices", 1000, ecsfake.Slow(9*time.Second))
		before := d.ecs.Count("DescribeServices")
		d.wait(5 * time.Minute)
		if reads := d.ecs.Count("DescribeServices") - before; reads > 5*60/14+1 {
			t.Errorf("%d reads in five minutes of answers that take nine seconds", reads)
		}
	})
}

// Rule 2: a write stops the read under way, whatever that would have said: when it
// is sent, and once more when it is answered.
func TestRule2ReadFromBeforeTheWriteIsDropped(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		stale, _ := d.m.boardService()
		stale.Desired = 77
		d.ecs.Fail("DeleteTaskSet", 1, ecsfake.Slow(2*time.Second))
		d.on("ACTIVE")
		d.press("ctrl+d")
		d.wait(armAfter)
		beforeSent := d.m.poll().Token()
		d.confirm()
		d.see("deleting…")
		d.wait(dialog.Quiet)
		d.send(feed.ValueMsg[model.Service]{Token: beforeSent, Value: stale, At: time.Now()})
		d.seeNot("/77")

		d.ecs.Fail("DescribeServices", 1, ecsfake.Slow(10*time.Second))
		d.press("r")
		beforeAnswered := d.m.poll().Token()
		if _, reading := d.m.poll().Reading(); !reading {
			t.Fatal("no read is under way")
		}
		d.wait(2 * time.Second)
		d.see("DRAINING")
		d.send(feed.ValueMsg[model.Service]{Token: beforeAnswered, Value: stale, At: time.Now()})
		d.seeNot("/77")
	})
}

// Rule 2: the write's own answer is never dropped, wherever the person has gone.
func TestRule2AnswerOfAWriteIsNeverDropped(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.ecs.Fail("DeleteTaskSet", 1, ecsfake.Slow(3*time.Second))
		d.on("ACTIVE")
		d.press("ctrl+d")
		d.wait(armAfter)
		d.confirm()
		d.wait(dialog.Quiet)
		d.press("r", "esc", "r")
		d.wait(3 * time.Second)
		d.see("is DRAINING")
	})
}

// Rule 2: while a change is on its way no read starts that its answer would cancel: from
// the confirmation on, ECS is asked about the target alone. Reads go on where the answer
// takes long, and after it.
func TestRule2NoReadStartsBesideAWrite(t *testing.T) {
	for _, width := range []int{80, 140} {
		drive(t, shop(), checkout, func(d *driver) {
			d.send(tea.WindowSizeMsg{Width: width, Height: 40})
			d.wait(30 * time.Second)
			d.on("ACTIVE")
			d.press("ctrl+d")
			d.wait(armAfter)
			d.slowly("y")
			d.ecs.Fail("DescribeServices", 1, ecsfake.Slow(14*time.Second))
			d.ecs.Fail("DeleteTaskSet", 1, ecsfake.Slow(800*time.Millisecond))
			d.wait(dialog.Alone)
			before := d.ecs.Count("DescribeServices")
			d.press("enter")
			d.wait(14*time.Second + 700*time.Millisecond)
			d.deletes(1)
			d.see("deleting…")
			if reads := d.ecs.Count("DescribeServices") - before; reads != 1 {
				t.Errorf("at width %d, %d reads from the confirmation to the answer, not one of the target", width, reads)
			}
			d.wait(time.Second)
			d.see("is DRAINING")
			if d.ecs.Count("DescribeServices") == before+1 {
				t.Error("nothing is read after the answer")
			}
		})
	}
	drive(t, shop(), checkout, func(d *driver) {
		d.ecs.Fail("DeleteTaskSet", 1, ecsfake.Slow(20*time.Second))
		d.on("ACTIVE")
		d.press("ctrl+d")
		d.wait(armAfter)
		d.confirm()
		before := d.ecs.Count("DescribeServices")
		d.wait(12 * time.Second)
		d.see("deleting…")
		if d.ecs.Count("DescribeServices") == before {
			t.Error("nothing is read while an answer takes long")
		}
	})
}

// Rule 3: a new read that is served old state does not take back what the write's
// answer said.
func TestRule3OldStateInANewReadDoesNotWin(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		before, _ := d.m.boardService()
		d.on("ACTIVE")
		d.press("ctrl+d")
		d.wait(armAfter)
		d.confirm()
		d.see("DRAINING")
		d.wait(4900 * time.Millisecond)
		d.ecs.Fail("DescribeServices", 1, ecsfake.Slow(time.Second))
		d.wait(200 * time.Millisecond)
		if _, reading := d.m.poll().Reading(); !reading {
			t.Fatal("no read is under way")
		}
		d.send(feed.ValueMsg[model.Service]{Token: d.m.poll().Token(), Value: before, At: time.Now()})
		d.see("DRAINING")
	})
}

// Rule 4: commands run on other goroutines, so what they do is made of locals: no
// function that becomes a command mentions a receiver.
func TestRule4CommandsDoNotTouchTheModel(t *testing.T) {
	files := token.NewFileSet()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	commands := 0
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(files, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, declared := range file.Decls {
			function, ok := declared.(*ast.FuncDecl)
			if !ok || function.Recv == nil || len(function.Recv.List[0].Names) == 0 {
				continue
			}
			receiver := function.Recv.List[0].Names[0].Name
			ast.Inspect(function, func(n ast.Node) bool {
				literal, ok := n.(*ast.FuncLit)
				if !ok || !returnsMsg(literal) {
					return true
				}
				commands++
				ast.Inspect(literal.Body, func(n ast.Node) bool {
					if name, ok := n.(*ast.Ident); ok && name.Name == receiver {
						t.Errorf("%s: a command reads %s", files.Position(name.Pos()), receiver)
					}
					return true
				})
				return true
			})
		}
	}
	if commands < 5 {
		t.Errorf("only %d commands were found", commands)
	}
}

func returnsMsg(f *ast.FuncLit) bool {
	if f.Type.Results == nil || len(f.Type.Results.List) != 1 {
		return false
	}
	selector, ok := f.Type.Results.List[0].Type.(*ast.SelectorExpr)
	return ok && selector.Sel.Name == "Msg"
}

// watched keeps the contexts it was given.
type watched struct {
	Backend
	Changes
	mu       sync.Mutex
	contexts map[string][]context.Context
}

func (w *watched) note(ctx context.Context, operation string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.contexts == nil {
		w.contexts = map[string][]context.Context{}
	}
	w.contexts[operation] = append(w.contexts[operation], ctx)
}

func (w *watched) last(operation string) context.Context {
	w.mu.Lock()
	defer w.mu.Unlock()
	all := w.contexts[operation]
	return all[len(all)-1]
}

func (w *watched) DescribeService(ctx context.Context, ref model.ServiceRef) (model.Service, error) {
	w.note(ctx, "DescribeService")
	return w.Backend.DescribeService(ctx, ref)
}

func (w *watched) Do(ctx context.Context, request change.Request) change.Answer {
	w.note(ctx, request.Kind.Operation())
	return w.Changes.Do(ctx, request)
}

// Rule 5: leaving a page cancels its read, but never a write.
func TestRule5LeavingCancelsTheReadNotTheWrite(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		conn := d.m.conns[0]
		backend := &watched{Backend: conn.Backend, Changes: conn.Changes}
		conn.Backend, conn.Changes = backend, backend
		d.ecs.Fail("DeleteTaskSet", 1, ecsfake.Slow(10*time.Second))
		d.on("ACTIVE")
		d.press("ctrl+d")
		d.wait(armAfter)
		d.confirm()
		d.wait(dialog.Quiet) // the dialog closed by itself
		d.ecs.Fail("DescribeServices", 1, ecsfake.Slow(10*time.Second))
		d.press("r", "esc", "esc")
		if backend.last("DescribeService").Err() == nil {
			t.Error("the read of the page that was left goes on")
		}
		if ctx := backend.last("DeleteTaskSet"); ctx.Err() != nil || ctx.Done() != nil {
			t.Error("leaving the page, or the screen, can cancel the write")
		}
	})
}

// Rule 6: a failed read keeps the rows, the selection and the place in the list; it
// shows the fault, the age of the data and the next try; it waits longer each time
// up to a minute; and it clears by itself.
func TestRule6FailedReadKeepsTheRows(t *testing.T) {
	world := big(60)
	drive(t, world, func(o *setup) { o.Cluster = "big" }, func(d *driver) {
		d.press("pgdown", "pgdown", "j")
		d.wait(time.Second)
		selected, offset := d.m.services().grid.selected, d.m.services().grid.offset
		rows := d.row(selected.Name)
		d.ecs.Fail("*", 100000, ecsfake.Throttled())
		d.wait(time.Minute)
		d.see("DescribeServices", "ago · throttled: next try in")
		kept := strings.NewReplacer("?▌", " ▌", " 1m old", "       ").Replace(d.row(selected.Name))
		if kept != rows {
			t.Errorf("the row changed from %q to %q", rows, kept)
		}
		if d.m.services().grid.selected != selected || d.m.services().grid.offset > offset+4 {
			t.Error("the selection or the place in the list moved")
		}
		d.wait(5 * time.Minute)
		before := d.ecs.Count("*")
		d.wait(5 * time.Minute)
		if tries := (d.ecs.Count("*") - before) / 3; tries < 4 || tries > 6 { // the SDK sends each read three times
			t.Errorf("%d tries in five minutes, not one a minute", tries)
		}
		d.ecs.Heal()
		d.wait(70 * time.Second)
		d.seeNot("DescribeServices")
	})
}

// Rule 6: a missing right for one call never hides what another call gave.
func TestRule6MissingRightCostsOnlyWhatItGives(t *testing.T) {
	world := big(250)
	drive(t, world, func(o *setup) { o.Cluster = "big" }, func(d *driver) {
		d.see("svc-0003")
	})
	denied := ecsfake.Exception("AccessDeniedException", "User: arn:aws:sts::1:assumed-role/r/me is not authorized to perform: ecs:DescribeServices on resource: x")
	drive(t, world, nil, func(d *driver) {
		d.ecs.Fail("DescribeServices", 100000, denied)
		d.press("enter")
		d.wait(time.Second)
		d.see("250 services", "svc-0001", "ecs:DescribeServices")
	})
}

// Rule 7: no optimistic update: until ECS answers, the row says that it is being
// deleted, and its counts stay what they were.
func TestRule7NothingIsShownBeforeItIsAnswered(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.ecs.Fail("DeleteTaskSet", 1, ecsfake.Slow(4*time.Second))
		d.on("ACTIVE")
		d.press("ctrl+d")
		d.wait(armAfter)
		d.confirm()
		d.see("deleting…", "2/2")
		d.seeNot("DRAINING")
		d.wait(4 * time.Second)
		d.see("DRAINING")
	})
}

// Rule 8: the selection is an object: rows that come, go or change places do not move
// the cursor to another set.
func TestRule8SelectionFollowsTheARN(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.on("ACTIVE")
		selected := d.m.board().grid.selected.Name
		primary := d.m.board().grid.shown[0].ARN
		d.ecs.Overlay(selected, map[string]any{"status": "PRIMARY"})
		d.ecs.Overlay(primary, map[string]any{"status": "ACTIVE"})
		d.wait(6 * time.Second)
		if d.m.board().grid.at != 0 || d.m.board().grid.Current().ARN != selected {
			t.Errorf("the cursor stands on row %d, %s", d.m.board().grid.at, d.m.board().grid.Current().ARN)
		}
		d.press("s", "s", "S")
		if d.m.board().grid.Current().ARN != selected {
			t.Error("sorting moved the cursor to another set")
		}
	})
}

// Rule 9: View is pure: the same state gives the same screen, whatever the time.
func TestRule9ViewDependsOnTheStateAlone(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.press("ctrl+d")
		first := d.m.View().Content
		time.Sleep(time.Hour)
		if d.m.View().Content != first {
			t.Error("the screen changed without a message")
		}
	})
}
