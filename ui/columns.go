package ui

import (
	"slices"
	"time"

	"tealset/model"
	"tealset/ui/say"
	"tealset/ui/widget"
)

// The tables whose columns can be chosen.
const (
	TableClusters = "clusters"
	TableServices = "services"
	TableTaskSets = "task-sets"
)

// Table is a table whose columns can be chosen.
type Table struct {
	Name    string
	Columns []string // the names of all that it has
	Needs   string   // the one without which nobody could tell its rows apart
}

// Tables are all of them.
func Tables() []Table {
	return []Table{
		{TableClusters, columnNames(append(clusterColumns(nil), moreClusterColumns()...)), "clusterName"},
		{TableServices, columnNames(append(serviceColumns(nil), moreServiceColumns()...)), "serviceName"},
		{TableTaskSets, columnNames(slices.Concat(allTaskSetColumns(nil), trafficColumns(model.Rollout{}, time.Time{}), []column[side]{stopsColumn()}, moreTaskSetColumns())), "id"},
	}
}

func columnNames[T any](columns []column[T]) []string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.name
	}
	return names
}

// chosen are the columns that somebody asked for by their names, in that order; more are
// those that stand only where they are asked for. What a table does not have now is left
// out. Without names the usual columns stand.
func chosen[T any](names []string, usual []column[T], more func() []column[T]) []column[T] {
	if len(names) == 0 {
		return usual
	}
	var columns []column[T]
	all := slices.Concat(usual, more())
	for _, name := range names {
		for _, c := range all {
			if c.name == name {
				columns = append(columns, c)
			}
		}
	}
	return columns
}

// columnStatus is a column's name in the configuration.
const columnStatus = "status"

func moreClusterColumns() []column[model.Cluster] {
	return []column[model.Cluster]{{
		name: columnStatus, Column: widget.Column{Title: "STATUS", Min: 8, Max: 16}, cell: clusterStatus,
		rank: func(_ look, c model.Cluster) rank { return byText(c.Status).of(c.Described) },
	}}
}

func moreServiceColumns() []column[model.Service] {
	return []column[model.Service]{
		{
			name: columnStatus, Column: widget.Column{Title: "STATUS", Min: 8, Max: 10},
			cell: described(func(_ look, s model.Service, _ int) widget.Cell { return widget.Plain(say.OrNone(s.Status)) }),
			rank: func(_ look, s model.Service) rank { return byText(s.Status).of(s.Described) },
		},
		{
			name: "desiredCount", Column: widget.Column{Title: "DESIRED", Min: 8, Right: true}, most: true,
			cell: described(func(l look, s model.Service, width int) widget.Cell { return number(l, s.Desired, width) }),
			rank: func(_ look, s model.Service) rank { return byNumber(s.Desired).of(s.Described) },
		},
		created(func(s model.Service) time.Time { return s.CreatedAt }),
	}
}

func moreTaskSetColumns() []column[side] {
	return []column[side]{
		{
			name: "computedDesiredCount", Column: widget.Column{Title: "DESIRED", Min: 8, Right: true}, most: true,
			cell: func(l look, r side, width int) widget.Cell { return number(l, r.Wanted, width) },
			rank: func(_ look, r side) rank { return byNumber(r.Wanted) },
		},
		created(func(r side) time.Time { return r.CreatedAt }),
	}
}

// created is when something was created; the newest comes first.
func created[T any](at func(T) time.Time) column[T] {
	text := func(value T) string {
		if at(value).IsZero() {
			return ""
		}
		return at(value).UTC().Format("2006-01-02 15:04")
	}
	return column[T]{
		name: "createdAt", Column: widget.Column{Title: "CREATED (UTC)", Min: 16, Max: 16},
		cell: func(_ look, value T, _ int) widget.Cell { return widget.Plain(say.OrNone(text(value))) },
		rank: func(_ look, value T) rank { return byAge(at(value)).of(!at(value).IsZero()) },
	}
}
