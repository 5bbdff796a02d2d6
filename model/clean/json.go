package clean

import (
	"fmt"
	"unicode/utf16"
	"unicode/utf8"
)

// JSON \u-escapes what encoding/json lets through and a terminal must not see: DEL, C1,
// bidirectional controls and all else that Text would replace. It takes JSON without
// white space, where such runes, and bytes that are no UTF-8, occur in strings alone; so
// the meaning stays the same.
func JSON(compact []byte) []byte {
	out := make([]byte, 0, len(compact)+1)
	for len(compact) > 0 {
		r, size := utf8.DecodeRune(compact)
		switch {
		case r == utf8.RuneError && size == 1:
			out = append(out, `\ufffd`...)
		case Printable(r):
			out = append(out, compact[:size]...)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			out = fmt.Appendf(out, `\u%04x\u%04x`, high, low)
		default:
			out = fmt.Appendf(out, `\u%04x`, r)
		}
		compact = compact[size:]
	}
	return out
}

// Printable tells whether a rune on its own can be printed as it is. A combining mark
// cannot: it has no base.
func Printable(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= ' ' && r <= '~'
	}
	return Text(string(r)) == string(r)
}
