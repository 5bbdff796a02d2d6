//go:build linux || darwin

package main

import (
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"tealset/ecsapi/ecsfake"
)

// story is a world, and what the board of its service checkout tells of it.
type story struct {
	world   ecsfake.World
	passed  time.Duration // how long the world has moved when the program starts
	refused string        // the operation that may not be called; none is refused where it is empty
	sees    []string      // all on the board at once, before any key is pressed; blanks in a row count as one
	key     string        // opens another page; none where it is empty
	then    []string      // all on that page at once
}

// inFront has the PRIMARY and a candidate of checkout behind the default rule of a listener.
func inFront(balancer ecsfake.Balancer, sets ...ecsfake.TaskSet) ecsfake.World {
	return ecsfake.World{
		Balancers: []ecsfake.Balancer{balancer},
		Clusters:  []ecsfake.Cluster{{Name: "shop", Services: []ecsfake.Service{{Name: "checkout", Controller: ecsfake.External, Desired: 3, TaskSets: sets}}}},
	}
}

var serves = ecsfake.TaskSet{Status: ecsfake.Primary, ID: blue, Revision: 41, Age: 72 * time.Hour, TargetGroup: "blue"}

// ofBoards are the stories that are told by a board as it opens.
func ofBoards() map[string]story {
	shared := func(first, second int) ecsfake.Balancer {
		return ecsfake.Balancer{Name: "front", Listeners: []ecsfake.Listener{{Port: 443, Default: ecsfake.Split(
			ecsfake.Weighted{Group: "blue", Weight: &first}, ecsfake.Weighted{Group: "green", Weight: &second})}}}
	}
	candidate := ecsfake.TaskSet{ID: green, Revision: 42, Age: time.Hour, TargetGroup: "green"}
	imageless := ecsfake.TaskSet{
		ID: green, Revision: 42, Age: 6 * time.Minute, Running: new(0), TargetGroup: "green",
		Ends: ecsfake.ImageMissing("123456789012.dkr.ecr.eu-west-1.amazonaws.com/checkout:v42"),
	}
	classic := serves
	classic.TargetGroup, classic.LoadBalancers = "", []ecsfake.LoadBalancer{{LoadBalancerName: "old", ContainerName: "checkout", ContainerPort: 8080}}
	rollout := inFront(shared(90, 10), serves, candidate)
	split := inFront(shared(950, 50), serves)
	split.Clusters[0].Services[0].Controller = ecsfake.ECS
	split.Clusters[0].Services[0].Strategy = ecsfake.Strategy{Name: "CANARY", Percent: 5, Alternate: "green", Balancer: "front", Port: 443}
	return map[string]story{
		"an image is missing": {
			world: inFront(shared(100, 0), serves, imageless), passed: 2 * time.Minute,
			sees: []string{"stopped", "image or tag not found", "checkout:v42: not found", "next mend: the tasks of …222222222 stop (image or tag not found)"},
		},
		"a rule is split with no rollout": {
			world: split, sees: []string{"95 %", "next mend: :443 is split with no rollout"},
			key: "w", then: []string{"weight 950 of 1000 95 %", "others of no set here: weight 50 of 1000"},
		},
		"a network load balancer": {
			world: inFront(ecsfake.Balancer{Name: "front", Type: ecsfake.Network, Listeners: []ecsfake.Listener{
				{Port: 1935, Default: ecsfake.Split(ecsfake.Weighted{Group: "blue"})},
			}}, serves),
			sees: []string{"100 % 3/3", "next nothing to do"},
			key:  "w", then: []string{":1935 TCP", "weight 1 of 1 100 %", "a Network Load Balancer: these weights are what was set"},
		},
		"a classic load balancer": {
			world: inFront(shared(100, 0), classic), sees: []string{"classic classic", "next nothing to do"},
			key: "w", then: []string{"it has a Classic Load Balancer, which has no rules and no weights"},
		},
		"all rights": {
			world: rollout, sees: []string{"90 % 3/3", "10 % 3/3", "next shift on: …222222222 has 10 %, next 50 %", "● running"},
			key: "w", then: []string{"aws elbv2 modify-listener"},
		},
		"no right to the rules' listeners": {
			world: rollout, refused: "DescribeListeners", sees: []string{"no access 3/3", "● running", "next promote …222222222"},
			key: "w", then: []string{"no access: DescribeListeners is not allowed"},
		},
		"no right to the health of targets": {
			world: rollout, refused: "DescribeTargetHealth", sees: []string{"90 % no access", "10 % no access", "● running"},
			key: "w", then: []string{"aws elbv2 modify-listener"},
		},
		"no right to the tasks": {
			world: rollout, refused: "ListTasks", sees: []string{"no access: ListTasks is not allowed", "90 % 3/3", "10 % 3/3"},
			key: "t", then: []string{"no permission for ecs:ListTasks"},
		},
		"no right to the definitions": {
			world: rollout, refused: "DescribeTaskDefinition", sees: []string{"90 % 3/3", "10 % 3/3", "● running"},
			key: "v", then: []string{"no access: DescribeTaskDefinition is not allowed"},
		},
	}
}

// What a board tells at once: why the tasks of a candidate stop, a rule that was left split, load
// balancers without weights, and what a missing right costs and what it leaves. All of it stands
// on the smallest usual terminal without a key, and the terminal is given back.
func TestABoardTellsItsStory(t *testing.T) {
	t.Parallel()
	for name, story := range ofBoards() {
		if len(buildFlags) > 0 && story.refused != "" {
			continue // the race detector finds nothing there that the other stories do not have
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var ahead atomic.Int64
			ecs := ecsfake.New(func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }, story.world)
			ahead.Store(int64(story.passed))
			if story.refused != "" {
				ecs.Fail(story.refused, -1, ecsfake.Exception("AccessDeniedException",
					"User: arn:aws:sts::123456789012:assumed-role/oncall/me is not authorized to perform: ecs:"+story.refused))
			}
			server := httptest.NewServer(ecs)
			t.Cleanup(server.Close)
			s := start(t, []string{
				"AWS_ACCESS_KEY_ID=AKID", "AWS_SECRET_ACCESS_KEY=secret", "AWS_ENDPOINT_URL=" + server.URL,
			}, "--region", "eu-west-1", "--cluster", "shop", "--service", "checkout", "--no-audit")
			s.reads(story.sees)
			if story.key != "" {
				s.press(story.key)
				s.reads(story.then)
			}
			s.press(ctrlC)
			s.exits(130)
			s.leavesTheTerminalAsItWas()
		})
	}
}

// reads waits until all texts are on the screen, where blanks and the ends of lines in a row count
// as one blank.
func (s *session) reads(texts []string) {
	s.t.Helper()
	(&operator{session: s}).until(func() bool {
		screen := strings.Join(strings.Fields(s.screen.String()), " ")
		for _, text := range texts {
			if !strings.Contains(screen, text) {
				return false
			}
		}
		return true
	})
}
