package change

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"tealset/model"
)

// notTold stands for what ECS did not send.
const notTold = "–"

// scaleText is the set's scale with its unit, one digit after the point: 33.3%. A
// small scale is never shown as 0.
func scaleText(set model.TaskSet) string {
	return scaleWith(set, func(value float64) string {
		short := strings.TrimSuffix(strconv.FormatFloat(value, 'f', 1, 64), ".0")
		if short == "0" {
			return exact(value)
		}
		return short
	})
}

// exactScaleText is the set's scale with every digit.
func exactScaleText(set model.TaskSet) string { return scaleWith(set, exact) }

func exact(value float64) string { return strconv.FormatFloat(value, 'g', -1, 64) }

func scaleWith(set model.TaskSet, text func(float64) string) string {
	switch {
	case set.Scale == nil:
		return notTold
	case set.Scale.Percent():
		return text(set.Scale.Value) + "%"
	default:
		return text(set.Scale.Value) + " " + set.Scale.Unit
	}
}

// ageText is a duration in its largest whole unit: 40s, 12m, 3h, 5d.
func ageText(d time.Duration) string {
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%ds", d/time.Second)
	case d < time.Hour:
		return fmt.Sprintf("%dm", d/time.Minute)
	case d < 24*time.Hour:
		return fmt.Sprintf("%dh", d/time.Hour)
	default:
		return fmt.Sprintf("%dd", d/(24*time.Hour))
	}
}

func tasks(n int32) string {
	if n == 1 {
		return "1 task"
	}
	return fmt.Sprintf("%d tasks", n)
}

func runs(n int32) string {
	switch n {
	case 0:
		return "no task runs"
	case 1:
		return "1 task runs"
	}
	return fmt.Sprintf("%d tasks run", n)
}

// lowerFirst makes a sentence a part of one.
func lowerFirst(sentence string) string {
	short := strings.TrimSuffix(sentence, ".")
	if short == "" {
		return ""
	}
	return strings.ToLower(short[:1]) + short[1:]
}
