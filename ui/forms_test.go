package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/ecsapi/ecsfake"
	"tealset/ui/widget"
)

// terminating is a deployment of CodeDeploy that keeps its original set.
func terminating() ecsfake.World {
	world := ready()
	world.CodeDeploy[0].Status, world.CodeDeploy[0].Terminating = "InProgress", true
	world.Balancers = []ecsfake.Balancer{serving("green", "blue")}
	return world
}

// Every form fits the least screen and the one it is designed for: nothing is cut, its target
// can be read, and the buttons are there.
func TestEveryFormFits(t *testing.T) {
	promoted := func(d *driver) {
		d.openForm("p", "Promote task set")
		d.act()
		d.wait(10 * time.Second)
		d.press("esc")
	}
	for name, c := range map[string]struct {
		world ecsfake.World
		of    func(*setup)
		first func(d *driver)
		key   string
		title string
	}{
		"promote":          {shop(), checkout, nil, "p", "Promote task set"},
		"promote-moved":    {moved(), checkout, nil, "p", "Promote task set"},
		"scale":            {shop(), checkout, nil, "%", "Scale task set"},
		"back":             {moved(), checkout, promoted, "b", "Make the former task set PRIMARY again"},
		"reroute":          {ready(), inventory, nil, "p", "Reroute the traffic now"},
		"terminate":        {terminating(), inventory, nil, "p", "Terminate the original task set now"},
		"stop-codedeploy":  {ready(), inventory, nil, "b", "Stop the deployment and roll back"},
		"continue":         {canary("ecs-pause-one", "ecs-pause-two"), web, nil, "p", "Continue the deployment at a pause hook"},
		"rollback-at-hook": {canary("ecs-pause-one"), web, nil, "b", "Roll the deployment back at a pause hook"},
		"rollback":         {canary(), web, nil, "b", "Stop the deployment and roll back"},
	} {
		for _, size := range [][2]int{{80, 24}, {60, 15}} {
			t.Run(fmt.Sprintf("form-%s/%dx%d", name, size[0], size[1]), func(t *testing.T) {
				drive(t, c.world, c.of, func(d *driver) {
					d.wait(3 * time.Second)
					if d.m.board().grid.Current().Value.TaskSet != nil && c.world.CodeDeploy == nil {
						d.on("ACTIVE")
					}
					if c.first != nil {
						c.first(d)
					}
					d.send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
					d.wait(time.Second)
					d.openForm(c.key, c.title)
					d.see("Cancel", d.m.asking().words.button)
					lines := strings.Split(d.screen(), "\n")
					if len(lines) != size[1] {
						t.Errorf("%d lines", len(lines))
					}
					for _, line := range lines {
						if widget.Width(line) > size[0] {
							t.Errorf("%d cells: %q", widget.Width(line), line)
						}
					}
					d.looksAsBefore()
				})
			})
		}
	}
}
