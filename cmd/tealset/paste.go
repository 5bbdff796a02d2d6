package main

import (
	"bytes"
	"slices"
	"sync"
	"time"
	"unicode/utf8"
)

// The marks that a terminal puts around pasted text.
const pasteStart, pasteEnd = "\x1b[200~", "\x1b[201~"

// pasteSilence is how long a paste may pause. A key that comes after it is typed.
const pasteSilence = time.Second

// pastes ends a paste whose end mark was lost: Bubble Tea would take every later key for
// pasted text, ctrl+c too. It ends the paste before ctrl+c, and before a single key that
// comes after a silence. Several bytes that are no single key are the rest of a paste
// that was held up, and must not act as keys.
type pastes struct {
	mu          sync.Mutex // a reader that could not be cancelled may still read beside the next one
	open        bool
	markStart   []byte    // the last bytes, in which a mark may have begun
	lastInputAt time.Time // when something came
}

// endLostPaste puts an end mark before the n bytes in p where one is missing, and gives
// how many there are then. It does nothing where there is no room.
func (s *pastes) endLostPaste(p []byte, n int, now time.Time) int {
	if n <= 0 {
		return n
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	came := p[:n]
	if s.open && n+len(pasteEnd) <= len(p) && (isInterrupt(came) || now.Sub(s.lastInputAt) >= pasteSilence && isOneKey(came)) {
		copy(p[len(pasteEnd):], came)
		n = copy(p, pasteEnd) + n
	}
	s.lastInputAt = now
	s.note(p[:n])
	return n
}

// note finds the marks, also where they came in two pieces.
func (s *pastes) note(came []byte) {
	text := slices.Concat(s.markStart, came)
	start, end := bytes.LastIndex(text, []byte(pasteStart)), bytes.LastIndex(text, []byte(pasteEnd))
	if start >= 0 || end >= 0 {
		s.open = start > end
		text = text[max(start, end)+len(pasteEnd):] // else the mark would be found again
	}
	s.markStart = bytes.Clone(text[max(0, len(text)-len(pasteEnd)+1):])
}

// isInterrupt tells whether ctrl+c came alone, in the forms of a plain terminal, of kitty's
// protocol and of xterm's.
func isInterrupt(came []byte) bool {
	return slices.Contains([]string{"\x03", "\x1b[99;5u", "\x1b[27;5;99~"}, string(came))
}

// longestKey is more bytes than the sequence of any key has.
const longestKey = 32

// isOneKey tells whether the bytes are those of one key: a letter, or a sequence.
func isOneKey(came []byte) bool {
	if came[0] == '\x1b' {
		return len(came) < longestKey && bytes.LastIndexByte(came, '\x1b') == 0
	}
	_, size := utf8.DecodeRune(came)
	return size == len(came)
}
