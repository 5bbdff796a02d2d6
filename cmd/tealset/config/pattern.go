package config

import (
	"errors"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"tealset/model/clean"
)

// pattern is a pattern of read_only: the name of a profile or the id of an account, in
// which * is any text, ? any one character and [a-z] one of those characters.
type pattern struct {
	text  string   // without blanks around it
	file  string   // in which it was written
	forms []string // folded: as it is, and without what stands between digits
}

// String names the pattern and its file to a person.
func (p pattern) String() string { return clean.Text("read_only \"" + p.text + "\" in " + p.file) }

// meaninglessSigns have a meaning in other kinds of patterns, or between two patterns,
// and none here: a pattern with one would not match what its author meant.
const meaninglessSigns = "{}()<>|$!,;#'\"`\\"

// newPattern checks a pattern. The error is the end of a sentence: "a pattern that …".
func newPattern(text string) (pattern, error) {
	p := pattern{text: strings.TrimSpace(text)}
	number := withoutSeparators(p.text)
	p.forms = []string{foldName(p.text), foldName(number)}
	account := isAccount(number)
	inner := strings.ReplaceAll(p.text, "[^", "[")
	switch _, err := path.Match(p.text, ""); {
	case p.text == "":
		return pattern{}, errors.New("is empty; write a name or remove it")
	case err != nil:
		return pattern{}, errors.New("matches nothing; close its bracket")
	case clean.Text(p.text) != p.text:
		return pattern{}, errors.New("has a character that cannot be seen; type it again")
	case strings.ContainsAny(inner, meaninglessSigns+"^"), !account && strings.ContainsFunc(p.text, isMeaninglessRune):
		return pattern{}, errors.New("has a character that a pattern cannot have; use *, ? and [a-z], write ? for any other character or a space, " +
			"and give one pattern for each name")
	case hasOddRange(p.text):
		return pattern{}, errors.New("has a wrong range; write ranges such as [a-z] or [0-9]")
	case !account && digits(number) > 8 && digits(number) == len(number):
		return pattern{}, errors.New("is not an account id, which has 12 digits; correct it, or write * behind the name of a profile")
	}
	return p, nil
}

// mayNameProfile tells whether the pattern can be meant for a profile, not only for an
// account.
func (p pattern) mayNameProfile() bool { return !isAccount(withoutSeparators(p.text)) }

// isAccount tells whether a text is an account's id.
func isAccount(text string) bool { return len(text) == 12 && digits(text) == 12 }

// isMeaninglessRune is true for a blank between two names, and a digit of no account id.
func isMeaninglessRune(r rune) bool {
	return unicode.IsSpace(r) || r > unicode.MaxASCII && unicode.IsDigit(r)
}

// withoutSeparators is a pattern of digits without what people write between them:
// dashes, blanks and dots. Any other pattern stays as it is.
func withoutSeparators(text string) string {
	if digits(text) == 0 || strings.ContainsFunc(text, unicode.IsLetter) || strings.ContainsAny(text, `[\`) {
		return text
	}
	return strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Pd, unicode.Zs) || r == '.' {
			return -1
		}
		return r
	}, text)
}

// digits counts the digits 0 to 9.
func digits(text string) (n int) {
	for i := range len(text) {
		if text[i] >= '0' && text[i] <= '9' {
			n++
		}
	}
	return n
}

// ranges are the ranges in the brackets of a pattern.
var ranges = regexp.MustCompile(`(.)-(.)`)

// hasOddRange tells whether a pattern has a range that is none of [a-z], [A-Z] and
// [0-9]: with another one it would depend on the case what it means.
func hasOddRange(text string) bool {
	for _, class := range classes.FindAllString(text, -1) {
		for _, ends := range ranges.FindAllStringSubmatch(class, -1) {
			if !plainRange.MatchString(ends[0]) || ends[1] > ends[2] {
				return true
			}
		}
	}
	return false
}

var (
	classes    = regexp.MustCompile(`\[[^\]]*\]`)
	plainRange = regexp.MustCompile(`^([a-z]-[a-z]|[A-Z]-[A-Z]|[0-9]-[0-9])$`)
)

// matches tells whether the pattern matches a name.
func (p pattern) matches(name string) bool {
	return slices.ContainsFunc(p.forms, func(form string) bool {
		ok, _ := path.Match(form, foldName(name)) // newPattern refused what errs
		return ok
	})
}

// foldName makes a slash an ordinary character, and large letters the same as small ones:
// a pattern that forbids deleting must match "org/Prod-eu" however it is spelled.
func foldName(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '/' {
			return '|' // which is in no pattern
		}
		least := r
		for next := unicode.SimpleFold(r); next != r; next = unicode.SimpleFold(next) {
			least = min(least, next)
		}
		return least
	}, text)
}
