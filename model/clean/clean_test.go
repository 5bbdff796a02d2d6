package clean

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// payloads are the texts that terminals obey, misdraw or misjudge, and what is
// to stand for each.
var payloads = []struct{ name, text, want string }{
	{"nothing", "", ""},
	{"plain", "ecs-svc/9876543210712345678", "ecs-svc/9876543210712345678"},
	{"SGR", "\x1b[31mred\x1b[0m", "␛[31mred␛[0m"},
	{"CSI 2J", "\x1b[2J", "␛[2J"},
	{"cursor up", "\x1b[10A", "␛[10A"},
	{"DSR 6n", "\x1b[6n", "␛[6n"},
	{"DECSET 1049l", "\x1b[?1049l", "␛[?1049l"},
	{"OSC 0 title BEL", "\x1b]0;pwn\a", "␛]0;pwn␇"},
	{"OSC 52 ST", "\x1b]52;c;cm0gLXJm\x1b\\", "␛]52;c;cm0gLXJm␛\\"},
	{"OSC 8 link", "\x1b]8;;http://evil/\x1b\\click\x1b]8;;\x1b\\", "␛]8;;http://evil/␛\\click␛]8;;␛\\"},
	{"OSC 9 notify", "\x1b]9;hi\a", "␛]9;hi␇"},
	{"DCS", "\x1bPq#0\x1b\\", "␛Pq#0␛\\"},
	{"APC", "\x1b_Gx\x1b\\", "␛_Gx␛\\"},
	{"RIS", "\x1bc", "␛c"},
	{"unterminated OSC", "\x1b]52;c;", "␛]52;c;"},
	{"C1 CSI utf8", "\u009b2J", "\uFFFD2J"},
	{"C1 OSC utf8", "\u009d0;pwn\u009c", "\uFFFD0;pwn\uFFFD"},
	{"C1 CSI raw byte", "\x9b2J", "\uFFFD2J"},
	{"CR", "evil\rX", "evil X"},
	{"LF", "two\nlines", "two lines"},
	{"CRLF", "two\r\nlines", "two  lines"},
	{"NEL", "two\u0085lines", "two lines"},
	{"BS", "ab\b\b\bX", "ab␈␈␈X"},
	{"BEL", "\a", "␇"},
	{"TAB", "a\tb", "a b"},
	{"VT FF", "a\v\fb", "a␋␌b"},
	{"SO/SI", "\x0e\x0f", "␎␏"},
	{"NUL", "a\x00b", "a␀b"},
	{"DEL", "a\x7fb", "a␡b"},
	{"RLO", "abc\u202edef\u202c", "abc\uFFFDdef\uFFFD"},
	{"LRI/PDI", "\u2066x\u2069", "\uFFFDx\uFFFD"},
	{"ZWSP", "a\u200bb", "a\uFFFDb"},
	{"ZWJ", "a\u200db", "a\uFFFDb"},
	{"BOM", "a\ufeffb", "a\uFFFDb"},
	{"LS/PS", "a\u2028b\u2029c", "a b c"},
	{"soft hyphen", "a\u00adb", "a\uFFFDb"},
	{"tag chars", "a\U000e0041b", "a\uFFFDb"},
	{"no-break and wide space", "a\u00a0b\u3000c", "a b c"},
	{"VS16", "a\ufe0fb", "ab"},
	{"VS17", "a\U000e0100b", "ab"},
	{"combining x40 (zalgo)", "a" + strings.Repeat("\u0301", 40) + "b", "a" + strings.Repeat("\u0301", 4) + "b"},
	{"mark without a base", "\u0301a", "\uFFFDa"},
	{"combining grapheme joiner", "a\u034fb", "a\uFFFDb"},
	{"hangul fillers", "a\u3164\u115f\u1160\uffa0b", "a\uFFFD\uFFFD\uFFFD\uFFFDb"},
	{"braille blank", "a\u2800b", "a\uFFFDb"},
	{"specials", "a\ufff0\ufff8\uffffb", "a\uFFFD\uFFFD\uFFFDb"},
	{"CJK", "\u6f22\u5b57", "\u6f22\u5b57"},
	{
		"emoji family", "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466",
		"\U0001f468\uFFFD\U0001f469\uFFFD\U0001f467\uFFFD\U0001f466",
	},
	{"flag", "\U0001f1ef\U0001f1f5", "\U0001f1ef\U0001f1f5"},
	{"invalid utf8", "a\xff\xfeb", "a\uFFFD\uFFFDb"},
	{"half a surrogate pair", "a\xed\xa0\x80b", "a\uFFFD\uFFFD\uFFFDb"},
	{"private use", "a\ue0b0b", "a\uFFFDb"},
	{"at the cap", strings.Repeat("x", 2000), strings.Repeat("x", 2000)},
	{"over the cap", strings.Repeat("x", 2001), strings.Repeat("x", 1999) + "…"},
	{"over the cap in wide runes", strings.Repeat("漢", 3000), strings.Repeat("漢", 1999) + "…"},
	{"over the cap by dropped runes", strings.Repeat("x", 2000) + "\ufe0f", strings.Repeat("x", 2000)},
}

func TestCleanReplacesWhatATerminalWouldObeyOrHide(t *testing.T) {
	t.Parallel()
	for _, p := range payloads {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			if got := Text(p.text); got != p.want {
				t.Errorf("Text(%+q)\n got %+q\nwant %+q", p.text, got, p.want)
			}
			checkClean(t, p.text)
		})
	}
}

func TestCleanAllocatesNothingForPlainText(t *testing.T) {
	if n := testing.AllocsPerRun(100, func() {
		_ = Text("arn:aws:ecs:eu-west-1:123456789012:task-set/shop-prod/checkout/ecs-svc/9876543210712345678")
	}); n != 0 {
		t.Errorf("%g allocations", n)
	}
}

func FuzzClean(f *testing.F) {
	for _, p := range payloads {
		f.Add(p.text)
	}
	f.Fuzz(checkClean)
}

// checkClean holds what is true of every cleaned text.
func checkClean(t *testing.T, text string) {
	t.Helper()
	cleaned := Text(text)
	if again := Text(cleaned); again != cleaned {
		t.Errorf("Text is not idempotent on %+q: %+q, then %+q", text, cleaned, again)
	}
	if !utf8.ValidString(cleaned) {
		t.Errorf("%+q became invalid UTF-8: %+q", text, cleaned)
	}
	for _, r := range cleaned {
		if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs, unicode.Zl, unicode.Zp) || (r != ' ' && unicode.Is(unicode.Zs, r)) {
			t.Errorf("%+q keeps %U", text, r)
		}
	}
	if stripped := ansi.Strip(cleaned); stripped != cleaned {
		t.Errorf("%+q keeps a sequence: %+q", text, cleaned)
	}
	if n := utf8.RuneCountInString(cleaned); n > maxRunes {
		t.Errorf("%d runes came of %d bytes", n, len(text))
	}
}

func BenchmarkClean(b *testing.B) {
	hostile := strings.Repeat("ecs-svc/\x1b[31m\u202e漢字\u0301 ", 10)
	for name, text := range map[string]string{"plain": "arn:aws:ecs:eu-west-1:123456789012:task-set/shop-prod/checkout/ecs-svc/9876543210712345678", "hostile": hostile} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				_ = Text(text)
			}
		})
	}
}
