package script

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"tealset/cmd/tealset/output"
	"tealset/model"
)

// WatchOptions are what is watched, and how.
type WatchOptions struct {
	Scope   Scope // one service; with a set, that alone
	Format  output.Format
	Refresh time.Duration
}

// mostPause is the longest pause between two reads of which the first failed.
const mostPause = time.Minute

// Watch writes a line for each change of a service, or of one of its sets, until the set is
// gone or the context ends. Several sources are watched side by side.
func (s Shell) Watch(ctx context.Context, sources []Source, o WatchOptions) error {
	if err := o.Scope.OneService(); err != nil {
		return err
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	lines := &lines{shell: s, format: o.Format, several: len(sources) > 1}
	ends := make([]error, len(sources))
	var all sync.WaitGroup
	for i, source := range sources {
		all.Go(func() {
			w := watcher{shell: s, source: source, options: o, lines: lines}
			if ends[i] = w.run(ctx); ends[i] != nil {
				stop(ends[i])
			}
		})
	}
	all.Wait()
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	return errors.Join(ends...)
}

// watcher watches a service of one source.
type watcher struct {
	shell   Shell
	source  Source
	options WatchOptions
	lines   *lines
	service model.Service // as it was read last
	known   bool          // it was read
	pinned  string        // the ARN of the one set that is watched
	failing int           // reads in a row that failed
}

// run reads again and again.
func (w *watcher) run(ctx context.Context) error {
	for {
		ended, err := w.read(ctx)
		if ended || err != nil {
			return err
		}
		pause := w.options.Refresh << min(w.failing, 16)
		if w.failing > 0 {
			pause = max(w.options.Refresh, min(pause, mostPause))
		}
		if err := w.shell.Sleep(ctx, pause); err != nil {
			return err
		}
	}
}

// read reads once, and writes what has changed; ended means that there is nothing more to see.
func (w *watcher) read(ctx context.Context) (ended bool, err error) {
	service, err := w.source.Reader.DescribeService(model.WithPriority(ctx, model.Visible), w.options.Scope.ref())
	now := w.shell.Now()
	if ctx.Err() != nil {
		return false, ctx.Err()
	}
	if err != nil {
		fault := model.AsFault("DescribeServices", err)
		if !w.known && (cannotSign(fault) || !fault.Transient()) {
			return false, fault
		}
		w.failing++
		if w.failing == 1 {
			e := event{Time: now, Kind: "fault", Service: w.service.ARN, Fault: faultOf(fault)}
			if !w.known {
				e.side = model.NameOf(w.options.Scope.Service)
			}
			return false, w.lines.write(e, w.source, fault.Headline)
		}
		return false, nil
	}
	if w.failing > 0 {
		w.failing = 0
		if err := w.lines.write(event{Time: now, Kind: "recovered", Service: service.ARN}, w.source, "it can be read again"); err != nil {
			return false, err
		}
	}
	if !w.known {
		if err := w.pin(service); err != nil {
			return false, err
		}
	}
	was := w.service
	w.service, w.known = was.Replace(service, now), true
	return w.compare(was, w.service, now)
}

// pin finds the set that is named in the first read.
func (w *watcher) pin(service model.Service) error {
	if err := w.options.Scope.read(service); err != nil {
		return err
	}
	if w.options.Scope.Set == "" {
		return nil
	}
	set, ok, err := w.options.Scope.pick(service, w.shell.Ask != nil)
	switch {
	case err != nil:
		return err
	case !ok:
		return noSuchSet(w.options.Scope.Set, service)
	}
	w.pinned = set.ARN
	return nil
}

func noSuchSet(name string, service model.Service) error {
	return failed("there is no task set %s in %s; it has %s", name, service.Name, idsOf(service.TaskSets))
}

// compare writes what differs between two reads.
func (w *watcher) compare(was, is model.Service, now time.Time) (ended bool, err error) {
	first := !was.Described
	if !first && was.Desired != is.Desired && w.pinned == "" {
		change := fieldChange{"desiredCount", was.Desired, is.Desired}
		words := fmt.Sprintf("desired %d → %d", was.Desired, is.Desired)
		if err := w.lines.write(event{Time: now, Kind: "changed", Service: is.ARN, Changes: []fieldChange{change}}, w.source, words); err != nil {
			return false, err
		}
	}
	before := was.Sides()
	for _, side := range is.Sides() {
		if w.pinned != "" && side.ARN != w.pinned {
			continue
		}
		at := slices.IndexFunc(before, func(b model.Side) bool { return b.Key == side.Key })
		e, words := event{Time: now, Kind: "seen", Service: is.ARN, TaskSet: sideName(side), side: side.ID}, stateWords(side)
		if at >= 0 {
			e.Kind = "changed"
			if e.Changes, words = changesOf(before[at], side); len(e.Changes) == 0 {
				continue
			}
		}
		if err := w.lines.write(e, w.source, words); err != nil {
			return false, err
		}
	}
	for _, side := range before {
		gone := !slices.ContainsFunc(is.Sides(), func(s model.Side) bool { return s.Key == side.Key })
		if !gone || w.pinned != "" && side.ARN != w.pinned {
			continue
		}
		e := event{Time: now, Kind: "gone", Service: is.ARN, TaskSet: sideName(side), side: side.ID}
		if err := w.lines.write(e, w.source, "gone"); err != nil {
			return false, err
		}
		ended = w.pinned != ""
	}
	return ended, nil
}

// sideName is the ARN of a task set, or the id of a deployment, which has none.
func sideName(side model.Side) string {
	if side.ARN != "" {
		return side.ARN
	}
	return side.ID
}

// event is a line of jsonl.
type event struct {
	Time    time.Time     `json:"time"`
	Kind    string        `json:"kind"` // seen, changed, gone, fault, recovered
	Service string        `json:"service,omitempty"`
	TaskSet string        `json:"taskSet,omitempty"` // the id of a deployment where the service has no sets
	Changes []fieldChange `json:"changes,omitempty"`
	Fault   *faultMember  `json:"fault,omitempty"`
	Own     *output.Where `json:"tealset,omitempty"`
	side    string
}

// fieldChange is a member of ECS that changed.
type fieldChange struct {
	Field string `json:"field"`
	From  any    `json:"from"`
	To    any    `json:"to"`
}

// faultMember is a fault in a document.
type faultMember struct {
	Code    string `json:"code,omitempty"`
	Message string `json:"message"`
	Next    string `json:"next,omitempty"`
}

func faultOf(fault *model.Fault) *faultMember {
	if fault == nil {
		return nil
	}
	return &faultMember{Code: fault.Code, Message: fault.Headline, Next: fault.Next.String()}
}

// lines writes the lines of all watchers, each at once.
type lines struct {
	shell   Shell
	format  output.Format
	several bool

	mu sync.Mutex
}

func (l *lines) write(e event, source Source, words string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	e.Time = e.Time.UTC().Truncate(time.Second)
	if l.format == output.JSONL {
		e.Own = new(source.where(e.Service))
		return output.WriteLine(l.shell.Out, e)
	}
	parts := []string{e.Time.Format(time.RFC3339)}
	if l.several {
		parts = append(parts, strings.TrimSpace(source.Profile+" "+source.Region))
	}
	switch {
	case e.side != "":
		parts = append(parts, shortSide(e.side))
	case e.Service != "":
		parts = append(parts, model.NameOf(e.Service))
	}
	for i, part := range parts {
		parts[i] = output.Signs(part)
	}
	_, err := fmt.Fprintln(l.shell.Out, strings.Join(append(parts, output.Signs(words)), "  "))
	return err
}

// shortSide is the id of a side as a person tells it from the few others.
func shortSide(id string) string {
	kind, _, ok := strings.Cut(id, "/")
	if !ok {
		return id
	}
	return kind + "/" + model.ShortID(id)
}
