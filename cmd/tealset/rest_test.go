package main

import (
	"io"
	"os"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
)

// restOn is a rest over a pipe, with what asks for signs left out.
func restOn(t *testing.T) (r *rest, signs chan tea.Msg, terminal *os.File) {
	t.Helper()
	terminal, written, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = terminal.Close(), written.Close() })
	signs = make(chan tea.Msg, 8)
	r = newRest(written)
	r.send = func(msg tea.Msg) { signs <- msg }
	t.Cleanup(func() { r.idle.Stop() })
	return r, signs, terminal
}

// writes writes in a goroutine of its own, which is done when the rest lets it go on.
func (r *rest) writes(text string) (done chan struct{}) {
	done = make(chan struct{})
	go func() {
		_, _ = r.Write([]byte(text))
		close(done)
	}()
	return done
}

// over tells whether something is done.
func over(done <-chan struct{}) bool {
	select {
	case <-done:
		return true
	default:
		return false
	}
}

// Where no message comes, the goroutine that draws is asked twice to sleep, so that a
// frame from before is drawn in between, and it sleeps until the next message.
func TestTheGoroutineThatDrawsSleepsBetweenMessages(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, signs, _ := restOn(t)
		r.sees(tea.FocusMsg{})
		time.Sleep(restAfter)
		first := <-signs
		r.sees(first)
		<-r.writes(restSign)
		second := <-signs
		r.sees(second)
		asleep := r.writes(restSign)
		synctest.Wait()
		if over(asleep) {
			t.Fatal("it does not sleep")
		}
		r.sees(tea.KeyPressMsg{Code: 'j', Text: "j"})
		synctest.Wait()
		if !over(asleep) {
			t.Error("a key does not wake it")
		}
	})
}

// A sign that is written after a message has come puts nobody to sleep: what the message
// changed has not been drawn.
func TestALateSignPutsNobodyToSleep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, signs, _ := restOn(t)
		r.sees(tea.FocusMsg{})
		r.sees(<-signs)
		<-r.writes(restSign)
		r.sees(<-signs)
		r.sees(tea.FocusMsg{}) // before the second sign is written
		<-r.writes(restSign)
		r.sees(tea.RawMsg{Msg: restSign}) // asked for before the message: now its frame is made
		<-r.writes(restSign + restSign)   // and is drawn after this
		r.sees(<-signs)
		asleep := r.writes(restSign)
		synctest.Wait()
		if over(asleep) {
			t.Error("it does not sleep after all")
		}
		time.Sleep(restLimit) // where no message ends it
		synctest.Wait()
		if !over(asleep) {
			t.Error("it sleeps for ever")
		}
	})
}

// A third sign, of a timer that ran out twice, never finds the goroutine asleep that it
// waits for: before the rest it puts that off, and in the rest it wakes.
func TestALateSignNeverWaitsForASleeper(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, signs, _ := restOn(t)
		r.sees(tea.FocusMsg{})
		r.sees(<-signs)
		<-r.writes(restSign)
		second := <-signs
		r.sees(second)
		r.sees(second) // the third comes before the second is written
		<-r.writes(restSign)
		asleep := r.writes(restSign)
		synctest.Wait()
		if over(asleep) {
			t.Fatal("it does not sleep after the third")
		}
		r.sees(second) // a fourth, in the rest
		synctest.Wait()
		if !over(asleep) {
			t.Error("the fourth does not wake it")
		}
		asleep = r.writes(restSign)
		synctest.Wait()
		if over(asleep) {
			t.Error("it does not sleep again")
		}
		r.sees(tea.FocusMsg{})
		<-asleep
	})
}

// The terminal gets all that is written but the signs.
func TestTheTerminalGetsNoSigns(t *testing.T) {
	t.Parallel()
	r, _, terminal := restOn(t)
	for _, text := range []string{"a", "b" + restSign, restSign, "c"} {
		if n, err := r.Write([]byte(text)); n != len(text) || err != nil {
			t.Errorf("%d of %q are written: %v", n, text, err)
		}
	}
	got := make([]byte, 3)
	if _, err := io.ReadFull(terminal, got); err != nil || string(got) != "abc" {
		t.Errorf("%q, %v", got, err)
	}
}

// What is drawn is made anew for messages alone, not for signs.
func TestASignDrawsNothingAnew(t *testing.T) {
	t.Parallel()
	counted := &countingModel{}
	m := &resting{Model: counted}
	for _, msg := range []tea.Msg{tea.FocusMsg{}, tea.RawMsg{Msg: restSign}, tea.RawMsg{Msg: restSign}} {
		_, _ = m.Update(msg)
		if got := m.View().Content; got != "1" {
			t.Errorf("%T: %q is drawn", msg, got)
		}
	}
	_, _ = m.Update(tea.RawMsg{Msg: "another"})
	if got := m.View().Content; got != "2" {
		t.Errorf("%q is drawn", got)
	}
}

// countingModel shows how many messages it has had.
type countingModel struct{ messages int }

func (m *countingModel) Init() tea.Cmd { return nil }

func (m *countingModel) Update(tea.Msg) (tea.Model, tea.Cmd) {
	m.messages++
	return m, nil
}

func (m *countingModel) View() tea.View { return tea.NewView(strconv.Itoa(m.messages)) }

// A program that nothing happens to goes to sleep, and answers a key from there.
func TestAnIdleProgramRests(t *testing.T) {
	t.Parallel()
	r, _, terminal := restOn(t)
	go func() { _, _ = io.Copy(io.Discard, terminal) }()
	counted := &countingModel{}
	input, keys := io.Pipe()
	program := tea.NewProgram(&resting{Model: counted}, tea.WithOutput(r), tea.WithInput(input), tea.WithFPS(framesPerSecond),
		tea.WithoutSignalHandler(), tea.WithEnvironment([]string{"TERM=xterm"}),
		tea.WithFilter(func(_ tea.Model, msg tea.Msg) tea.Msg { r.sees(msg); return msg }))
	r.send = program.Send
	ended := make(chan error, 1)
	go func() {
		_, err := program.Run()
		ended <- err
	}()
	rests := func() {
		t.Helper()
		for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(time.Millisecond) {
			r.mu.Lock()
			asleep := r.asleep != nil
			r.mu.Unlock()
			if asleep {
				return
			}
			if time.Now().After(deadline) {
				t.Fatal("the goroutine that draws never sleeps")
			}
		}
	}
	rests()
	_, _ = io.WriteString(keys, "j")
	rests()
	program.Quit()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	_ = input.Close()
}
