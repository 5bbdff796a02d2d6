package ui

import (
	"testing"

	"tealset/model"
)

// loss is a way in which credentials that were good are lost, and comes back.
type loss struct {
	name           string
	lost, found    settings
	kind           model.FaultKind
	headline, next string
}

// Tokens as the AWS CLI keeps them.
const (
	goodSSO    = `{"accessToken":"a","expiresAt":"2099-01-01T00:00:00Z"}`
	oldSSO     = `{"accessToken":"a","expiresAt":"1999-01-01T00:00:00Z"}`
	renewedSSO = `{"accessToken":"a","expiresAt":"1999-01-01T00:00:00Z","refreshToken":"r","clientId":"c","clientSecret":"s"}`
	goodLogin  = `{"accessToken":{"accessKeyId":"` + lastKey + `","secretAccessKey":"s","sessionToken":"t","accountId":"123456789012","expiresAt":"2099-01-01T00:00:00Z"},` +
		`"refreshToken":"r","clientId":"c","dpopKey":"k"}`
)

const goesOn = " in another terminal; tealset then goes on by itself."

func losses() []loss {
	sso, legacy, role := inIreland+ssoSession, inIreland+ssoLegacy, inIreland+roleOfBase
	keys := settings{config: inIreland, credentials: keysOfShop(lastKey)}
	loggedIn := settings{config: sso, sso: goodSSO}
	loginSSO := "Run aws sso login --profile shop" + goesOn
	mend := "Correct the AWS settings in another terminal for profile shop; tealset then goes on by itself."
	return []loss{
		{"keys expired", settings{config: inIreland, credentials: keysOfShop(firstKey)}, keys, model.FaultExpired, "the credentials have expired", "Renew them in another terminal for profile shop; tealset then goes on by itself."},
		{"no SSO token", settings{config: sso}, loggedIn, model.FaultExpired, "the SSO session has ended", loginSSO},
		{"no SSO token, older sort", settings{config: legacy}, settings{config: legacy, sso: goodSSO}, model.FaultExpired, "the SSO session has ended", loginSSO},
		{"SSO token expired", settings{config: sso, sso: oldSSO}, loggedIn, model.FaultExpired, "the SSO session has ended", loginSSO},
		{"SSO token expired, older sort", settings{config: legacy, sso: oldSSO}, settings{config: legacy, sso: goodSSO}, model.FaultExpired, "the SSO session has ended", loginSSO},
		{"SSO refresh refused", settings{config: sso, sso: renewedSSO, refusal: "400 InvalidGrantException"}, loggedIn, model.FaultExpired, "the SSO session has ended", loginSSO},
		{"SSO token revoked", settings{config: sso, sso: goodSSO, refusal: "401 UnauthorizedException: Session token not found or invalid"}, loggedIn, model.FaultExpired, "the SSO session has ended", loginSSO},
		{"SSO role not assigned", settings{config: sso, sso: goodSSO, refusal: "403 ForbiddenException: No access"}, loggedIn, model.FaultCredentials, "SSO does not give you this role", "Ask for the role for profile shop, or choose another profile."},
		{"no login session", settings{config: inIreland + loginSession}, settings{config: inIreland + loginSession, login: goodLogin}, model.FaultExpired, "the AWS login session has ended", "Run aws login --profile shop" + goesOn},
		{"credential_process", settings{config: inIreland + "credential_process = false\n"}, keys, model.FaultCredentials, "the credential_process failed", "Run the credential_process for profile shop by hand to see why, and correct it, then try again (press r)."},
		{"AssumeRole denied", settings{config: role, credentials: keysOfBase, refusal: "403 AccessDenied: User: arn:aws:iam::1:user/me is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::123456789012:role/oncall"}, settings{config: role, credentials: keysOfBase}, model.FaultCredentials, "the role cannot be assumed", "Ask for sts:AssumeRole on arn:aws:iam::123456789012:role/oncall, or choose another profile."},
		{"source of a role expired", settings{config: role, credentials: keysOfBase, refusal: "403 ExpiredToken: The security token included in the request is expired"}, settings{config: role, credentials: keysOfBase}, model.FaultExpired, "the credentials behind the role have expired", "Renew them in another terminal for profile base; tealset then goes on by itself."},
		{"STS not active in the Region", settings{config: role, credentials: keysOfBase, refusal: "403 RegionDisabledException: x"}, settings{config: role, credentials: keysOfBase}, model.FaultCredentials, "STS is not active in eu-west-1", "Activate it in the account settings of IAM, or choose another Region."},
		{"source of a role empty", settings{config: role}, settings{config: role, credentials: keysOfBase}, model.FaultCredentials, "the role's source profile has no credentials", mend},
		{"none", settings{config: inIreland}, keys, model.FaultCredentials, "no AWS credentials found", "Profile shop has none: choose another one, or run aws configure sso --profile shop in another terminal; tealset then goes on by itself."},
		{"profile gone", settings{}, keys, model.FaultCredentials, "there is no profile shop", mend},
		{"no such SSO session", settings{config: inIreland + "sso_session = gone\n"}, keys, model.FaultCredentials, "the AWS settings cannot be used", mend},
		{"MFA wanted", settings{config: role + "mfa_serial = arn:aws:iam::1:mfa/me\n", credentials: keysOfBase}, settings{config: role, credentials: keysOfBase}, model.FaultCredentials, "the role wants an MFA code", mend},
		{"settings cannot be read", settings{config: unreadable}, keys, model.FaultCredentials, "an AWS settings file cannot be read", mend},
	}
}

