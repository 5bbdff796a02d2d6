// Package clean makes text from outside fit for a terminal: for the adapter of
// AWS, for the audit trail and for every other output.
package clean

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxRunes = 2000 // of a cleaned text, the ellipsis included
	maxMarks = 4    // combining marks on one base

	controlPictures = 0x2400 // U+2400+r is the picture of the C0 control r
	deletePicture   = '\u2421'
	brailleBlank    = '\u2800' // a letter by its category, blank on the screen
	ellipsis        = '…'
)

// Text makes text from outside fit for one line of a terminal: it holds no
// rune that a terminal would obey, that turns the writing direction, or that
// cannot be seen. Such runes are replaced visibly rather than deleted, so that
// two different names never look the same; only variation selectors and the
// fifth and further marks on one base are dropped. White space of every sort
// becomes a plain space. The result has at most 2,000 runes, the last of them
// … when something was cut off. Cleaning twice changes nothing.
func Text(s string) string {
	if plain(s) {
		return s
	}
	var out strings.Builder
	out.Grow(min(len(s), maxRunes*utf8.UTFMax))
	runes, marks := 0, maxMarks // a mark before any base has nothing to sit on
	last := 0                   // bytes in out before the rune that the ellipsis would replace
	for _, r := range s {       // an invalid byte ranges as U+FFFD
		switch {
		case unicode.Is(unicode.Variation_Selector, r):
			continue
		case unicode.In(r, unicode.Mn, unicode.Me) && runes == 0:
			r = unicode.ReplacementChar
			marks = 0
		case unicode.In(r, unicode.Mn, unicode.Me) && !unseen(r):
			if marks == maxMarks {
				continue
			}
			marks++
		default:
			r = visible(r)
			marks = 0
		}
		if runes == maxRunes {
			return out.String()[:last] + string(ellipsis)
		}
		last = out.Len()
		out.WriteRune(r)
		runes++
	}
	return out.String()
}

// plain tells whether cleaning would give s back: the case of nearly every text
// of ECS, answered without allocating.
func plain(s string) bool {
	if len(s) > maxRunes {
		return false
	}
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// visible is what stands for a rune that is no mark.
func visible(r rune) rune {
	switch {
	case r == '\t', r == '\n', r == '\r', r == '\u0085', r == '\u2028', r == '\u2029':
		return ' '
	case r < ' ':
		return controlPictures + r
	case r == '\u007f':
		return deletePicture
	case unicode.Is(unicode.Zs, r):
		return ' '
	case r == brailleBlank, unseen(r), unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs):
		return unicode.ReplacementChar
	default:
		return r
	}
}

// unseen tells of the fillers (U+115F, U+1160, U+3164, U+FFA0), of U+FFF0 to
// U+FFF8 and of their like, which Unicode says to draw as nothing, and of the
// code points that never are characters.
func unseen(r rune) bool {
	return unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Noncharacter_Code_Point)
}
