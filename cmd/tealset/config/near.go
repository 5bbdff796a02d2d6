package config

import "strings"

// Nearest is the word that was probably meant; empty where none is near.
func Nearest(word string, words []string) string {
	const far = 3 // letters that differ
	fold := strings.NewReplacer("-", "", "_", "", " ", "")
	least, near := far, ""
	for _, other := range words {
		a, b := fold.Replace(strings.ToLower(word)), fold.Replace(strings.ToLower(other))
		if n := distance(a, b); n < least && n*2 < len(b) {
			least, near = n, other
		}
	}
	return near
}

// distance is how many letters have to be put in, taken out or changed (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0] // of the row above, one to the left
		row[0] = i + 1
		for j := range len(b) {
			change := before
			if a[i] != b[j] {
				change++
			}
			before = row[j+1]
			row[j+1] = min(change, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}
