package dialog

import (
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
)

// recorder is an overlay that notes what it got.
type recorder struct {
	guarded bool
	presses []Press
	pasted  []string
}

func (r *recorder) Guarded() bool { return r.guarded }

func (r *recorder) Pressed(press Press) Action {
	r.presses = append(r.presses, press)
	if press.String() == "tab" {
		return nil // it only moves something
	}
	return press.String()
}

func (r *recorder) Pasted(text string) Action {
	r.pasted = append(r.pasted, text)
	return nil
}

// desk is a stack with a clock.
type desk struct {
	Stack
	now time.Time
}

func newDesk() *desk { return &desk{now: noon} }

// gets gives the stack a message after a time in which nothing came, as the dashboard
// does.
func (d *desk) gets(after time.Duration, msg tea.Msg) (action Action, taken bool) {
	d.now = d.now.Add(after)
	d.Settle(d.now)
	d.Note(msg, d.now)
	if key, ok := msg.(tea.KeyPressMsg); ok {
		return d.Pressed(key)
	}
	return nil, false
}

// Keys go to the overlay on top, and to the page where there is none.
func TestKeysGoToTheOverlayOnTop(t *testing.T) {
	t.Parallel()
	d := newDesk()
	if _, taken := d.gets(time.Second, pressOf("a")); taken {
		t.Error("a key was taken from the page")
	}
	below, above := &recorder{}, &recorder{}
	d.Open(below, d.now)
	d.Open(above, d.now)
	if action, taken := d.gets(time.Second, pressOf("b")); !taken || action != "b" || len(above.presses) != 1 || len(below.presses) != 0 {
		t.Errorf("%v, %t", action, taken)
	}
	d.Close()
	d.gets(time.Second, pressOf("c"))
	if len(below.presses) != 1 || len(above.presses) != 1 {
		t.Error("the overlay below did not get the key")
	}
	if found, ok := Find[*recorder](&d.Stack); !ok || found != below {
		t.Error("it is not found")
	}
}

// What a key would act on may have changed with any of these: a form counts keys only
// after a new quiet time.
func TestAFormIsDisarmedByWhatAPersonMayNotHaveSeen(t *testing.T) {
	t.Parallel()
	for name, msg := range map[string]tea.Msg{
		"resume": tea.ResumeMsg{}, "focus": tea.FocusMsg{}, "resize": tea.WindowSizeMsg{Width: 80, Height: 24},
		"an unknown sequence": uv.UnknownCsiEvent("\x1b[?2026;2"), "half a reply of the terminal": uv.UnknownOscEvent("\x1b]11;rgb:ffff"),
	} {
		d, form := newDesk(), &recorder{guarded: true}
		d.Open(form, d.now)
		if d.Armed() || d.Wait(d.now) != Quiet {
			t.Fatalf("armed when it opened, waits %s", d.Wait(d.now))
		}
		if d.gets(Quiet, pressOf("x")); !form.presses[0].Armed || d.Wait(d.now) != Alone {
			t.Fatal("not armed by quiet")
		}
		d.gets(time.Second, msg)
		if d.gets(Alone, pressOf("x")); form.presses[1].Armed {
			t.Errorf("%s does not disarm", name)
		}
		if d.gets(time.Second, pressOf("x")); !form.presses[2].Armed {
			t.Errorf("not armed again after %s", name)
		}
	}
}

// A line takes keys at once: it was opened to be typed into.
func TestALineTakesKeysAtOnce(t *testing.T) {
	t.Parallel()
	d, line := newDesk(), &recorder{}
	d.Disarm(d.now)
	d.Open(line, d.now)
	if d.gets(time.Millisecond, pressOf("x")); !line.presses[0].Armed || d.Guarding() {
		t.Error("it waits")
	}
}

// What changes under a form disarms it; without an overlay nothing is waited for.
func TestAChangeUnderAFormDisarmsIt(t *testing.T) {
	t.Parallel()
	d := newDesk()
	d.Disarm(d.now)
	if !d.Armed() || d.Guarding() {
		t.Error("the page waits")
	}
	d.Open(&recorder{guarded: true}, d.now)
	d.gets(Quiet, pressOf("x"))
	if d.Disarm(d.now); d.Armed() || d.Wait(d.now) == 0 {
		t.Error("the form is still armed")
	}
}

// A key came alone only if it is no repeat and nothing came shortly before: no key, no
// paste, no part of a reply.
func TestWhatCountsAsAlone(t *testing.T) {
	t.Parallel()
	repeat := pressOf("x")
	repeat.IsRepeat = true
	for name, test := range map[string]struct {
		before tea.Msg
		after  time.Duration
		key    tea.KeyPressMsg
		alone  bool
	}{
		"long after a key":     {pressOf("a"), Alone, pressOf("x"), true},
		"shortly after a key":  {pressOf("a"), Alone - 1, pressOf("x"), false},
		"after a paste":        {tea.PasteMsg{Content: "a"}, Alone - 1, pressOf("x"), false},
		"after half a reply":   {uv.UnknownEvent("\x1b"), Alone - 1, pressOf("x"), false},
		"a repeat":             {pressOf("a"), time.Second, repeat, false},
		"after another's tick": {"a message of the program", Alone - 1, pressOf("x"), true},
	} {
		d, o := newDesk(), &recorder{}
		d.Open(o, d.now)
		d.gets(time.Second, pressOf("first"))
		d.gets(time.Second, test.before)
		d.gets(test.after, test.key)
		if got := o.presses[len(o.presses)-1].Alone; got != test.alone {
			t.Errorf("%s: alone %t", name, got)
		}
	}
}

