package widget

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"
)

// A screen is drawn cell by cell: what fills a width is never a cell more or less,
// whatever the text is made of.
func TestWhatFillsAWidthIsExactlyThatWide(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text, other, width := anyText(t, "text"), anyText(t, "other"), someWidth(t)
		for name, got := range map[string]string{
			"Fit": Fit(text, width), "FitRight": FitRight(text, width), "Spread": Spread(text, other, width), "Spaces": Spaces(width),
		} {
			if cells := ansi.StringWidth(got); cells != max(width, 0) {
				t.Errorf("%s is %d cells wide, not %d: %q", name, cells, width, got)
			}
		}
	})
}

// A cut text is never too wide, shows as much as there is room for, and has an
// ellipsis where something is missing; text that fits is left alone.
func TestCutTextTellsThatItIsCut(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text, width := plainText(t, "text"), someWidth(t)
		end, isBeginning := strings.CutSuffix(Cut(text, width), "…")
		begin, isEnd := strings.CutPrefix(CutLeft(text, width), "…")
		switch {
		case width <= 0:
			if Cut(text, width)+CutLeft(text, width) != "" {
				t.Errorf("no room holds %q and %q", Cut(text, width), CutLeft(text, width))
			}
		case ansi.StringWidth(text) <= width:
			if Cut(text, width) != text || CutLeft(text, width) != text {
				t.Errorf("cut for nothing: %q, %q", Cut(text, width), CutLeft(text, width))
			}
		default:
			if !isBeginning || !strings.HasPrefix(text, end) || !fills(end, width-1) {
				t.Errorf("Cut gives %q", Cut(text, width))
			}
			if !isEnd || !strings.HasSuffix(text, begin) || !fills(begin, width-1) {
				t.Errorf("CutLeft gives %q", CutLeft(text, width))
			}
		}
	})
}

// A text that is cut in its middle keeps its beginning and its end, and is as wide as there is room.
func TestTextIsCutInItsMiddle(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text  string
		width int
		want  string
	}{
		{"CannotPullContainerError: pull image manifest has been retried: reviews:v56: not found", 40, "CannotPullConta…: reviews:v56: not found"},
		{"not found", 9, "not found"},
		{"not found", 5, "n…und"},
		{"not found", 0, ""},
	} {
		if got := CutMiddle(c.text, c.width); got != c.want || Width(got) > c.width {
			t.Errorf("%q in %d cells is %q", c.text, c.width, got)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		text, width := strings.ReplaceAll(plainText(t, "text"), "…", "~"), someWidth(t) // a sign of its own stands for no cut
		got := CutMiddle(text, width)
		if begin, end, isCut := strings.Cut(got, "…"); Width(got) > max(0, width) || isCut && (!strings.HasPrefix(text, begin) || !strings.HasSuffix(text, end)) {
			t.Errorf("%q in %d cells is %q", text, width, got)
		}
	})
}

// fills tells whether no further letter would fit: one of two cells may not.
func fills(text string, width int) bool {
	cells := ansi.StringWidth(text)
	return cells == width || cells == width-1
}

// Styles take no room: styled text is cut and filled where the plain text is.
func TestStylesTakeNoRoom(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text, width := anyText(t, "text"), someWidth(t)
		for name, draw := range map[string]func(string, int) string{"Fit": Fit, "FitRight": FitRight, "Cut": Cut, "CutLeft": CutLeft} {
			if got, want := ansi.Strip(draw(text, width)), draw(ansi.Strip(text), width); got != want {
				t.Errorf("%s gives %q, and %q of the plain text", name, got, want)
			}
		}
	})
}

// Text stands where it belongs: words at the left, numbers at the right, and the end
// of a path stays in sight.
func TestWhereTextStands(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ got, want string }{
		{Fit("cart", 6), "cart  "},
		{FitRight("12", 6), "    12"},
		{Fit("checkout", 6), "check…"},
		{FitRight("checkout", 6), "check…"},
		{CutLeft("shop › checkout", 9), "…checkout"},
		{CutLeft("checkout:41", 4), "…:41"},
		{CutLeft("checkout", 1), "…"},
		{Fit("你好吗", 4), "你… "},
		{CutLeft("你好吗", 4), "…吗"},
		{Fit("", 3), "   "},
		{Fit("cart", 0), ""},
	} {
		if test.got != test.want {
			t.Errorf("%q, want %q", test.got, test.want)
		}
	}
}

// Of two texts on one line the left one is cut first, but not below half of the
// line; a space stays between them.
func TestSpreadCutsTheLeftTextFirst(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		left, right string
		width       int
		want        string
	}{
		{"shop", "eu-west-1", 16, "shop   eu-west-1"},
		{"shop", "eu-west-1", 14, "shop eu-west-1"},
		{"checkout", "now", 10, "check… now"},
		{"checkout", "eu-west-1", 12, "check… eu-w…"},
		{"cart", "eu-west-1", 10, "cart eu-w…"},
		{"", "eu-west-1", 6, " eu-w…"},
		{"cart", "", 6, "cart  "},
		{"cart", "now", 0, ""},
	} {
		if got := Spread(test.left, test.right, test.width); got != test.want {
			t.Errorf("%q and %q on %d cells: %q, want %q", test.left, test.right, test.width, got, test.want)
		}
	}
}

// A right text that leaves half of the line is never cut, and a left one of less
// than half a line neither.
func TestSpreadCutsNoMoreThanItMust(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		left, right, width := plainText(t, "left"), plainText(t, "right"), rapid.IntRange(1, 40).Draw(t, "width")
		line := Spread(left, right, width)
		if ansi.StringWidth(right) < width-width/2 && !strings.HasSuffix(line, right) {
			t.Errorf("the right text is cut: %q", line)
		}
		if ansi.StringWidth(left) <= width/2 && !strings.HasPrefix(line, left) {
			t.Errorf("the left text is cut: %q", line)
		}
	})
}

// The short way to a width gives what the long way gives, for whatever it knows.
func TestTheShortWayMeasuresAsTheLongWay(t *testing.T) {
	t.Parallel()
	parts := append(strings.Split("│─━┬┴╭╮╰╯▌●◐◊▲◌·–›…←→↑↓✓✗ aZ~?é✓️中👩‍👩‍👧", ""), "\x1b[31m", "\x1b[38;5;12m", "\x1b[m", "\x1b[K", "\x1b", "\x1b[", "\x7f", "\t", "\u0301", "\ufe0f", "\u200d")
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOf(rapid.SampledFrom(parts)).Draw(t, "parts"), "")
		if got, want := Width(text), ansi.StringWidth(text); got != want {
			t.Errorf("%q is %d cells wide, not %d", text, got, want)
		}
	})
	for _, part := range parts[:24] {
		if _, ok := simpleWidth(part); !ok {
			t.Errorf("%q is not measured the short way", part)
		}
	}
}
