package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"runtime"
	"strings"
)

// A report is all results, and what of the machine and of the flags they depend
// on. It names no machine and no file.
type report struct {
	OS              string           `json:"goos"`
	Architecture    string           `json:"goarch"`
	CPUs            int              `json:"cpus"`
	Go              string           `json:"go"` // What built this program, and tealset as well unless --binary named one.
	Columns         int              `json:"columns"`
	Lines           int              `json:"lines"`
	IdleSeconds     float64          `json:"idle_s"`
	PatienceSeconds float64          `json:"patience_s"`
	Runs            int              `json:"runs"`
	Cases           []map[string]any `json:"cases"`

	rows     [][]string
	compared strings.Builder // The tables of what was compared.
	fake     float64         // The slowest answer of the fake itself, in milliseconds.
}

func newReport(o options) *report {
	return &report{
		OS: runtime.GOOS, Architecture: runtime.GOARCH, CPUs: runtime.NumCPU(), Go: runtime.Version(),
		Columns: o.width, Lines: o.height, Runs: o.runs,
		IdleSeconds: o.idle.Seconds(), PatienceSeconds: o.patience.Seconds(),
	}
}

// heads are the titles of the columns that add fills.
var heads = []string{
	"services", "latency", "first names", "first counts", "screen full", "all read", "requests until each",
	"idle requests/min", "most requests in 1 s", "most service reads in 1 s (with keys)", "peak memory",
	"bytes until first counts", "idle bytes/min", "idle CPU/min", "key median", "key p99", "key slowest",
}

func (r *report) add(c scenario, of result) {
	one := map[string]any{"services": c.services, "latency_ms": inMilliseconds(c.latency)}
	for i, value := range of {
		one[keys[i]] = nil
		if value != missing {
			one[keys[i]] = math.Round(value*100) / 100
		}
	}
	r.Cases = append(r.Cases, one)
	r.fake = max(r.fake, of[fakeSlowest])
	requests := []string{
		thousands(of[firstNamesRequests]), thousands(of[firstCountsRequests]),
		thousands(of[fullScreenRequests]), thousands(of[allReadRequests]),
	}
	r.rows = append(r.rows, []string{
		thousands(float64(c.services)), milliseconds(inMilliseconds(c.latency)),
		milliseconds(of[firstNames]), milliseconds(of[firstCounts]), milliseconds(of[fullScreen]), milliseconds(of[allRead]),
		strings.Join(requests, " / "),
		thousands(of[idleRequests]), thousands(of[busiestSecond]),
		thousands(of[busiestReads]) + " (" + thousands(of[keyBusiestReads]) + ")",
		withUnit(math.Round(of[memory]), "MiB"), thousands(of[firstCountsBytes]), thousands(of[idleBytes]),
		milliseconds(of[idleCPU]), milliseconds(of[keyMedian]), milliseconds(of[keyP99]), milliseconds(of[keySlowest]),
	})
}

// compare writes each figure of a case beside that of another program.
func (r *report) compare(c scenario, of, beside result) {
	fmt.Fprintf(&r.compared, "\n| %s | this | beside | ratio |\n|---|--:|--:|--:|\n", c)
	ratios := map[string]any{}
	for i := range of {
		ratio := unknown
		if of[i] != missing && beside[i] != missing && beside[i] > 0 {
			ratio = fmt.Sprintf("%.2f", of[i]/beside[i])
			ratios[keys[i]] = math.Round(100*of[i]/beside[i]) / 100
		}
		fmt.Fprintf(&r.compared, "| %s | %s | %s | %s |\n", keys[i], withUnit(of[i], ""), withUnit(beside[i], ""), ratio)
	}
	r.Cases[len(r.Cases)-1]["ratios"] = ratios
}

func (r *report) print(w io.Writer, asJSON bool) error {
	if asJSON {
		encoder := json.NewEncoder(w)
		encoder.SetIndent("", "  ")
		return encoder.Encode(r)
	}
	_, err := io.WriteString(w, r.markdown())
	return err
}

func (r *report) markdown() string {
	var b strings.Builder
	line := func(cells []string) { fmt.Fprintf(&b, "| %s |\n", strings.Join(cells, " | ")) }
	line(heads)
	fmt.Fprintf(&b, "|%s\n", strings.Repeat("--:|", len(heads)))
	for _, cells := range r.rows {
		line(cells)
	}
	b.WriteString(r.compared.String())
	fmt.Fprintf(&b, "\n%s/%s, %d CPUs, %s; a terminal of %dx%d; medians of runs: %d; idle for %gs; patience %gs.\n",
		r.OS, r.Architecture, r.CPUs, r.Go, r.Columns, r.Lines, r.Runs, r.IdleSeconds, r.PatienceSeconds)
	fmt.Fprintf(&b, "Beside the latency, the slowest answer of the fake ECS took %s.\n", milliseconds(r.fake))
	return b.String()
}

// unknown stands for what was not reached, or what this system does not tell.
const unknown = "–"

func milliseconds(value float64) string {
	if value >= 1000 {
		return withUnit(math.Round(value/10)/100, "s")
	}
	if value < 10 {
		return withUnit(math.Round(value*10)/10, "ms")
	}
	return withUnit(math.Round(value), "ms")
}

func withUnit(value float64, unit string) string {
	if value == missing {
		return unknown
	}
	return strings.TrimSpace(fmt.Sprintf("%.4g %s", value, unit))
}

// thousands writes a whole number with commas.
func thousands(value float64) string {
	if value == missing {
		return unknown
	}
	digits := fmt.Sprintf("%.0f", value)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
