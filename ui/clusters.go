package ui

import (
	"context"
	"slices"

	"charm.land/lipgloss/v2"

	"tealset/model"
	"tealset/ui/say"
	"tealset/ui/widget"
)

// clusterList is the page of clusters: a lister for each source, in one table, so
// that one that fails or is slow holds up no other.
type clusterList struct {
	grid    *grid[model.Cluster]
	listers []*lister[model.Cluster]
}

func newClusters(sources []Source, pace pace) clusterList {
	list := clusterList{grid: &grid[model.Cluster]{
		columns: clusterColumns(sources), floats: true,
		name: func(c model.Cluster) string { return c.Name }, texts: clusterTexts,
	}}
	for i, source := range sources {
		list.listers = append(list.listers, &lister[model.Cluster]{
			poll:   pace.list(clustersPage, i),
			sweep:  sweep{poll: pace.sweep(clustersPage, i)},
			grid:   list.grid,
			roster: model.Roster[model.Cluster]{Source: i},
			parts:  only(""),
			list: func(ctx context.Context, _ string, from model.Cursor) (model.Names, error) {
				return source.Backend.ListClusters(ctx, from)
			},
			describe: func(ctx context.Context, _ string, clusters []string) (model.Descriptions[model.Cluster], error) {
				return source.Backend.DescribeClusters(ctx, clusters)
			},
			kind: clusterListing(source.label()),
		})
	}
	for _, lister := range list.listers {
		lister.rows = list.rows
	}
	return list
}

func clusterListing(whose string) listing[model.Cluster] {
	return listing[model.Cluster]{
		listOperation: "ListClusters", describeOperation: "DescribeClusters",
		batch: describeClustersMax,
		listed: func(arn, _ string) model.Cluster {
			c := model.ListedCluster(arn)
			c.Whose = whose
			return c
		},
		part:    func(model.Cluster) string { return "" },
		key:     func(_, arn string) model.Key { return model.ClusterKey(arn) },
		arn:     func(c model.Cluster) string { return c.ARN },
		name:    func(c model.Cluster) string { return c.Name },
		named:   func(c model.Cluster, _ string) model.Cluster { return c },
		missing: func(c model.Cluster, reason string) model.Cluster { c.Missing = reason; return c },
		fold:    func(known, read model.Cluster) model.Cluster { read.Whose = known.Whose; return read },
		keep:    func(model.Cluster) bool { return false },
	}
}

// rows are those of all sources, one source after the other.
func (c clusterList) rows() []*model.Row[model.Cluster] {
	if len(c.listers) == 1 {
		return c.listers[0].roster.Rows()
	}
	var rows []*model.Row[model.Cluster]
	for _, lister := range c.listers {
		rows = append(rows, lister.roster.Rows()...)
	}
	return rows
}

// lister is that of a source; nil for one that is not shown any more.
func (c clusterList) lister(source int) *lister[model.Cluster] {
	if source >= len(c.listers) {
		return nil
	}
	return c.listers[source]
}

func (c clusterList) each(do func(*lister[model.Cluster])) {
	for _, lister := range c.listers {
		do(lister)
	}
}

func clusterTexts(_ look, c model.Cluster) []string {
	return []string{c.ARN, c.Status, c.Missing, c.Whose}
}

// whoseColumn tells by which profile a cluster is seen, and in which Region it is.
func whoseColumn(sources []Source) column[model.Cluster] {
	const most = 40
	wide := 0
	for _, source := range sources {
		wide = max(wide, widget.Width(source.label()))
	}
	return column[model.Cluster]{
		Column: widget.Column{Title: "WHOSE", Min: min(wide, most/2), Max: min(wide, most)},
		cell:   func(_ look, c model.Cluster, _ int) widget.Cell { return widget.Plain(c.Whose) },
		rank:   func(_ look, c model.Cluster) rank { return byText(c.Whose) },
	}
}

func clusterColumns(sources []Source) []column[model.Cluster] {
	count := func(title string, of func(model.Cluster) int32) column[model.Cluster] {
		return column[model.Cluster]{
			Column: widget.Column{Title: title, Min: 9, Right: true},
			cell: func(l look, c model.Cluster, width int) widget.Cell {
				if !c.Described {
					return widget.Styled(l.dim, glyphNone)
				}
				return number(l, of(c), width)
			},
			rank: func(_ look, c model.Cluster) rank { return byNumber(of(c)) },
		}
	}
	columns := []column[model.Cluster]{
		{
			Column: widget.Column{Title: "CLUSTER", Min: 20, Max: 80},
			cell:   func(_ look, c model.Cluster, _ int) widget.Cell { return widget.Plain(c.Name) },
			rank:   func(_ look, c model.Cluster) rank { return byText(c.Name) },
		},
		{
			Column: widget.Column{Title: "STATUS", Min: 16},
			cell:   clusterStatus,
			rank:   func(_ look, c model.Cluster) rank { return byText(c.Status) },
		},
		count("SERVICES", func(c model.Cluster) int32 { return c.ActiveServices }),
		count("RUNNING", func(c model.Cluster) int32 { return c.RunningTasks }),
		count("PENDING", func(c model.Cluster) int32 { return c.PendingTasks }),
		count("INSTANCES", func(c model.Cluster) int32 { return c.ContainerInstances }),
	}
	if len(sources) > 1 {
		columns = slices.Insert(columns, 1, whoseColumn(sources))
	}
	return columns
}

func clusterStatus(l look, c model.Cluster, _ int) widget.Cell {
	switch {
	case c.Missing != "":
		return widget.Styled(l.bad, glyphBad+" "+c.Missing)
	case !c.Described:
		return widget.Styled(l.dim, glyphNone)
	case c.Status == model.ClusterActive:
		return widget.Plain(glyphGood + " " + c.Status)
	default:
		return widget.Styled(l.busy, glyphBusy+" "+say.OrNone(c.Status))
	}
}

// number is a count; zeros recede.
func number(l look, n int32, width int) widget.Cell {
	if n == 0 {
		return widget.Styled(l.dim, "0")
	}
	return widget.Plain(say.Count(n, width))
}

// pendingCell is a count of tasks that do not run yet.
func pendingCell(l look, n int32, width int) widget.Cell {
	if n == 0 {
		return number(l, n, width)
	}
	return widget.Styled(l.busy, say.Count(n, width))
}

func signCell(glyph string, style lipgloss.Style, word string) widget.Cell {
	return widget.Styled(style, glyph+" "+word)
}
