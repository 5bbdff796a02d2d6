package main

import (
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"strconv"
	"time"

	"github.com/spf13/pflag"
)

// options are what the flags say.
type options struct {
	binary         string // Empty: it is built.
	beside         string // Another program to compare with; empty for none.
	services       []int
	latencies      []time.Duration
	width, height  int
	idle, patience time.Duration
	runs           int
	stories        time.Duration // How long the stories are looked at; 0 for not at all.
	json           bool
}

// A scenario is one row of the table.
type scenario struct {
	services int
	latency  time.Duration // Before each answer.
}

func (c scenario) String() string {
	return fmt.Sprintf("%s services, %s", thousands(float64(c.services)), c.latency)
}

func (o options) cases() []scenario {
	cases := make([]scenario, 0, len(o.services)*len(o.latencies))
	for _, n := range o.services {
		for _, latency := range o.latencies {
			cases = append(cases, scenario{n, latency})
		}
	}
	return cases
}

// What the measurement can bear. Below fewest, a key of the cycle would not move
// the cursor; above most, the fleet's names are no longer in the order of their
// numbers.
const (
	fewest, most         = 4, 9999
	narrowest, widest    = 60, 500
	lowest, highest      = 12, 200
	mostLatency          = 10 * time.Second
	leastIdle, leastRuns = time.Second, 1
)

var sizes = regexp.MustCompile(`^(\d{1,4})x(\d{1,4})$`)

// parse reads the command line. Its error is one sentence that says what to do.
func parse(args []string, help io.Writer) (options, error) {
	var o options
	var size string
	flags := pflag.NewFlagSet("tealset-bench", pflag.ContinueOnError)
	flags.SortFlags = false
	flags.SetOutput(help)
	flags.StringVar(&o.binary, "binary", "", "measure this program instead of building one")
	flags.StringVar(&o.beside, "beside", "", "measure this program too, in turn with the other, and tell the ratios")
	flags.IntSliceVar(&o.services, "services", []int{500, 5000}, "services of the cluster, a case for each of the `numbers`")
	flags.DurationSliceVar(&o.latencies, "latency", []time.Duration{0, 40 * time.Millisecond, 200 * time.Millisecond},
		"wait before each answer, a case for each of the `times`")
	flags.StringVar(&size, "size", "120x36", "columns and lines of the terminal")
	flags.DurationVar(&o.idle, "idle", time.Minute, "look this long at the idle program, and press keys this long")
	flags.DurationVar(&o.patience, "patience", 5*time.Minute, "wait this long for all services to be read")
	flags.IntVar(&o.runs, "runs", 1, "measure each case this often and tell the medians")
	flags.DurationVar(&o.stories, "stories", 0, "count the requests of an open board in each story of the demo for this `time` instead")
	flags.BoolVar(&o.json, "json", false, "print JSON instead of a table")
	if err := flags.Parse(args); err != nil {
		return o, fmt.Errorf("%w; see tealset-bench --help", err)
	}
	if flags.NArg() > 0 {
		return o, fmt.Errorf("there is no argument %q; see tealset-bench --help", flags.Arg(0))
	}
	for _, binary := range []*string{&o.binary, &o.beside} {
		if *binary == "" {
			continue
		}
		absolute, err := filepath.Abs(*binary) // It is run from another directory.
		if err != nil {
			return o, err
		}
		*binary = absolute
	}
	return o, o.check(size)
}

func (o *options) check(size string) error {
	parts := sizes.FindStringSubmatch(size)
	if parts == nil {
		return fmt.Errorf("--size %q is no size; give columns and lines, such as 120x36", size)
	}
	o.width, _ = strconv.Atoi(parts[1])
	o.height, _ = strconv.Atoi(parts[2])
	if o.width < narrowest || o.width > widest || o.height < lowest || o.height > highest {
		return fmt.Errorf("--size %s is out of range; give %dx%d to %dx%d", size, narrowest, lowest, widest, highest)
	}
	for _, n := range o.services {
		if n < fewest || n > most {
			return fmt.Errorf("--services %d is out of range; give numbers from %d to %d", n, fewest, most)
		}
	}
	for _, latency := range o.latencies {
		if latency < 0 || latency > mostLatency {
			return fmt.Errorf("--latency %s is out of range; give times from 0s to %s", latency, mostLatency)
		}
	}
	switch {
	case len(o.services) == 0 || len(o.latencies) == 0:
		return fmt.Errorf("--services and --latency need a value each; leave them out for the usual cases")
	case o.idle < leastIdle:
		return fmt.Errorf("--idle %s is too short; give %s or more", o.idle, leastIdle)
	case o.patience <= 0:
		return fmt.Errorf("--patience %s is no time to wait; give one such as 5m", o.patience)
	case o.stories != 0 && (o.stories < time.Minute || o.stories%time.Minute != 0 || o.json || o.beside != ""):
		return fmt.Errorf("--stories takes whole minutes, such as 9m, without --json and --beside")
	case o.runs < leastRuns:
		return fmt.Errorf("--runs %d measures nothing; give %d or more", o.runs, leastRuns)
	}
	return nil
}
