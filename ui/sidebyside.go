package ui

import "sync"

// requestsAtOnce is how many requests of one command are under way at the same time.
const requestsAtOnce = 4

// sideBySide does something for each of n, some at the same time, and returns when all is done.
// It is for the inside of a command: a panic of one is raised there, where Bubble Tea gives the
// terminal back.
func sideBySide(n int, do func(i int)) {
	var all sync.WaitGroup
	var first sync.Once
	var caught any
	free := make(chan struct{}, requestsAtOnce)
	for i := range n {
		free <- struct{}{}
		all.Go(func() {
			defer func() {
				if p := recover(); p != nil {
					first.Do(func() { caught = p })
				}
				<-free
			}()
			do(i)
		})
	}
	all.Wait()
	if caught != nil {
		panic(caught)
	}
}
