package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/ecsapi/ecsfake"
	"tealset/ui/dialog"
)

// handKeys are the keys that a hand used to k9s, lazygit or less would try.
var handKeys = strings.Fields("` " + `
	a b c d e f g h i j k l m n o p q r s t u v w x y z
	A B C D E F G H I J K L M N O P Q R S T U V W X Y Z
	0 1 2 3 4 5 6 7 8 9 ! @ # $ % ^ & * ( ) - _ = + [ ] { } < > , . ; : ' " / ? \ | ~
	ctrl+a ctrl+b ctrl+d ctrl+e ctrl+f ctrl+g ctrl+h ctrl+j ctrl+k ctrl+n ctrl+o ctrl+p ctrl+q ctrl+r ctrl+s ctrl+t ctrl+u
	ctrl+v ctrl+w ctrl+x ctrl+y ctrl+\ ctrl+] ctrl+_ f1 f2 f5 f10 insert delete
	enter esc tab shift+tab space up down left right pgup pgdown home end backspace`)

// movingKeys change nothing at an end, and r is answered by the reads.
var (
	movingKeys    = strings.Fields("up k ctrl+p ctrl+n pgup ctrl+b ctrl+u g < home down j pgdown ctrl+f G > end r ctrl+r")
	movingInTexts = strings.Fields("space b f ctrl+d")
)

// Each key that a hand used to k9s, lazygit or less would try does something on every
// page and in every text, or says in a line why not.
func TestEveryKeyThatAHandTriesIsAnswered(t *testing.T) {
	for name, open := range map[string][]string{
		"clusters": nil, "services": {"enter"}, "board": {"enter", "enter"}, "ECS board": {"enter", "G", "enter"},
		"details": {"enter", "d"}, "YAML": {"enter", "enter", "y"}, "events": {"enter", "enter", "e"}, "tasks": {"enter", "enter", "t"}, "all": {"!"}, "activity": {"a"}, "help": {"?"},
	} {
		if raced && name != "board" {
			continue // races do not need every page
		}
		for i, key := range handKeys {
			if raced && i%3 != 0 {
				continue
			}
			drive(t, roomy(), nil, func(d *driver) {
				d.press(open...)
				d.wait(time.Second)
				before := d.state()
				d.press(key)
				quiet := slices.Contains(movingKeys, key) || d.m.reader != nil && slices.Contains(movingInTexts, key)
				if after := d.state(); after == before && !quiet {
					t.Errorf("%s: %s does nothing and says nothing:\n%s", name, key, d.screen())
				}
			})
		}
	}
}

// state is all that a key may change.
func (d *driver) state() string {
	return fmt.Sprint(d.screen(), d.quit, d.m.notice, len(d.m.pages), d.m.reader != nil, d.m.overlays.Top() != nil)
}

// What k9s, lazygit and less have in common does what it does there.
func TestKeysOfOtherProgramsDoWhatTheyDoThere(t *testing.T) {
	drive(t, big(200), inBig, func(d *driver) {
		at := func() int { return d.m.services().grid.at }
		half := half(d.m.services().grid)
		d.press("G")
		if at() != 199 {
			t.Errorf("G is at %d", at())
		}
		d.press("ctrl+u")
		if at() != 199-half {
			t.Errorf("ctrl+u is at %d, not half a page up", at())
		}
		d.press("<")
		if at() != 0 {
			t.Errorf("< is at %d", at())
		}
		d.press("ctrl+f", "ctrl+b", ">", "g")
		if at() != 0 {
			t.Errorf("g is at %d", at())
		}
		d.press("d", "ctrl+d")
		if d.m.asking() != nil || d.m.reader == nil {
			t.Error("ctrl+d in a text is a key of the page")
		}
		d.press("q")
		if d.quit || d.m.reader != nil {
			t.Errorf("q does not close the text alone:\n%s", d.screen())
		}
	})
}

// The footer names ? and q at every width, and no key that does nothing.
func TestFooterNamesHelpAndQuit(t *testing.T) {
	for _, open := range [][]string{nil, {"enter"}, {"enter", "enter"}, {"enter", "G", "enter"}, {"d"}, {"enter", "enter", "e"}, {"?"}, {"a"}} {
		for _, width := range []int{60, 80, 120} {
			drive(t, roomy(), nil, func(d *driver) {
				d.send(tea.WindowSizeMsg{Width: width, Height: 24})
				d.press(open...)
				d.wait(time.Second)
				end := "? help · q quit"
				if d.m.reader != nil {
					end = "? help · q close"
				}
				d.see(end)
				hints, _ := d.m.hints()
				for _, hint := range hints {
					for b := range d.m.bindings(d.m.top().bindings(), "") {
						if b.is(hint) && b.why() != "" {
							t.Errorf("%v: the footer names %s: %s", open, hint.Help().Key, b.why())
						}
						if b.is(hint) {
							break
						}
					}
				}
			})
		}
	}
}