// However the credentials are lost, on every page: a person is told which and how to
// get others, and tealset goes on by itself once they are there.
func TestEveryLossOfCredentialsOnEveryPage(t *testing.T) {
	for i, l := range losses() {
		for _, page := range pagesFor(i) {
			t.Run(page.name+"/"+l.name, func(t *testing.T) {
				watchVault(t, page, nil, func(w *watcher, v *vault) {
					w.readOn()
					w.bears(l.trouble(),
						func() { v.holds(l.lost) }, func() { v.holds(l.found) })
				})
			})
		}
	}
}

// The same of credentials that were there when the settings were read, and are not any
// more with the first read.
func TestEveryLossOfCredentialsAtTheFirstRead(t *testing.T) {
	for i, l := range losses() {
		for _, page := range pagesFor(i) {
			if page.all { // its first read is that of the clusters
				continue
			}
			t.Run(page.name+"/"+l.name, func(t *testing.T) {
				watchVault(t, page, func(w *watcher, v *vault) {
					v.holds(l.lost)
					_, _ = w.m.top().from().Backend.DescribeClusters(w.t.Context(), []string{bigCluster}) // which drops what was loaded
				}, func(w *watcher, v *vault) {
					w.failsAtFirst(l.trouble(), func() { v.holds(l.found) })
				})
			})
		}
	}
}

func (l loss) trouble() trouble {
	return trouble{kind: l.kind, headline: l.headline, next: l.next, identified: l.name == "keys expired"}
}

// No two kinds of fault share both headline and next step, those of credentials
// included.
func TestNoTwoKindsOfFaultSayTheSame(t *testing.T) {
	t.Parallel()
	words := map[[2]string]model.FaultKind{
		{"an answer of ECS could not be read", "Try again (press r), and report it with the details if it stays."}: model.FaultBug,
	}
	all := troubles()
	for _, l := range losses() {
		all = append(all, trouble{name: l.name, kind: l.kind, headline: l.headline, next: l.next})
	}
	for _, b := range all {
		said := [2]string{b.headline, b.next}
		if other, taken := words[said]; taken && other != b.kind {
			t.Errorf("kinds %d and %d both say %q", other, b.kind, said)
		}
		words[said] = b.kind
	}
}