// stalls gives the stack a message after a time in which the screen was held up, so that
// nobody can tell what has come meanwhile.
func (d *desk) stalls(after time.Duration, msg tea.Msg) (takeBack bool) {
	d.now = d.now.Add(after)
	takeBack = d.Note(msg, d.now)
	if key, ok := msg.(tea.KeyPressMsg); ok {
		d.Pressed(key)
	}
	return takeBack
}

// Time that passed while the screen was held up makes no key come alone, and arms nothing:
// the keys of one burst are handled apart then.
func TestAHeldUpScreenDoesNotSeparateKeys(t *testing.T) {
	t.Parallel()
	d, form := newDesk(), &recorder{guarded: true}
	d.Open(form, d.now)
	d.gets(0, pressOf("a"))
	if d.stalls(2*time.Second, pressOf("b")); form.presses[1].Armed || form.presses[1].Alone {
		t.Errorf("a stall armed it: %+v", form.presses[1])
	}
	d.gets(time.Second, pressOf("c"))
	if d.stalls(2*time.Second, pressOf("d")); !form.presses[3].Armed || form.presses[3].Alone {
		t.Errorf("a stall made a key come alone: %+v", form.presses[3])
	}
}

// What a key asked for is taken back by any input that comes shortly after it, if the key
// had come alone so far, and by nothing that is no input.
func TestWhatAKeyAskedForIsTakenBackByTheNextInput(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		before, after time.Duration
		key           string
		then          tea.Msg
		guarded, back bool
	}{
		"a key":                     {Quiet, Alone - 1, "b", pressOf("x"), true, true},
		"a paste":                   {Quiet, Alone - 1, "b", tea.PasteMsg{Content: "x"}, true, true},
		"half a reply":              {Quiet, Alone - 1, "b", uv.UnknownEvent("\x1b"), true, true},
		"a key that comes later":    {Quiet, Alone, "b", pressOf("x"), true, false},
		"no input":                  {Quiet, Alone - 1, "b", "a message of the program", true, false},
		"a key that was not alone":  {Alone - 1, Alone - 1, "b", pressOf("x"), true, false},
		"a key that asked for none": {Quiet, Alone - 1, "tab", pressOf("x"), true, false},
		"a key in a line":           {Quiet, Alone - 1, "b", pressOf("x"), false, false},
	} {
		d, o := newDesk(), &recorder{guarded: test.guarded}
		d.Open(o, d.now)
		d.gets(time.Second, pressOf("a"))
		d.gets(test.before, pressOf(test.key))
		for _, msg := range []tea.Msg{tea.KeyReleaseMsg{}, tea.FocusMsg{}} {
			if d.stalls(0, msg) || d.Inputs() != 2 {
				t.Errorf("%s: %T takes it back, or is one of %d inputs", name, msg, d.Inputs())
			}
		}
		d.Settle(d.now.Add(test.after))
		if back := d.stalls(test.after, test.then); back != test.back {
			t.Errorf("%s: taken back %t", name, back)
		}
	}
	d := newDesk()
	d.Open(&recorder{guarded: true}, d.now)
	d.gets(time.Second, pressOf("a"))
	d.Settle(d.now.Add(Alone))
	d.Note(pressOf("x"), d.now.Add(Alone)) // no overlay gets it, as on too small a screen
	if d.stalls(Alone+1, pressOf("x")) {
		t.Error("a key that no overlay got is taken back")
	}
}

// Where an overlay closed by itself, keys that may be meant for it press nothing on the
// page, for as long as they keep coming.
func TestKeysAreSwallowedWhereAnOverlayClosedByItself(t *testing.T) {
	t.Parallel()
	d := newDesk()
	d.Open(&recorder{guarded: true}, d.now)
	d.gets(time.Second, pressOf("p"))
	d.Dismiss(d.now)
	if !d.Guarding() {
		t.Error("nobody tells it when the quiet time is over")
	}
	for _, letter := range []string{"a", "y", "q", "enter", "esc"} {
		if action, taken := d.gets(Quiet-1, pressOf(letter)); !taken || action != nil {
			t.Errorf("%s went to the page", letter)
		}
	}
	if _, taken := d.gets(Quiet, pressOf("q")); taken {
		t.Error("a key after the quiet time was swallowed")
	}
	d.Dismiss(d.now)
	if _, taken := d.gets(time.Millisecond, pressOf("q")); taken {
		t.Error("nothing closed, and a key was swallowed")
	}
}

// Where a key closed it, the next key is the page's.
func TestNothingIsSwallowedWhereAKeyClosedIt(t *testing.T) {
	t.Parallel()
	d := newDesk()
	d.Open(&recorder{guarded: true}, d.now)
	d.Close()
	d.Close()
	if _, taken := d.gets(time.Millisecond, pressOf("j")); taken {
		t.Error("a key was swallowed")
	}
}

// Pastes go to the overlay on top, and not to one that has just closed by itself.
func TestPastesGoToTheOverlayOnTop(t *testing.T) {
	t.Parallel()
	d, line := newDesk(), &recorder{}
	if d.Pasted("a") != nil {
		t.Error("a paste went nowhere")
	}
	d.Open(line, d.now)
	d.Pasted("b")
	d.Dismiss(d.now)
	d.Open(line, d.now)
	d.Pasted("c")
	if len(line.pasted) != 1 || line.pasted[0] != "b" {
		t.Errorf("%q", line.pasted)
	}
}
