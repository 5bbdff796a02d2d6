package audit

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"tealset/model"
	"tealset/model/clean"
)

// maxCell is the most runes of a text in the table: as long as ECS's names get,
// and short enough that one edited line does not push the others off the screen.
const maxCell = 255

// Table writes one row for each change, in the order of the records: time (UTC),
// who, in which account and Region, the operation with its parameters, on what,
// whether with force, how it ended, ECS's error code, its request id and how long
// it took in milliseconds. What is not known is a dash.
// No text of a record reaches w uncleaned. The error is one of w.
func Table(w io.Writer, records []Record) error {
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	// Tabwriter keeps the rows to itself until Flush, and so any error of w.
	_, _ = fmt.Fprintln(out, "TIME (UTC)\tWHO\tACCOUNT\tREGION\tOPERATION\tTASK SET\tFORCE\tOUTCOME\tCODE\tREQUEST ID\tMS")
	for _, e := range join(records) {
		_, _ = fmt.Fprintln(out, strings.Join(e.row(), "\t"))
	}
	return out.Flush()
}

func (e *entry) row() []string {
	r := e.record()
	force, took := "no", "-"
	if r.Force {
		force = "yes"
	}
	if r.Milliseconds > 0 {
		took = strconv.FormatInt(r.Milliseconds, 10)
	}
	return []string{
		r.Time.UTC().Format("2006-01-02 15:04:05"),
		cell(r.User) + "@" + cell(r.Host), cell(r.Account), cell(r.Region), operation(r),
		where(r),
		force, e.ending(r), cell(r.Code), cell(r.RequestID), took,
	}
}

// where is the task set of the change, or the service of a deployment, whose id or ARN is
// among the parameters.
func where(r Record) string {
	service := cell(model.NameOf(r.Cluster)) + " › " + cell(model.NameOf(r.Service))
	if r.TaskSet == "" && len(r.Params) > 0 {
		return service
	}
	return service + " › " + cell(model.NameOf(r.TaskSet))
}

// operation is the operation with its parameters in the order of their names.
func operation(r Record) string {
	var text strings.Builder
	text.WriteString(r.Operation)
	for _, name := range slices.Sorted(maps.Keys(r.Params)) {
		text.WriteString(" " + name + "=" + r.Params[name])
	}
	return cell(text.String())
}

func (e *entry) ending(r Record) string {
	switch {
	case r.Outcome == "":
		return "none recorded"
	case e.foundLater():
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
