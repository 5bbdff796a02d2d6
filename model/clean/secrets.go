package clean

import (
	"regexp"
	"strings"
	"unicode"
)

// masked stands for a secret, as in the URLs of net/url.
const masked = "xxxxx"

// Secrets masks what nobody may read in an error, whatever made it: values named as
// a secret key, a token, a password or an Authorization, passwords in URLs, and what
// looks like a secret access key or a session token without a name. Access key ids
// and names stay. Call it before Text, which may cut a text inside a secret.
func Secrets(s string) string {
	for _, m := range masks {
		s = m.pattern.ReplaceAllStringFunc(s, func(found string) string {
			part := m.pattern.FindStringSubmatch(found)
			if m.unless != nil && m.unless(part[2]) {
				return found
			}
			return part[1] + masked + part[3]
		})
	}
	return s
}

const (
	// Words that name a secret wherever a value follows them.
	secretWord = `(?:secret[_-]?access[_-]?key|aws[_-]?secret[_-]?key|client[_-]?secret|session[_-]?token|security[_-]?token|` +
		`access[_-]?token|refresh[_-]?token|id[_-]?token|bearer[_-]?token|web[_-]?identity[_-]?token|device[_-]?code|` +
		`private[_-]?key|dpop[_-]?key|client[_-]?assertion|x-amz-signature|passw(?:or)?d|passphrase|passcode)`
	// Words that do so only as a setting: "token: file not found" names none.
	settingWord = `(?:token|secret|signature|code)`
	value       = `(?:"(?:[^"\\]|\\.)*"?|'[^']*'?|[^\s"',;&}]+)`
)

// masks are tried in this order, so that a value is masked whole before one of the
// later patterns could take a part of it. The groups are what stays, the secret, and what stays after it.
var masks = []struct {
	pattern *regexp.Regexp
	unless  func(secret string) bool
}{
	{pattern: regexp.MustCompile(`(?i)(\bauthorization\\?["']?\s*[:=]\s*)(\\?"[^"\n]*"?|'[^'\n]*'?|[^\n"'}]+)()`)},
	{pattern: regexp.MustCompile(`(?i)(` + secretWord + `\\?["']?\s*[:=]\s*\\?)(` + value + `)()`)},
	{pattern: regexp.MustCompile(`(?i)(` + settingWord + `(?:\\?["']\s*[:=]|=)\s*\\?)(` + value + `)()`)},
	{pattern: regexp.MustCompile(`(?i)(--?[\w-]*(?:password|passphrase|secret|token|otp)[\w-]*\s+)([^\s-]\S*)()`)},
	{pattern: regexp.MustCompile(`(?i)(\bbearer\s+)([\w.~+/-]{20,}=*)()`)},
	{pattern: regexp.MustCompile(`(://[^/\s:@"']*:)([^/\s@"']+)(@)`)},
	{pattern: regexp.MustCompile(`()(\beyJ[\w-]{5,}\.[\w.-]+|\b(?:IQoJ|FwoG|FQoG|AQoD|aoaA)[\w/+=-]{40,})()`)},
	{pattern: regexp.MustCompile(`((?:^|[^\w/+=]))([A-Za-z0-9/+]{40})($|[^\w/+=])`), unless: unlikeAKey},
}

// unlikeAKey tells of 40 letters that are no secret access key, such as the hash that
// names a file: a key is base64, of small and capital letters and digits.
func unlikeAKey(letters string) bool {
	return !strings.ContainsFunc(letters, unicode.IsLower) || !strings.ContainsFunc(letters, unicode.IsUpper) ||
		!strings.ContainsFunc(letters, unicode.IsDigit)
}
