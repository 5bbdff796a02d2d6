package ui

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"charm.land/lipgloss/v2"

	"tealset/model"
	"tealset/ui/widget"
)

func newClusters(backend Backend, interval time.Duration) lister[model.Cluster] {
	return lister[model.Cluster]{
		poll:     poller{page: clustersPage, interval: interval},
		grid:     grid[model.Cluster]{columns: clusterColumns(), long: clusterTexts},
		list:     backend.ListClusters,
		describe: backend.DescribeClusters,
		kind: listing[model.Cluster]{
			listOperation: "ListClusters", describeOperation: "DescribeClusters",
			batch:   describeClustersMax,
			listed:  model.ListedCluster,
			arn:     func(c model.Cluster) string { return c.ARN },
			name:    func(c model.Cluster) string { return c.Name },
			named:   func(c model.Cluster, _ string) model.Cluster { return c },
			missing: func(c model.Cluster, reason string) model.Cluster { c.Missing = reason; return c },
			fold:    func(_, read model.Cluster) model.Cluster { return read },
			keep:    func(model.Cluster) bool { return false },
		},
	}
}

func clusterTexts(c model.Cluster) []string { return []string{c.ARN, c.Name} }

func clusterColumns() []column[model.Cluster] {
	count := func(title string, of func(model.Cluster) int32) column[model.Cluster] {
		return column[model.Cluster]{
			Column: widget.Column{Title: title, Min: 9, Right: true},
			cell: func(l look, c model.Cluster, _ int) widget.Cell {
				if !c.Described {
					return widget.Styled(l.dim, glyphNone)
				}
				return number(l, of(c))
			},
			order: func(_ look, a, b model.Cluster) int { return cmp.Compare(of(a), of(b)) },
		}
	}
	return []column[model.Cluster]{
		{
			Column: widget.Column{Title: "CLUSTER", Min: 20, Max: 80},
			cell:   func(_ look, c model.Cluster, _ int) widget.Cell { return widget.Plain(c.Name) },
			order:  func(_ look, a, b model.Cluster) int { return strings.Compare(a.Name, b.Name) },
		},
		{
			Column: widget.Column{Title: "STATUS", Min: 14},
			cell:   clusterStatus,
			order:  func(_ look, a, b model.Cluster) int { return strings.Compare(a.Status, b.Status) },
		},
		count("SERVICES", func(c model.Cluster) int32 { return c.ActiveServices }),
		count("RUNNING", func(c model.Cluster) int32 { return c.RunningTasks }),
		count("PENDING", func(c model.Cluster) int32 { return c.PendingTasks }),
		count("INSTANCES", func(c model.Cluster) int32 { return c.ContainerInstances }),
	}
}

func clusterStatus(l look, c model.Cluster, _ int) widget.Cell {
	switch {
	case c.Missing != "":
		return widget.Styled(l.bad, glyphBad+" "+c.Missing)
	case !c.Described:
		return widget.Styled(l.dim, glyphNone)
	case c.Status == model.ClusterActive:
		return widget.Styled(l.good, glyphGood+" "+c.Status)
	default:
		return widget.Styled(l.busy, glyphBusy+" "+c.Status)
	}
}

// number is a count; zeros recede.
func number(l look, n int32) widget.Cell {
	if n == 0 {
		return widget.Styled(l.dim, "0")
	}
	return widget.Plain(strconv.Itoa(int(n)))
}

// pendingCell is a count of tasks that do not run yet.
func pendingCell(l look, n int32) widget.Cell {
	if n == 0 {
		return number(l, n)
	}
	return widget.Styled(l.busy, strconv.Itoa(int(n)))
}

func severityCell(glyph string, style lipgloss.Style, word string) widget.Cell {
	return widget.Styled(style, glyph+" "+word)
}
