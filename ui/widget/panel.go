package widget

// Panel is a part of a page that shares its room with others.
type Panel struct {
	Floor  int // lines that it needs
	Weight int // its share of the lines that are left
}

// Heights shares lines out among panels, in their order: as many of them as fit with their
// floors, from the first, and what is left by their weights. What does not fit gets none.
// The heights follow from the room alone: no panel moves when the content of one grows.
func Heights(panels []Panel, lines int) []int {
	heights := make([]int, len(panels))
	weights, fit := 0, 0
	for ; fit < len(panels) && panels[fit].Floor <= lines; fit++ {
		heights[fit] = panels[fit].Floor
		lines -= panels[fit].Floor
		weights += panels[fit].Weight
	}
	for i := range panels[:fit] {
		if weights > 0 {
			more := lines * panels[i].Weight / weights
			heights[i] += more
			lines, weights = lines-more, weights-panels[i].Weight
		}
	}
	return heights
}
