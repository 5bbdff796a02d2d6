package main

import (
	"testing"
	"time"
)

// A paste without its end mark ends before ctrl+c, and before a single key that comes
// after a silence; the rest of a paste that was held up does not end it, nor does a key
// where there is no paste.
func TestAPasteWithoutItsEndIsEnded(t *testing.T) {
	t.Parallel()
	const soon, later = pasteSilence - time.Millisecond, pasteSilence
	type piece struct {
		after time.Duration
		bytes string
	}
	for name, c := range map[string]struct {
		pieces []piece
		ended  bool // by the last piece
	}{
		"ctrl+c":                    {[]piece{{0, pasteStart + "shop"}, {0, "\x03"}}, true},
		"ctrl+c of kitty":           {[]piece{{0, pasteStart + "shop"}, {0, "\x1b[99;5u"}}, true},
		"ctrl+c of xterm":           {[]piece{{0, pasteStart + "shop"}, {0, "\x1b[27;5;99~"}}, true},
		"ctrl+c among the text":     {[]piece{{0, pasteStart + "shop"}, {0, "a\x03b"}}, false},
		"a letter after a silence":  {[]piece{{0, pasteStart + "shop"}, {later, "q"}}, true},
		"ä after a silence":         {[]piece{{0, pasteStart + "shop"}, {later, "ä"}}, true},
		"an arrow after a silence":  {[]piece{{0, pasteStart + "shop"}, {later, "\x1b[A"}}, true},
		"a letter before it":        {[]piece{{0, pasteStart + "shop"}, {soon, "q"}}, false},
		"letters, one by one":       {[]piece{{0, pasteStart + "shop"}, {soon, "a"}, {soon, "b"}, {soon, "c"}}, false},
		"the rest after a silence":  {[]piece{{0, pasteStart + "shop"}, {later, "ping list"}}, false},
		"two lines after a silence": {[]piece{{0, pasteStart + "shop"}, {later, "a\r"}}, false},
		"a mark in two pieces":      {[]piece{{0, pasteStart[:3]}, {0, pasteStart[3:]}, {later, "q"}}, true},
		"after a whole paste":       {[]piece{{0, pasteStart + "shop" + pasteEnd}, {later, "q"}}, false},
		"an end in two pieces":      {[]piece{{0, pasteStart + "shop" + pasteEnd[:4]}, {0, pasteEnd[4:]}, {later, "q"}}, false},
		"a second paste":            {[]piece{{0, pasteStart + pasteEnd + pasteStart}, {later, "q"}}, true},
		"once":                      {[]piece{{0, pasteStart}, {later, "q"}, {later, "q"}}, false},
		"without a paste":           {[]piece{{0, "q"}, {later, "\x03"}}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var s pastes
			now := time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)
			read := ""
			for _, piece := range c.pieces {
				now = now.Add(piece.after)
				p := make([]byte, 64)
				read = string(p[:s.endLostPaste(p, copy(p, piece.bytes), now)])
			}
			want := c.pieces[len(c.pieces)-1].bytes
			if c.ended {
				want = pasteEnd + want
			}
			if read != want {
				t.Errorf("%q is read, not %q", read, want)
			}
		})
	}
}

// Where there is no room for an end mark, and at the end of the input, nothing changes.
func TestAPasteIsMendedOnlyWithRoom(t *testing.T) {
	t.Parallel()
	s := pastes{open: true}
	if n := s.endLostPaste([]byte("\x03"), 1, time.Now()); n != 1 || !s.open {
		t.Errorf("%d bytes", n)
	}
	if n := s.endLostPaste(make([]byte, 64), -1, time.Now()); n != -1 {
		t.Errorf("%d bytes", n)
	}
}