// ctrl+d says why nothing can be deleted, and the footer does not name it, where CodeDeploy
// owns the sets and on a board of the ECS controller.
func TestNothingIsDeletedWhereItCannotBe(t *testing.T) {
	world := roomy()
	world.Clusters[0].Services[0].Controller = ecsfake.CodeDeploy
	for service, why := range map[string]string{"checkout": "CodeDeploy owns these task sets", "zoo": "only a task set can be deleted"} {
		drive(t, world, func(o *setup) { o.Cluster, o.Service = "shop", service }, func(d *driver) {
			d.seeNot("ctrl+d")
			d.press("ctrl+d")
			d.wait(armAfter)
			d.see(why)
			d.seeNot("Delete task set")
		})
	}
}

// A key that means nothing says so once, and not again for each of a burst.
func TestAKeyThatMeansNothingIsToldOnce(t *testing.T) {
	drive(t, shop(), nil, func(d *driver) {
		d.press("z")
		d.see("z does nothing here: ? shows the keys")
		d.press("Z", "z", "W")
		d.see("z does nothing here: ? shows the keys")
		d.wait(burst)
		d.press("ctrl+k")
		d.see("ctrl+k does nothing here")
		d.wait(burst)
		d.press("\u202e")
		d.see("this key does nothing here")
	})
}

// For a moment after q or esc has closed a text, a key that was meant for it does not act
// on the page: q pressed twice does not quit, and ctrl+d opens no dialog.
func TestKeysMeantForAClosedTextDoNothing(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.press("e", "q", "q")
		if d.quit {
			t.Fatal("q pressed twice quits")
		}
		d.see("the events closed just now: press q again")
		d.press("ctrl+d")
		if d.m.asking() != nil {
			t.Error("a dialog is open")
		}
		d.wait(dialog.Quiet)
		d.press("ctrl+d")
		if d.m.asking() == nil {
			t.Errorf("no dialog opens:\n%s", d.screen())
		}
	})
}

// / finds in a text, also what is broken over two rows; n and N go on and back, round the
// end; the rule counts; the match is marked.
func TestSearchInAText(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.press("n")
		d.wait(time.Second)
		d.press("J", "n")
		d.see("there is no search yet: press / to search")
		d.press("/")
		d.typeText("ARN")
		d.see("1 of ", "match /ARN")
		found := len(d.m.reader.search.found)
		d.press("enter", "n")
		d.see(fmt.Sprintf("2 of %d match /ARN", found))
		d.press("N", "N")
		d.see(fmt.Sprintf("%d of %d match /ARN", found, found))
		if content := d.m.View().Content; !strings.Contains(content, d.m.look.reverse.Render("arn")) {
			t.Error("the match is not marked")
		}
		d.wait(5 * time.Second) // the text is made anew
		d.see(fmt.Sprintf("%d of %d match /ARN", found, found))
		d.press("/")
		d.typeText("zzz")
		d.see("nothing matches /zzz")
		d.press("esc")
		d.seeNot("zzz")
		d.send(tea.WindowSizeMsg{Width: 60, Height: 24})
		d.press("/")
		d.typeText(d.m.reader.about.arn) // longer than a row
		d.see("1 of ")
	})
}

// w shows each line in one row, over which the arrows move; the whole text is copied in
// unbroken lines, whatever the width.
func TestWrapAndCopyAText(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.send(tea.WindowSizeMsg{Width: 60, Height: 24})
		d.press("J", "right")
		d.see("the lines are wrapped")
		arn := d.m.reader.about.arn
		d.seeNot(arn)
		d.row(`  "taskSetArn"`)
		for _, line := range strings.Split(d.screen(), "\n")[3:8] {
			if !strings.HasPrefix(line, "   ") && strings.TrimSpace(line) != "{" {
				t.Errorf("it goes on at column 0: %q", line)
			}
		}
		d.press("w", "right", "right", "right")
		d.see(arn[len(arn)-10:])
		d.press("c")
		d.see("the whole JSON, ", " lines")
		if sent := fmt.Sprint(d.m.copyText()()); !strings.Contains(sent, `  "taskSetArn": "`+arn+`"`) || strings.Contains(sent, "\x1b") {
			t.Errorf("the text is not whole:\n%s", sent)
		}
	})
}

