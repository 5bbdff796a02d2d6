package audit

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"

	"tealset/model"
	"tealset/model/clean"
)

// maxCell is the most runes of a text in the table: as long as ECS's names get,
// and short enough that one edited line does not push the others off the screen.
const maxCell = 255

// Table writes one row for each deletion, in the order of the records: time
// (UTC), who, what, whether with force, how it ended, ECS's error code, its
// request id and how long it took in milliseconds. What is not known is a dash.
// No text of a record reaches w uncleaned. The error is one of w.
func Table(w io.Writer, records []Record) error {
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	// Tabwriter keeps the rows to itself until Flush, and so any error of w.
	_, _ = fmt.Fprintln(out, "TIME (UTC)\tWHO\tTASK SET\tFORCE\tOUTCOME\tCODE\tREQUEST ID\tMS")
	for _, d := range join(records) {
		_, _ = fmt.Fprintln(out, strings.Join(d.row(), "\t"))
	}
	return out.Flush()
}

func (d *deletion) row() []string {
	r := d.record()
	force, took := "no", "-"
	if r.Force {
		force = "yes"
	}
	if r.Milliseconds > 0 {
		took = strconv.FormatInt(r.Milliseconds, 10)
	}
	return []string{
		r.Time.UTC().Format("2006-01-02 15:04:05"),
		cell(r.User) + "@" + cell(r.Host),
		cell(model.NameOf(r.Cluster)) + " › " + cell(model.NameOf(r.Service)) + " › " + cell(model.NameOf(r.TaskSet)),
		force, d.ending(r), cell(r.Code), cell(r.RequestID), took,
	}
}

func (d *deletion) ending(r Record) string {
	switch {
	case r.Outcome == "":
		return "none recorded"
	case d.foundLater():
		return cell(string(r.Outcome)) + " (found later)"
	default:
		return cell(string(r.Outcome))
	}
}

// cell is a text made fit for one cell. Cleaned text has no tab or line end, and
// no byte that tabwriter would obey.
func cell(text string) string {
	runes := []rune(clean.Text(text))
	switch {
	case len(runes) == 0:
		return "-"
	case len(runes) > maxCell:
		return string(runes[:maxCell-1]) + "…"
	default:
		return string(runes)
	}
}
