package dialog

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
)

// Form asks a person for a word: a text that scrolls, and below it the stops that the
// focus moves between. The focus is always on a stop that is drawn, and nothing but a
// key moves it.
type Form struct {
	Keys  FormKeys
	stops []*Stop
	focus *Stop
	// remark is why the last key did nothing; empty otherwise.
	remark string
	undo   func() // takes back what the last key changed; nil where that needs nothing

	lines   int // of the text
	must    int // how many of them have to have been on the screen
	room    int // how many fit
	offset  int // the first one on the screen
	reached int // how many have been on the screen, from the first one on
}

// FormKeys are the keys of every form.
type FormKeys struct {
	Next, Previous, Press, Toggle, Act, Cancel, Up, Down, PageUp, PageDown key.Binding
}

// Event is what a key did in a form.
type Event int

// The events of a form.
const (
	// Nothing means that the key did nothing, or only moved something.
	Nothing Event = iota
	// Cancelled means that the form is to be closed.
	Cancelled
	// Changed means that a toggle, a choice or a field has another value.
	Changed
	// Acted means that the action was pressed, and may be carried out.
	Acted
)

// NewForm makes a form with the focus on its Cancel.
func NewForm(keys FormKeys, stops ...*Stop) *Form {
	f := &Form{Keys: keys}
	f.Show(stops...)
	return f
}

// Show says which stops there are now, in order. A field that has the focus stays
// until that leaves it: somebody may be typing into it. Any other stop that has the
// focus and is no more gives it to Cancel.
func (f *Form) Show(stops ...*Stop) {
	if f.focus != nil && f.focus.field() && !slices.Contains(stops, f.focus) {
		at := max(0, slices.Index(f.stops, f.focus))
		stops = slices.Insert(slices.Clone(stops), min(at, len(stops)), f.focus)
	}
	f.stops = stops
	if !slices.Contains(f.stops, f.focus) {
		f.FocusCancel()
	}
}

// FocusCancel moves the focus to Cancel, as where a question is asked afresh.
func (f *Form) FocusCancel() { f.focusOn(f.stop(Cancel)) }

// Stops are what there is to press or to type into, in order.
func (f *Form) Stops() []*Stop { return f.stops }

// Focus is the stop that has the focus.
func (f *Form) Focus() *Stop { return f.focus }

// Reread asks for the text to be read again from its beginning: it says something
// else now.
func (f *Form) Reread() { f.offset, f.reached = 0, 0 }

func (f *Form) stop(kind Kind) *Stop {
	for _, stop := range f.stops {
		if stop.Kind == kind {
			return stop
		}
	}
	return nil
}

// Pressed takes a key. esc cancels at once; every other key counts only when the form
// is armed, but for the letters that go into a field; what presses or toggles counts
// only alone.
func (f *Form) Pressed(press Press) Event {
	if press.Armed {
		f.remark = ""
	}
	f.undo = nil
	switch {
	case press.String() == keyEsc:
		return Cancelled
	case f.focus.field() && f.focus.typed(press):
		return Changed
	case !press.Armed:
		return Nothing
	case key.Matches(press, f.Keys.Cancel):
		return Cancelled
	case key.Matches(press, f.Keys.Next):
		f.step(1)
	case key.Matches(press, f.Keys.Previous):
		f.step(-1)
	case key.Matches(press, f.Keys.Up):
		f.scroll(-1)
	case key.Matches(press, f.Keys.Down):
		f.scroll(1)
	case key.Matches(press, f.Keys.PageUp):
		f.scroll(1 - f.room)
	case key.Matches(press, f.Keys.PageDown):
		f.scroll(f.room - 1)
	case key.Matches(press, f.Keys.Act):
		if act := f.stop(Act); act != nil {
			f.focusOn(act)
		}
	case key.Matches(press, f.Keys.Press), f.focus.toggles() && key.Matches(press, f.Keys.Toggle):
		return f.press(press)
	}
	return Nothing
}

// press presses what is in focus.
func (f *Form) press(press Press) Event {
	switch {
	case f.focus.field():
		return Nothing // held down, it would go on to what it focused
	case !press.Alone:
		f.remark = "too quick: press " + press.String() + " again"
		return Nothing
	case f.focus.Kind == Cancel:
		return Cancelled
	case f.focus.Kind == Toggle:
		f.toggle(f.focus)
		return Changed
	case f.focus.Kind == OneOf:
		f.choose(f.focus)
		return Changed
	case f.focus.Kind == Quick:
		f.fill(f.focus)
		return Changed
	case f.focus.Not != "":
		f.remark = f.focus.Not
		return Nothing
	case f.reached < min(f.must, f.lines):
		f.remark = "read all that is at risk first: press down"
		return Nothing
	}
	return Acted
}

// toggle changes a toggle. What a key unticked stays so when the key is taken back, as that
// is the safe side.
func (f *Form) toggle(stop *Stop) {
	stop.On = !stop.On
	if stop.On {
		f.undo = func() {
			stop.On = false
			f.remark = "force was unticked: other keys came with it"
		}
	}
}

// choose takes one choice and leaves the others.
func (f *Form) choose(chosen *Stop) {
	before := chosen
	for _, stop := range f.stops {
		if stop.Kind == OneOf && stop.On {
			before = stop
		}
	}
	before.On, chosen.On = false, true
	f.undo = func() {
		chosen.On, before.On = false, true
		f.remark = "nothing was chosen: other keys came with it"
	}
}

// fill puts the value of a Quick into the field before it.
func (f *Form) fill(quick *Stop) {
	for _, stop := range slices.Backward(f.stops[:slices.Index(f.stops, quick)]) {
		if !stop.field() {
			continue
		}
		before := stop.Value()
		stop.SetValue(quick.Label)
		f.undo = func() {
			stop.SetValue(before)
			f.remark = "nothing was filled in: other keys came with it"
		}
		return
	}
}

// TakeBack makes the last key count for nothing: other input came with it. ok is false where
// it changed nothing that has to be taken back.
func (f *Form) TakeBack() (ok bool) {
	if f.undo == nil {
		return false
	}
	f.undo()
	f.undo = nil
	return true
}

// Pasted tells that a form takes no pasted text: it asks for a person's own hand.
func (f *Form) Pasted(string) {
	f.remark = "a paste does not count here"
	if f.focus.field() {
		f.remark = "a paste does not count here: type it"
	}
}

func (f *Form) step(by int) {
	at := slices.Index(f.stops, f.focus)
	f.focusOn(f.stops[(at+by+len(f.stops))%len(f.stops)])
}

func (f *Form) focusOn(stop *Stop) { f.focus = stop }

func (f *Form) scroll(by int) {
	f.offset = max(0, min(f.offset+by, f.lines-f.room))
	f.note()
}

// note takes note of the lines that are on the screen. Those below a gap do not count.
func (f *Form) note() {
	if f.offset <= f.reached {
		f.reached = max(f.reached, min(f.lines, f.offset+f.room))
	}
}

// Layout says how long the text is, how much of it has to be read before the action,
// and how many lines of it fit. It is to be called before View whenever any of that
// may have changed.
func (f *Form) Layout(lines, must, room int) {
	f.lines, f.must, f.room = lines, must, max(1, room)
	f.scroll(0)
}

// more tells how many lines are above and below those on the screen; empty for none.
func (f *Form) more() string {
	var parts []string
	if f.offset > 0 {
		parts = append(parts, "↑ "+lines(f.offset))
	}
	if below := f.lines - f.offset - f.room; below > 0 {
		parts = append(parts, "↓ "+lines(below))
	}
	return strings.Join(parts, " · ")
}
