package ui

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"tealset/ecsapi/ecsfake"
)

// oddity is something that ECS, or what stands in for it, may answer and that
// nobody expects.
type oddity struct {
	name   string
	world  ecsfake.World
	change func(*setup)
	then   func(d *driver) // makes it odd where a world cannot be so
	// see are the patterns that have to be found on each page, and not those that
	// must not be.
	see, not sights
}

// sights are patterns by the page that they are about.
type sights map[string][]string

// The pages of a tour. Those about one thing are its details, its YAML and JSON.
const (
	onClusters   = "clusters"
	onCluster    = "a cluster"
	onServices   = "services"
	onService    = "a service"
	onBoard      = "the board"
	onSet        = "a task set"
	onDialog     = "the dialog"
	onRefusal    = "a set that nobody can delete"
	onEvents     = "the events"
	onTasks      = "the tasks"
	onTask       = "a task"
	onHistory    = "the history"
	onDeployment = "a deployment of the history"
	onActivity   = "the activity"

	onDifference = "the difference"
	onExport     = "the export"
	onTraffic    = "the traffic"
	onRule       = "a rule"
)

// raw are members of an answer as they go over the wire.
type raw = map[string]any

// verbatim is JSON that is sent as it is written, also where no value makes it.
func verbatim(text string) json.RawMessage { return json.RawMessage(text) }

// Whatever is odd about an answer: every page shows it in its frame, nothing that is
// not known looks like a number, and all keys answer.
func TestOddAnswersAreShownAsTheyAre(t *testing.T) {
	for _, table := range [][]oddity{oddShapes(), oddCounts(), oddValues(), oddTexts(t), oddBodies()} {
		for _, odd := range table {
			t.Run(odd.name, func(t *testing.T) {
				t.Parallel()
				drive(t, odd.world, odd.change, func(d *driver) {
					tour := &tour{driver: d, seen: map[string]string{}}
					if odd.then != nil {
						odd.then(d)
						d.wait(time.Second)
					}
					tour.all()
					tour.compare(odd.see, true)
					tour.compare(odd.not, false)
				})
			})
		}
	}
}

const widest = splitWidth - 1

// sizes are the one with most columns, one that is too small, the split, and the one
// that the walk is in.
var sizes = []tea.WindowSizeMsg{{Width: widest, Height: 24}, {Width: 59, Height: 24}, {Width: 120, Height: 36}, {Width: 80, Height: 24}}

// stop looks at a page in all sizes, the last of which stays.
func (w *tour) stop(page string) {
	for _, size := range sizes {
		if size.Width == widest && (w.m.reader != nil || w.m.asking() != nil) {
			continue // they are as they are in the split
		}
		w.send(size)
		content := w.m.View().Content
		w.framed(content)
		if w.m.reader != nil && size.Width == splitWidth {
			content += "\n" + w.m.reader.drawn(w.m.look)
		}
		w.tame(content)
		w.seen[page] += ansi.Strip(content) + "\n"
	}
	w.fits()
}

// framed tells whether a screen has the lines of the terminal, and none that is wider.
func (w *tour) framed(content string) {
	w.t.Helper()
	lines := strings.Split(content, "\n")
	if len(lines) != w.m.height && (!w.m.tooSmall() || len(lines) != 1) {
		w.t.Fatalf("%d lines at %dx%d:\n%s", len(lines), w.m.width, w.m.height, ansi.Strip(content))
	}
	for _, line := range lines {
		if wide := ansi.StringWidth(line); wide > w.m.width {
			w.t.Fatalf("%d cells at %dx%d: %q", wide, w.m.width, w.m.height, line)
		}
	}
}

// below are ages before their time, as clocks that disagree would make them; other
// numbers below zero are what ECS said.
var below = regexp.MustCompile(`[ (]-\d+(ms|[smhd])\b`)

// wrong are signs of a value that was drawn without being looked at: a time that is
// none, a verb of fmt, a pointer.
var wrong = []string{"0001-01-01", "1969-", "1970-", "%!", "<nil>", "NaN", "Inf", "0xc0"}

var blank = regexp.MustCompile(`\n[ │\n]*\n`)

func (w *tour) tame(content string) {
	w.t.Helper()
	for line := range strings.SplitSeq(ansi.Strip(content), "\n") {
		if strings.ContainsFunc(line, obeyed) {
			w.t.Fatalf("a terminal would obey something in %+q", line)
		}
		if strings.Contains(line, "panic in the AWS SDK") {
			continue // it may name a NaN
		}
		found := slices.ContainsFunc(wrong, func(sign string) bool { return strings.Contains(line, sign) })
		if found || strings.Contains(line, "-") && below.MatchString(line) {
			w.t.Errorf("no value is meant by %q", line)
		}
	}
	if rest := sgr.ReplaceAllString(content, ""); strings.Contains(rest, "\x1b") {
		w.t.Fatalf("more than colours is sent: %+q", rest)
	}
}

// compare tells whether the patterns are on their pages, or are not.
func (w *tour) compare(patterns sights, there bool) {
	for page, all := range patterns {
		if w.seen[page] == "" {
			w.t.Errorf("%s was never seen:\n%s", page, w.screen())
			continue
		}
		for _, pattern := range all {
			if regexp.MustCompile(`(?m)`+pattern).MatchString(w.seen[page]) != there {
				w.t.Errorf("%s: that /%s/ is there is not %t:\n%s", page, pattern, there, blank.ReplaceAllString(w.seen[page], "\n"))
			}
		}
	}
}
