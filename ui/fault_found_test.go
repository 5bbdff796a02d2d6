package ui

import (
	"regexp"
	"testing"
	"time"
)

// A right to describe that is given back is found out without a key on the page of all
// services too, also for the clusters that are off the screen.
func TestARightThatIsGivenBackIsFoundOutOnThePageOfAllServices(t *testing.T) {
	t.Parallel()
	watch(t, allAt80, lacks("DescribeServices"), func(w *watcher) {
		w.wait(20 * time.Second)
		w.ecs.Heal()
		w.soon(10*time.Minute, "the right is there", func() bool { return w.allWell() && !w.tells("described") })
	})
}

// On the page of all services the clusters are listed again when that is told.
func TestTheNextTryOfTheClustersIsWhenItIsToldOnThePageOfAllServices(t *testing.T) {
	t.Parallel()
	watch(t, allAt80, nil, func(w *watcher) {
		w.wait(20 * time.Second)
		w.ecs.Fail("ListClusters", 1, denied("ListClusters"))
		w.soon(5*time.Minute, "the clusters are listed", func() bool { return w.m.failing() != nil })
		told := regexp.MustCompile(`next try in (\d+)(s|m)`).FindStringSubmatch(w.screen())
		if told == nil {
			t.Fatalf("no next try is told:\n%s", w.screen())
		}
		long, _ := time.ParseDuration(told[1] + told[2])
		w.soon(long+10*time.Second, "the clusters are listed again after "+told[0], w.allWell)
	})
}

// A fault above the rows is told of its request on the activity page as well.
func TestTheActivityPageTellsOfAnEmptyAnswer(t *testing.T) {
	t.Parallel()
	for _, page := range allFaultPages {
		t.Run(page.name, func(t *testing.T) {
			t.Parallel()
			watch(t, page, nil, func(w *watcher) {
				w.readOn()
				b := troubleNamed(t, "200 empty body")
				b.begin(w.ecs, w.line)
				w.soon(40*time.Second, b.headline, func() bool { return w.tells(b.headline) })
				w.press("a")
				w.showsCall(b)
			})
		})
	}
}
