package ui

import (
	"encoding/json"
	"fmt"
	"reflect"
	"time"

	"tealset/model/change"

	"github.com/goccy/go-yaml"
)

// tour is a walk over every page there is a way to.
type tour struct {
	*driver
	seen map[string]string // by page, all that was on it
}

// all goes from where the dashboard was opened to every board, and back.
func (w *tour) all() {
	if w.m.place() == atClusters {
		w.stop(onClusters)
		w.each(func() { w.texts(onCluster) })
		w.press("g", "enter")
		w.rest(3 * time.Second) // the SDK tries some answers three times
		w.rest(3 * time.Second)
	}
	if w.m.place() == atServices {
		w.services()
	}
	if w.m.place() == atBoard {
		w.board()
	}
	w.press("a")
	w.stop(onActivity)
	w.press("G", "g", "a")
	if w.m.reader != nil {
		w.t.Error("a does not close the activity again")
	}
	w.press("esc", "esc", "esc")
	if w.m.place() != atClusters {
		w.t.Errorf("esc leads to %d, not to the clusters", w.m.place())
	}
}

// rest lets time pass in one go, which is cheaper than wait.
func (w *tour) rest(long time.Duration) {
	time.Sleep(long)
	w.settle()
}

func (w *tour) services() {
	w.stop(onServices)
	w.each(func() {
		w.texts(onService)
		w.press("enter")
		w.rest(time.Second)
		w.board()
		w.press("esc")
		w.rest(time.Second)
		w.fits()
	})
}

func (w *tour) board() {
	w.stop(onBoard)
	if shown, _ := w.m.table().count(); shown == 0 {
		w.press("ctrl+d")
		if w.m.asking() != nil {
			w.t.Errorf("a dialog is open about nothing:\n%s", w.screen())
		}
		w.texts(onService)
	}
	w.each(func() {
		w.texts(onSet)
		switch board := w.m.board(); {
		case board.grid.Current() == nil:
		case board.ofSet(change.DeleteTaskSet, board.grid.Current()).Why == "":
			w.dialogue()
		default:
			w.rest(armAfter) // a text was closed just now
			w.press("ctrl+d")
			if w.m.asking() != nil {
				w.t.Errorf("a dialog is open where nothing can be deleted:\n%s", w.screen())
			}
			w.stop(onRefusal)
		}
	})
	w.list("t", onTasks, onTask)
	w.list("H", onHistory, onDeployment)
	w.press("e")
	w.stop(onEvents)
	w.press("G", "g", "esc")
	w.rollout()
}

// list opens a list of the board, and what it has of its first row. Where the key opens none,
// it has said why.
func (w *tour) list(key, list, one string) {
	w.rest(armAfter) // a text was closed just now
	deep := len(w.m.pages)
	w.press(key)
	w.rest(time.Second)
	if len(w.m.pages) == deep {
		return
	}
	w.stop(list)
	w.press("enter")
	w.rest(time.Second)
	if w.m.reader != nil {
		w.stop(one)
		w.press("G", "esc")
	}
	w.rest(time.Second)
	w.press("esc")
}

// rollout opens what a board has to tell of its rollout.
func (w *tour) rollout() {
	w.rest(armAfter)
	for _, page := range []struct{ key, name string }{{"v", onDifference}, {"x", onExport}} {
		w.press(page.key)
		w.rest(time.Second)
		w.stop(page.name)
		if w.m.reader != nil {
			w.press("G", "g", page.key)
		}
	}
	w.press("w")
	w.rest(time.Second)
	if _, open := w.m.top().(*routesPage); !open { // nothing is known of the service
		return
	}
	w.each(func() {
		w.stop(onTraffic)
		w.texts(onRule)
		w.press("enter")
		w.stop(onTraffic)
		if w.m.reader != nil {
			w.press("esc")
			w.rest(armAfter)
		}
	})
	w.press("5")
	w.stop(onTraffic)
	if w.m.overlays.Top() != nil { // where there is no rule no share can be typed
		w.press("esc")
	}
	w.press("esc")
}

// each does something with the cursor on each row of a page, from the first down.
func (w *tour) each(do func()) {
	w.press("g")
	met := map[string]bool{}
	shown, _ := w.m.table().count()
	for i := range shown {
		about := w.underCursor()
		if met[about] {
			w.t.Errorf("the cursor comes no further than row %d:\n%s", i, w.screen())
		}
		met[about] = true
		do()
		if now := w.underCursor(); now != about {
			w.t.Errorf("the cursor went from %s to %s by itself", about, now)
		}
		w.press("down")
	}
}

// underCursor names the row under the cursor. A deployment has no ARN.
func (w *tour) underCursor() string {
	about, _ := w.m.subject()
	if w.m.place() == atBoard {
		return about.arn + " " + fmt.Sprint(w.m.board().grid.at)
	}
	return about.arn
}

// texts opens what is to be read about the thing under the cursor.
func (w *tour) texts(page string) {
	if _, ok := w.m.subject(); !ok {
		return
	}
	for _, key := range []string{"d", "y", "J"} {
		w.press(key)
		if w.m.reader == nil {
			w.t.Fatalf("%s opens nothing:\n%s", key, w.screen())
		}
		if key == "y" { // it is as long and as wide as the JSON
			w.tame(w.m.View().Content)
		} else {
			w.stop(page)
		}
		w.press("G")
		w.framed(w.m.View().Content)
		if key == "J" {
			w.agree()
		}
		w.press("g", key)
		if w.m.reader != nil {
			w.t.Fatalf("%s does not close what it opened:\n%s", key, w.screen())
		}
	}
}

// agree tells whether the YAML says what the JSON says.
func (w *tour) agree() {
	source := func(text text) string {
		r := newReader(&w.m.keys, w.m.keys.JSON, "", w.m.reader.about, text)
		r.layout(w.m.look, w.m.width, 1, false)
		return r.whole()
	}
	var inJSON, inYAML any
	if err := json.Unmarshal([]byte(source(jsonText(w.m.reader.about))), &inJSON); err != nil {
		w.t.Errorf("the JSON page is no JSON: %v\n%s", err, w.screen())
	}
	text := source(yamlText(w.m.reader.about))
	converted, err := yaml.YAMLToJSON([]byte(text))
	if err == nil {
		err = json.Unmarshal(converted, &inYAML)
	}
	if err != nil || !reflect.DeepEqual(inJSON, inYAML) {
		w.t.Errorf("the YAML page does not say what the JSON page says: %v\n%s", err, text)
	}
}

// dialogue opens the delete dialog, looks to its end, and closes it.
func (w *tour) dialogue() {
	w.rest(armAfter) // a text was closed just now
	w.press("ctrl+d")
	if w.m.asking() == nil {
		w.t.Fatalf("no dialog opens:\n%s", w.screen())
	}
	w.rest(armAfter)
	w.stop(onDialog)
	w.slowly("shift+tab", "space", "tab")
	for range 5 {
		w.press("down")
	}
	w.fits()
	w.press("esc")
	if w.m.asking() != nil {
		w.t.Fatalf("the dialog does not close:\n%s", w.screen())
	}
}
