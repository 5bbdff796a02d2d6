package clean

import (
	"strings"
	"testing"
)

const (
	secretKey    = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"                            //nolint:gosec // AWS's own example
	sessionToken = "IQoJb3JpZ2luX2VjEJr//////////wEaCXVzLWVhc3QtMSJHMEUCIQDTzq9xWm1Jx0=" //nolint:gosec // AWS's own example
)

// No secret is left of any text that names one, or looks like one, in whatever way
// programs write it.
func TestSecretsAreMasked(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		`{"Version":1,"AccessKeyId":"AKIDEXAMPLE","SecretAccessKey":"` + secretKey + `","SessionToken":"` + sessionToken + `"}`,
		`{\"SecretAccessKey\": \"` + secretKey + `\", \"SessionToken\": \"` + sessionToken + `\"}`,
		"export AWS_SECRET_ACCESS_KEY=" + secretKey + " AWS_SESSION_TOKEN='" + sessionToken + "'",
		"aws_secret_access_key = " + secretKey + "\naws_session_token = " + sessionToken,
		"the key is " + secretKey + " and the token " + sessionToken,
		secretKey,
		"SecretAccessKey: hunter2-hunter2, then",
		`password="hunter2 with blanks"`,
		"helper --password hunter2 --user me",
		"helper --client-secret=hunter2",
		"proxyconnect: https://me:hunter2@proxy.corp:8080: refused",
		`parse "http://me:hunter2@[bad": missing ]`,
		"Authorization: AWS4-HMAC-SHA256 Credential=AKID/20261126, SignedHeaders=host, Signature=hunter2",
		`{"Authorization":"Bearer hunter2"}`,
		"Authorization: Basic hunter2",
		"GET /?X-Amz-Security-Token=hunter2&X-Amz-Signature=hunter2&x=1",
		`{"accessToken":"hunter2","refreshToken":"hunter2","clientSecret":"hunter2","token":"hunter2"}`,
		"token=hunter2",
		"jwt eyJhbGciOiJSUzI1NiJ9.hunter2.c2ln",
		"bearer abcdefghijklmnopqrst-hunter2",
	} {
		got := Secrets(text)
		for _, secret := range []string{secretKey, sessionToken, "hunter2", "wJalr", "IQoJ"} {
			if strings.Contains(got, secret) {
				t.Errorf("%s\nbecame %s", text, got)
			}
		}
		if !strings.Contains(got, masked) || Secrets(got) != got {
			t.Errorf("%s\nbecame %s, then %s", text, got, Secrets(got))
		}
	}
}

// What helps to mend a fault stays: names, paths, ids, ARNs, codes.
func TestWhatIsNoSecretStays(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"load login token: token file not found, please reauthenticate",
		"failed to read cached SSO token file, open /home/me/.aws/sso/cache/3f786850e387550fdab836ed7e6dc881de23001b.json: no such file",
		"The security token included in the request is expired",
		"api error SignatureDoesNotMatch: Signature expired: 20260101T000000Z is now earlier than",
		"https response error StatusCode: 403, RequestID: 0b1d5b5e-5f4e-4e5c-9a4b-0d1f0c7a1b2c, api error AccessDenied: no",
		"https://oidc.eu-west-1.amazonaws.com/token", "http://127.0.0.1:4566/",
		"arn:aws:ecs:eu-west-1:123456789012:task-set/shop-prod/checkout/ecs-svc/9876543210712345678",
		"missing SecretAccessKey in process output", "--profile shop --region eu-west-1", "AKIDEXAMPLE",
	} {
		if got := Secrets(text); got != text {
			t.Errorf("%s\nbecame %s", text, got)
		}
	}
}
