package output

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"

	"tealset/model/clean/cleantest"
)

// thing is a row of the tests.
type thing struct {
	Name  string `json:"thingName"`
	Count int    `json:"count"`
}

func columns() []Column[thing] {
	return []Column[thing]{
		{Name: "thingName", Title: "THING", Listed: true, Text: func(t thing) string { return t.Name }},
		{
			Name: "count", Title: "COUNT", Right: true, Text: func(t thing) string {
				if t.Count < 0 {
					return ""
				}
				return strings.Repeat("1", t.Count)
			}, Order: func(a, b thing) int { return a.Count - b.Count },
		},
		{Name: "twice", Title: "TWICE", Level: InWide, Text: func(t thing) string { return t.Name + t.Name }},
		{Name: "rare", Title: "RARE", Level: ByName, Text: func(thing) string { return "" }},
	}
}

func things(rows ...thing) Listing[thing] {
	return Listing[thing]{
		Member: "things", Columns: columns(), Rows: rows, Name: func(t thing) string { return t.Name },
		Value: func(t thing) any { return t },
	}
}

func wrote(t *testing.T, l Listing[thing], s Style) string {
	t.Helper()
	var out strings.Builder
	if err := l.Write(&out, s); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// Whatever stands in a name, no format gives a terminal anything to obey or to hide, nor does
// it break a line or a column; and whoever reads a document gets the name as it was.
func TestNoFormatLetsAPayloadThrough(t *testing.T) {
	t.Parallel()
	for _, payload := range append(cleantest.Payloads(t), "C:\\new\ttab", strings.Repeat("x\u0301", 3000), "no", "012345670123", "12:30") {
		listing := things(thing{Name: payload, Count: 1})
		listing.Failures = []Failure{{ARN: payload, Reason: payload, Detail: payload}}
		for _, format := range Formats() {
			text := wrote(t, listing, Style{Format: format})
			checkHarmless(t, string(format), payload, text)
			lines := strings.Count(text, "\n")
			if want, ok := map[Format]int{Table: 2, Wide: 2, Name: 1, TSV: 2, JSON: 1, JSONL: 2}[format]; ok && lines != want {
				t.Errorf("%s of %q has %d lines, want %d:\n%s", format, payload, lines, want, text)
			}
			if tabs := strings.Count(text, "\t"); format == TSV && tabs != 2 {
				t.Errorf("tsv of %q has %d tabs", payload, tabs)
			}
			var document struct {
				SchemaVersion int
				Things        []map[string]any
				Failures      []map[string]any
			}
			switch format {
			case JSON:
				if err := json.Unmarshal([]byte(text), &document); err != nil {
					t.Fatalf("%q: %v", payload, err)
				}
			case YAML:
				decoded := map[string]any{}
				if err := yaml.Unmarshal([]byte(text), &decoded); err != nil {
					t.Fatalf("%q: %v\n%s", payload, err, text)
				}
				again, err := json.Marshal(decoded)
				if err != nil {
					t.Fatal(err)
				}
				if err := json.Unmarshal(again, &document); err != nil {
					t.Fatal(err)
				}
			default:
				continue
			}
			want := strings.ToValidUTF8(payload, "\ufffd")
			if payload == "\x9b2J" || payload == "a\xff\xfeb" {
				want = document.Things[0]["thingName"].(string) // each byte is replaced alone
			}
			if document.SchemaVersion != SchemaVersion || document.Things[0]["thingName"] != want || document.Failures[0]["reason"] != want {
				t.Errorf("%s of %q is %q\n%s", format, payload, document.Things[0]["thingName"], text)
			}
		}
	}
}

// checkHarmless looks at every rune that a terminal would get.
func checkHarmless(t *testing.T, format, payload, text string) {
	t.Helper()
	if !utf8.ValidString(text) {
		t.Errorf("%s of %q is no UTF-8", format, payload)
	}
	for _, r := range text {
		if r == '\n' || r == '\t' && format == string(TSV) {
			continue
		}
		if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point) {
			t.Errorf("%s of %q lets %U through", format, payload, r)
		}
	}
}

// Every format, as docs/output.md describes it.
func TestEachFormat(t *testing.T) {
	t.Parallel()
	listing := things(thing{"web", 2}, thing{"api", -1})
	listing.Failures = []Failure{{ARN: "arn:x", Reason: "MISSING"}}
	for format, want := range map[Format]string{
		Table: "THING  COUNT\nweb       11\napi        –\n",
		Wide:  "THING  COUNT  TWICE\nweb       11  webweb\napi        –  apiapi\n",
		Name:  "web\napi\n",
		TSV:   "thingName\tcount\nweb\t11\napi\t\n",
		JSON:  `{"schemaVersion":1,"things":[{"thingName":"web","count":2},{"thingName":"api","count":-1}],"failures":[{"arn":"arn:x","reason":"MISSING"}]}` + "\n",
		JSONL: `{"schemaVersion":1,"thingName":"web","count":2}` + "\n" + `{"schemaVersion":1,"thingName":"api","count":-1}` + "\n" +
			`{"schemaVersion":1,"failure":{"arn":"arn:x","reason":"MISSING"}}` + "\n",
		YAML: "schemaVersion: 1\nthings:\n  - thingName: \"web\"\n    count: 2\n  - thingName: \"api\"\n    count: -1\nfailures:\n  - arn: \"arn:x\"\n    reason: \"MISSING\"\n",
	} {
		if diff := cmp.Diff(want, wrote(t, listing, Style{Format: format})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", format, diff)
		}
	}
	if got, want := wrote(t, things(), Style{Format: JSON}), `{"schemaVersion":1,"things":[],"failures":[]}`+"\n"; got != want {
		t.Errorf("nothing is %s", got)
	}
	if got, want := wrote(t, things(), Style{Format: YAML}), "schemaVersion: 1\nthings: []\nfailures: []\n"; got != want {
		t.Errorf("nothing is %q", got)
	}
}