// New events are followed while the end of their text is on the screen, whatever else
// changes its height. Else the line that is read stays where it is while new ones come below
// it and the oldest go, until G follows them again; the screen says which.
func TestEventsStayWhereTheyAreReadUntilGFollowsThem(t *testing.T) {
	keys := newKeyMap(nil)
	r := newReader(&keys, keys.Details, "events", subject{}, nil)
	r.tail = true
	newest := 100
	r.text = func(look, int) []textLine {
		var lines []textLine
		for i := newest - 39; i <= newest; i++ { // ECS keeps so many
			lines = append(lines, textLine{text: fmt.Sprintf("event %d", i), of: fmt.Sprint(i)})
		}
		return lines
	}
	l := look{styles: uncoloured()}
	shows := func(top, bottom, status string) {
		t.Helper()
		lines := r.view(l)
		first, last := strings.TrimSpace(lines[0]), strings.TrimSpace(lines[len(lines)-1])
		if first != top || last != bottom || !strings.Contains(r.status(), status) {
			t.Errorf("%s to %s, not %s to %s: %s", first, last, top, bottom, r.status())
		}
	}
	r.layout(l, 80, 10, false)
	shows("event 91", "event 100", "new events are followed")
	newest += 2
	r.layout(l, 80, 10, false)
	shows("event 93", "event 102", "new events are followed")
	r.layout(l, 80, 7, true) // a notice takes room
	shows("event 96", "event 102", "new events are followed")
	r.layout(l, 80, 10, true)
	r.toggleWrap()
	shows("event 93", "event 102", "new events are followed")

	r.scroll(-5)
	r.layout(l, 80, 10, true)
	shows("event 88", "event 97", "stays here, G follows new events")
	newest += 3
	r.layout(l, 80, 10, false)
	shows("event 88", "event 97", "3 new below, G follows them")
	r.toBottom()
	shows("event 96", "event 105", "new events are followed")
	newest++
	r.layout(l, 80, 10, false)
	shows("event 97", "event 106", "new events are followed")
}

// The keys and the legend below them are one page at 120×36 and at 200×60; at 80×24 the keys
// are two. No line of the help is broken.
func TestHelpFitsItsPages(t *testing.T) {
	for size, pages := range map[tea.WindowSizeMsg]int{{Width: 120, Height: 36}: 1, {Width: 80, Height: 24}: 2, {Width: 200, Height: 60}: 1} {
		drive(t, shop(), nil, func(d *driver) {
			d.send(size)
			d.press("?")
			r := d.m.reader
			keys := slices.IndexFunc(r.lines, func(l textLine) bool { return strings.Contains(l.text, "What a row says") })
			if keys > pages*r.height || pages == 1 && len(r.rows) > r.height {
				t.Errorf("%d lines of keys, %d in all at %dx%d", keys, len(r.rows), size.Width, size.Height)
			}
			for _, row := range r.rows {
				if row.from > 0 {
					t.Errorf("a row of the help is broken at %d columns: %q", size.Width, r.lines[row.line].text)
				}
			}
		})
	}
}

// In ASCII the help names the arrow keys by words: the signs for them would be other keys.
func TestTheHelpSpellsArrowsInASCII(t *testing.T) {
	drive(t, shop(), func(o *setup) { o.ASCII = true }, func(d *driver) {
		d.send(tea.WindowSizeMsg{Width: 120, Height: 40})
		d.press("?")
		d.see("up down k j", "enter right l", "left right h l")
		d.seeNot("->", "< h <")
	})
}

// What is typed and what tab would complete are not cut where they have room.
func TestNothingIsCutInALineThatHasRoom(t *testing.T) {
	drive(t, shop(), nil, func(d *driver) {
		d.press(":")
		d.typeText("c")
		if lines := strings.Split(d.screen(), "\n"); strings.TrimSpace(lines[len(lines)-1]) != ":cluster" {
			t.Errorf("the line is %q", lines[len(lines)-1])
		}
	})
}

// What is gone to by its name is marked in the list behind it: the cluster of --cluster,
// and a service that the filter hid. A name that was never found is not told to be gone.
func TestWhatIsGoneToByNameIsMarked(t *testing.T) {
	world := shop()
	world.Clusters = append([]ecsfake.Cluster{{Name: "aaa"}}, world.Clusters...)
	drive(t, world, func(o *setup) { o.Cluster = "shop" }, func(d *driver) {
		d.press("esc")
		d.wait(time.Second)
		d.see("▌ shop")
		d.press("enter", "/")
		d.typeText("checkout")
		d.press("enter", ":")
		d.typeText("service shop/web")
		d.press("enter")
		d.see("shop › web", "the filter /checkout was cleared: it hid web")
		d.wait(time.Second)
		d.press("esc")
		d.see("▌ web", "checkout")
		d.press(":")
		d.typeText("cluster nope")
		d.press("enter")
		d.wait(3 * time.Second)
		d.see("there is no cluster nope", "esc goes back")
		d.seeNot("is gone")
		d.press(":")
		d.typeText("service shop/nope")
		d.press("enter")
		d.wait(3 * time.Second)
		d.see("there is no service nope in shop")
	})
}

// A notice that is too long for one line goes on below: its end says what to do.
func TestALongNoticeIsNotCut(t *testing.T) {
	drive(t, shop(), nil, func(d *driver) {
		d.m.notice = strings.Repeat("something long happened ", 6) + "and then: press r"
		d.m.layout(false)
		d.see("press r")
		d.fits()
		d.m.notice = strings.Repeat("something very long happened ", 60) + "and then: press r"
		d.m.layout(false)
		d.see("press r")
		d.fits()
	})
}
