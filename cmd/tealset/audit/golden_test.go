package audit

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tealset/model/change"
)

// earlier is a trail as the version of commit a7d6f34 wrote it, with lines of every
// kind and every outcome: made by its gateway, its ledger and its trail.
const earlier = "testdata/a7d6f34.jsonl"

// earlierTrail is a copy of that trail, in a place as a trail has it.
func earlierTrail(t *testing.T) (path, text string) {
	t.Helper()
	path, text = place(t), readFile(t, filepath.FromSlash(earlier))
	writeFile(t, path, text)
	return path, text
}

// Every line of an earlier version is a record, and has in it what the line has: a
// record that is written again is the same line.
func TestLinesOfAnEarlierVersionAreRead(t *testing.T) {
	path, text := earlierTrail(t)
	records, damaged, err := Read(path)
	if err != nil || damaged != 0 || len(records) != strings.Count(text, "\n") {
		t.Fatalf("%d records, %d damaged, %v", len(records), damaged, err)
	}
	kinds, outcomes := map[Kind]bool{}, map[change.Outcome]bool{}
	var again bytes.Buffer
	for _, r := range records {
		kinds[r.Kind], outcomes[r.Outcome] = true, true
		line, err := encode(r)
		if err != nil {
			t.Fatal(err)
		}
		again.Write(line)
	}
	// What was no UTF-8 has become U+FFFD, which need not be escaped.
	if again.String() != strings.ReplaceAll(text, `\ufffd`, "\ufffd") {
		t.Errorf("they became\n%s", again.String())
	}
	if len(kinds) != 3 || len(outcomes) != 7 { // one of them is none, that of an intent
		t.Errorf("the trail has the kinds %v and the outcomes %v alone", kinds, outcomes)
	}
}

// They are printed as they were by the version that wrote them: JSON to the byte,
// the table with its present columns.
func TestLinesOfAnEarlierVersionArePrinted(t *testing.T) {
	path, text := earlierTrail(t)
	var lines, table bytes.Buffer
	if _, damaged, err := printLines(&lines, path); err != nil || damaged != 0 {
		t.Fatal(damaged, err)
	}
	if lines.String() != text {
		t.Errorf("as JSON:\n%s", lines.String())
	}
	records, _, _ := Read(path)
	if err := Table(&table, records); err != nil {
		t.Fatal(err)
	}
	if want := readFile(t, filepath.FromSlash("testdata/a7d6f34.table")); table.String() != want {
		t.Errorf("got\n%swant\n%s", table.String(), want)
	}
}

// They are joined to changes: what that version left open is open still.
func TestWhatAnEarlierVersionLeftOpenDangles(t *testing.T) {
	path, _ := earlierTrail(t)
	records, _, _ := Read(path)
	here := bastion()
	here.now = records[len(records)-1].Time
	if got := idsOf(here.of(records...)); !slices.Equal(got, []string{"IN3FFWKB7AYFOGYU", "IMH6KG7F64I2AVRB"}) {
		t.Errorf("%v", got)
	}
}

// A member that this version does not write is nowhere in a line of an earlier one,
// and a line without it has none: no zero is made up.
func TestNewMembersAreLeftOutWhereThereAreNone(t *testing.T) {
	line, err := encode(intent("a"))
	if err != nil {
		t.Fatal(err)
	}
	var members map[string]any
	if err := json.Unmarshal(line, &members); err != nil {
		t.Fatal(err)
	}
	if _, there := members["params"]; there {
		t.Errorf("%s", line)
	}
}