// Columns are those that are named, in their order; headers can be left out; rows are sorted
// by a column with the unknown ones last.
func TestColumnsHeadersAndOrder(t *testing.T) {
	t.Parallel()
	listing := things(thing{"web", 2}, thing{"api", -1}, thing{"cart", 1})
	for _, test := range []struct {
		style Style
		want  string
	}{
		{Style{Format: TSV, Columns: []string{"count", "thingName"}, NoHeaders: true}, "11\tweb\n\tapi\n1\tcart\n"},
		{Style{Format: TSV, Columns: []string{"rare"}}, "rare\n\n\n\n"},
		{Style{Format: Table, Sort: "count", NoHeaders: true}, "cart   1\nweb   11\napi    –\n"},
		{Style{Format: Name, Sort: "thingName"}, "api\ncart\nweb\n"},
	} {
		if diff := cmp.Diff(test.want, wrote(t, listing, test.style)); diff != "" {
			t.Errorf("%+v (-want +got):\n%s", test.style, diff)
		}
	}
	for _, style := range []Style{{Format: TSV, Columns: []string{"name"}}, {Format: TSV, Sort: "x"}, {Format: TSV, Columns: []string{"THINGNAME"}}} {
		if err := listing.Write(t.Output(), style); err == nil || !strings.Contains(err.Error(), "thingName") {
			t.Errorf("%+v: %v", style, err)
		}
	}
	for _, style := range []Style{{Format: JSON, Columns: []string{"count"}}, {Format: Name, NoHeaders: true}} {
		if style.Check() == nil {
			t.Errorf("%+v has an effect", style)
		}
	}
}

// On a terminal that is too narrow words are cut, then ids are short, then the last columns are
// left out. Names and numbers are whole: somebody copies them. In a pipe, in wide, and of columns
// that were asked for, nothing is left out.
func TestATableFitsTheTerminal(t *testing.T) {
	t.Parallel()
	listing := things(thing{"web", 5}, thing{"storefront", 3})
	id := Column[thing]{Name: "id", Title: "ID", Text: func(thing) string { return "ecs-svc/1234567890" }, Short: func(thing) string { return "ecs-svc/…890" }}
	state := Column[thing]{Name: "state", Title: "STATE", Words: true, Text: func(thing) string { return "STEADY_STATE" }}
	listing.Columns = append([]Column[thing]{listing.Columns[0], id, state}, listing.Columns[1:]...)
	whole := "THING       ID                  STATE         COUNT\n" +
		"web         ecs-svc/1234567890  STEADY_STATE  11111\n" +
		"storefront  ecs-svc/1234567890  STEADY_STATE    111\n"
	tooNarrow := "THING       ID                  STATE     COUNT\n" +
		"web         ecs-svc/1234567890  STEADY_…  11111\n" +
		"storefront  ecs-svc/1234567890  STEADY_…    111\n"
	for _, test := range []struct {
		style Style
		want  string
	}{
		{Style{Format: Table}, whole},
		{Style{Format: Table, Width: 51}, whole},
		{Style{Format: Table, Width: 47}, tooNarrow},
		{Style{Format: Table, Width: 45}, "THING       ID            STATE         COUNT\n" +
			"web         ecs-svc/…890  STEADY_STATE  11111\n" +
			"storefront  ecs-svc/…890  STEADY_STATE    111\n"},
		{Style{Format: Table, Width: 40}, "THING       ID                  STATE\n" +
			"web         ecs-svc/1234567890  STEADY_…\n" +
			"storefront  ecs-svc/1234567890  STEADY_…\n"},
		{Style{Format: Table, Width: 20, NoHeaders: true}, "web\nstorefront\n"},
		{Style{Format: Table, Width: 4, NoHeaders: true}, "web\nstorefront\n"},
		{Style{Format: Table, Width: 20, Every: true}, whole},
		{Style{Format: Table, Width: 20, Columns: []string{"thingName", "id", "state", "count"}}, whole},
		{Style{Format: Wide, Width: 20, Columns: []string{"thingName", "id", "state", "count"}}, whole},
	} {
		if diff := cmp.Diff(test.want, wrote(t, listing, test.style)); diff != "" {
			t.Errorf("%+v (-want +got):\n%s", test.style, diff)
		}
	}
}

// One long name moves the rest of its own line alone, and takes no column from the others.
func TestALongNameIsWholeAndAlone(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("long", 10)
	listing := things(thing{"web", 2}, thing{long, 3})
	want := "THING" + strings.Repeat(" ", 21) + "COUNT\n" +
		"web" + strings.Repeat(" ", 23) + "   11\n" +
		long + "    111\n"
	if diff := cmp.Diff(want, wrote(t, listing, Style{Format: Table, Width: 31})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A listing of names is enough where nothing else is shown or sorted by.
func TestWhatNeedsDescriptions(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		style Style
		want  bool
	}{
		{Style{Format: Table}, true},
		{Style{Format: JSON}, true},
		{Style{Format: Name}, false},
		{Style{Format: TSV, Columns: []string{"thingName"}}, false},
		{Style{Format: TSV, Columns: []string{"thingName", "count"}}, true},
		{Style{Format: Name, Sort: "count"}, true},
	} {
		if got := NeedsDescriptions(columns(), test.style); got != test.want {
			t.Errorf("%+v: %t", test.style, got)
		}
	}
}
