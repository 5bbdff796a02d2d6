package script

import (
	"context"
	"fmt"
	"time"

	"tealset/cmd/tealset/output"
	"tealset/model"
	"tealset/ui/say"
)

// WaitOptions are what is waited for, and how.
type WaitOptions struct {
	Scope   Scope
	For     Condition
	Timeout time.Duration
	Refresh time.Duration
	Quiet   bool // no progress
}

// The bounds of --timeout.
const (
	LeastTimeout = time.Second
	MostTimeout  = 24 * time.Hour
)

// Check finds what cannot work before anything is asked.
func (o WaitOptions) Check() error {
	if err := o.Scope.OneService(); err != nil {
		return err
	}
	if o.Timeout < LeastTimeout || o.Timeout > MostTimeout {
		return usage("--timeout %s is out of range; give a time from 1s to 24h, such as 10m", o.Timeout)
	}
	return o.For.check(o.Scope)
}

// Wait reads a service until a condition holds. It is an Error where the condition cannot hold
// any more, and where it does not hold in time.
func (s Shell) Wait(ctx context.Context, source Source, o WaitOptions) error {
	if err := o.Check(); err != nil {
		return err
	}
	w := waiting{shell: s, source: source, options: o, began: s.Now()}
	defer w.clear()
	for {
		holds, err := w.look(ctx)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			return err
		case holds:
			return nil
		}
		left := o.Timeout - s.Now().Sub(w.began)
		if left <= 0 {
			w.clear()
			return Error{CodeTime, fmt.Sprintf("not %s after %s: %s", o.For, shortDuration(o.Timeout), w.why)}
		}
		w.progress()
		if err := s.Sleep(ctx, min(left, o.Refresh)); err != nil {
			return err
		}
	}
}

// waiting is a wait under way.
type waiting struct {
	shell   Shell
	source  Source
	options WaitOptions
	began   time.Time
	pinned  string // the ARN of the set that is named; empty before the first read
	read    bool   // it could be read once
	held    int    // reads in a row in which the condition held
	why     string // why it does not hold
	drawn   bool   // progress is on the screen
}

// look reads once.
func (w *waiting) look(ctx context.Context) (holds bool, err error) {
	service, err := w.source.Reader.DescribeService(model.WithPriority(ctx, model.Visible), w.options.Scope.ref())
	if err != nil {
		fault := model.AsFault("DescribeServices", err)
		if cannotSign(fault) && !w.read || !fault.Transient() {
			return false, fault
		}
		w.held, w.why = 0, "it cannot be read: "+fault.Headline
		return false, nil
	}
	w.read = true
	if err := w.options.Scope.read(service); err != nil {
		return false, err
	}
	if w.pinned == "" && w.options.Scope.Set != "" {
		set, ok, err := w.options.Scope.pick(service, w.shell.Ask != nil)
		switch {
		case err != nil:
			return false, err
		case !ok && w.options.For.word == forGone:
			w.shell.tell("%s is not in %s, and was not at the first look", w.options.Scope.Set, service.Name)
			return true, nil
		case !ok:
			return false, noSuchSet(w.options.Scope.Set, service)
		}
		w.pinned = set.ARN
	}
	state, err := w.options.For.judge(ctx, w, service)
	if err != nil {
		return false, err
	}
	if w.why = state.why; state.why != "" {
		w.held = 0
		return false, nil
	}
	w.held++
	w.why = "it has held for one read alone"
	return w.held >= w.options.For.reads(), nil
}

// cannotSign tells whether nothing can be signed: who has only begun to wait or to watch is told at
// once, and who has waited for long may log in again.
func cannotSign(fault *model.Fault) bool {
	return fault.Kind == model.FaultCredentials || fault.Kind == model.FaultExpired
}

// progress draws one line over the last one.
func (w *waiting) progress() {
	if !w.shell.Progress || w.options.Quiet {
		return
	}
	w.drawn = true
	_, _ = fmt.Fprintf(w.shell.Err, "\r\x1b[Kwaiting: %s, %s of %s", output.Signs(w.why), say.Age(w.shell.Now().Sub(w.began)), shortDuration(w.options.Timeout))
}

// clear takes the progress off the screen.
func (w *waiting) clear() {
	if w.drawn {
		w.drawn = false
		_, _ = fmt.Fprint(w.shell.Err, "\r\x1b[K")
	}
}

// shortDuration is a duration as a person writes it: 5m, 1m30s.
func shortDuration(d time.Duration) string {
	text := d.Round(time.Second).String()
	for _, zero := range []string{"m0s", "h0m"} {
		if len(text) > len(zero) && text[len(text)-len(zero):] == zero {
			text = text[:len(text)-2]
		}
	}
	return text
}
