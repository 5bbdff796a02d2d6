package ecsfake

import "time"

// A Cost is what a program asked of the services of AWS together.
type Cost struct {
	Minute  int            // Calls in the busiest minute.
	Second  map[string]int // Calls in the busiest second, by the service as policies call it: "ecs".
	Average float64        // Calls a minute.
	// Floor is how many calls a minute it takes at least to read one service every five
	// seconds and everything else that was asked for once: the different requests of a minute,
	// and eleven more.
	Floor float64
}

// CostOf is the cost of calls, the oldest first, over a time that has whole minutes.
func CostOf(calls []Call, long time.Duration) Cost {
	cost := Cost{Second: map[string]int{}}
	different := 0
	for minute := range int(long / time.Minute) {
		met := map[string]bool{}
		for _, c := range calls {
			if int(c.Time.Sub(calls[0].Time)/time.Minute) == minute {
				met[c.Operation+string(c.Body)] = true
			}
		}
		different += len(met)
	}
	for i, first := range calls {
		minute, second := 0, map[string]int{}
		for _, c := range calls[i:] {
			switch after := c.Time.Sub(first.Time); {
			case after < time.Second:
				second[c.Service]++
				minute++
			case after < time.Minute:
				minute++
			}
		}
		cost.Minute = max(cost.Minute, minute)
		for service, n := range second {
			cost.Second[service] = max(cost.Second[service], n)
		}
	}
	const others = 11 // of the twelve reads of a service in a minute the first is among the different ones
	cost.Average = float64(len(calls)) / long.Minutes()
	cost.Floor = float64(different)/float64(int(long/time.Minute)) + others
	return cost
}
