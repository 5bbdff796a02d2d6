package ui

import (
	"fmt"
	"slices"
	"strings"

	"tealset/model"
	"tealset/ui/say"
	"tealset/ui/widget"
)

func clusterTexts(c model.Cluster) []string {
	return []string{c.ARN, c.Status, c.Missing, c.SeenBy}
}

// seenByColumn tells by which profile a cluster is seen, and in which Region it is.
func seenByColumn(conns []*connection) column[model.Cluster] {
	const most = 40
	wide := 0
	for _, conn := range conns {
		wide = max(wide, widget.Width(conn.label()))
	}
	return column[model.Cluster]{
		Column: widget.Column{Title: "WHOSE", Min: min(wide, most/2), Max: min(wide, most)},
		cell:   func(_ look, c model.Cluster, _ int) widget.Cell { return widget.Plain(c.SeenBy) },
		rank:   func(_ look, c model.Cluster) rank { return byText(c.SeenBy) },
	}
}

func clusterColumns(services func(model.Cluster) clusterTally) []column[model.Cluster] {
	count := func(name, title string, of func(model.Cluster) int32) column[model.Cluster] {
		return column[model.Cluster]{
			name: name, Column: widget.Column{Title: title, Min: 9, Right: true}, most: true,
			cell: func(l look, c model.Cluster, width int) widget.Cell {
				if !c.Described {
					return widget.Styled(l.dim, glyphNone)
				}
				return number(l, of(c), width)
			},
			rank: func(_ look, c model.Cluster) rank { return byNumber(of(c)).of(c.Described) },
		}
	}
	return []column[model.Cluster]{
		{
			name: "clusterName", Column: widget.Column{Title: "CLUSTER", Min: 20, Max: 80},
			cell: func(_ look, c model.Cluster, _ int) widget.Cell { return widget.Plain(c.Name) },
			rank: func(_ look, c model.Cluster) rank { return byText(c.Name) },
		},
		{
			name: "health", Column: widget.Column{Title: stateTitle, Min: 20, Max: 40}, verdict: true,
			cell: func(l look, c model.Cluster, width int) widget.Cell { return clusterState(l, c, services(c), width) },
			rank: func(_ look, c model.Cluster) rank { return byNumber(-clusterUrgency(c, services(c))) },
		},
		count("activeServicesCount", "SERVICES", func(c model.Cluster) int32 { return c.ActiveServices }),
		count("runningTasksCount", "RUNNING", func(c model.Cluster) int32 { return c.RunningTasks }),
		count("pendingTasksCount", "PENDING", func(c model.Cluster) int32 { return c.PendingTasks }),
		count("registeredContainerInstancesCount", "INSTANCES", func(c model.Cluster) int32 { return c.ContainerInstances }),
	}
}

// clusterUrgency is what the clusters are sorted by, the largest first: what is wrong with a
// cluster itself, then how many of its services are broken, then how many untidy.
func clusterUrgency(c model.Cluster, services clusterTally) float64 {
	const many = 1 << 20
	urgency := float64(services.tiers[model.Broken])*many + float64(services.tiers[model.Untidy])
	if c.Missing != "" || c.Tier() == model.Broken {
		urgency += many * many
	}
	return urgency
}

// clusterState tells how many services of a cluster are broken and untidy, and of how many
// that is known; what is out of the ordinary with the cluster itself comes first.
func clusterState(l look, c model.Cluster, services clusterTally, width int) widget.Cell {
	cell := clusterStatus(l, c, width)
	if !c.Described || c.Missing != "" || c.Status != model.ClusterActive {
		return cell
	}
	broken, untidy := services.tiers[model.Broken], services.tiers[model.Untidy]
	var parts []string
	if broken > 0 {
		parts = append(parts, say.Thousands(broken)+" broken")
	}
	if untidy > 0 {
		parts = append(parts, say.Thousands(untidy)+" untidy")
	}
	text := c.Status
	glyph, style := glyphGood, l.plain
	if len(parts) > 0 {
		tier := model.Untidy
		if broken > 0 {
			tier = model.Broken
		}
		glyph, style = l.tier(tier)
		text = strings.Join(parts, say.Dot)
	}
	if services.known < services.total {
		known := fmt.Sprintf("%s of %s", say.Thousands(services.known), say.Thousands(services.total))
		forms := []string{text + " (" + known + " read)", text + " (" + known + ")"}
		if len(parts) == 0 {
			forms = append(forms, known+" read")
		}
		if fits := slices.IndexFunc(forms, func(form string) bool { return widget.Width(form)+2 <= width }); fits >= 0 {
			text = forms[fits]
		}
	}
	return signCell(glyph, style, text)
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
		sign, style := l.tier(c.Tier())
		return signCell(sign, style, say.OrNone(c.Status))
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

func signCell(glyph string, style widget.Style, word string) widget.Cell {
	return widget.Styled(style, glyph+" "+word)
}
