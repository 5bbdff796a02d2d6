package widget

// Scroll is the first visible row of a window of the given height over total
// rows, moved from its old offset by no more than it takes to show the cursor.
func Scroll(offset, cursor, height, total int) int {
	offset = min(offset, cursor, max(0, total-height))
	if height > 0 && cursor >= offset+height {
		offset = cursor - height + 1
	}
	return max(0, offset)
}
