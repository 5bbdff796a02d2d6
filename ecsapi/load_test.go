package ecsapi

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tealset/model"
)

// static are credentials that are there without asking anybody.
func static(t *testing.T) {
	t.Helper()
	t.Setenv("AWS_ACCESS_KEY_ID", "AKIDTEST")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "secret")
}

func load(t *testing.T, s Settings) client {
	t.Helper()
	reader, writer, err := Load(t.Context(), s)
	if err != nil {
		t.Fatal(fault(t, err).Detail)
	}
	return client{reader, writer}
}

// misset checks that the settings are refused.
func misset(t *testing.T, s Settings, headline string, next ...string) {
	t.Helper()
	_, _, err := Load(t.Context(), s)
	f := fault(t, err)
	if f.Kind != model.FaultConfig || f.Headline != headline {
		t.Errorf("kind %d, %q, want %q\n%s", f.Kind, f.Headline, headline, f.Detail)
	}
	for _, part := range next {
		if !strings.Contains(string(f.Next), part) {
			t.Errorf("next step is %q, want one with %q", f.Next, part)
		}
	}
	if f.Sent || f.Detail == "" {
		t.Errorf("sent %v, details %q", f.Sent, f.Detail)
	}
}

func TestTheProfileInUseIsTold(t *testing.T) {
	const config = "[default]\nregion = eu-west-1\n[profile shop]\nregion = eu-west-2\n[profile other]\nregion = eu-west-3\n"
	t.Run("asked for", func(t *testing.T) {
		settings(t, config, "")
		t.Setenv("AWS_PROFILE", "other")
		if c := load(t, Settings{Profile: "shop"}); c.Profile() != "shop" || c.Region() != "eu-west-2" {
			t.Errorf("%q in %q", c.Profile(), c.Region())
		}
	})
	t.Run("of the environment", func(t *testing.T) {
		settings(t, config, "")
		t.Setenv("AWS_PROFILE", "other")
		if c := load(t, Settings{}); c.Profile() != "other" || c.Region() != "eu-west-3" {
			t.Errorf("%q in %q", c.Profile(), c.Region())
		}
	})
	t.Run("default", func(t *testing.T) {
		settings(t, config, "")
		if c := load(t, Settings{Region: "eu-north-1"}); c.Profile() != "default" || c.Region() != "eu-north-1" {
			t.Errorf("%q in %q", c.Profile(), c.Region())
		}
	})
	t.Run("keys in the environment", func(t *testing.T) {
		settings(t, config, "")
		static(t)
		if c := load(t, Settings{}); c.Profile() != "" {
			t.Errorf("%q", c.Profile())
		}
	})
	t.Run("none", func(t *testing.T) {
		settings(t, "", "")
		if c := load(t, Settings{}); c.Profile() != "" {
			t.Errorf("%q", c.Profile())
		}
	})
}

func TestAMissingProfileNamesThoseThatThereAre(t *testing.T) {
	settings(t, "[default]\n[profile shop]\n[profile  spaced ]\n[sso-session corp]\n[services s]\n", "[keys]\n[shop]\n")
	misset(t, Settings{Profile: "shpo"}, "there is no profile shpo", "Choose one of default, keys, shop, spaced.")
	t.Setenv("AWS_PROFILE", "evil\x1b[31m")
	misset(t, Settings{}, "there is no profile 'evil␛[31m'", "shop")
}

func TestTheProfilesOfBothFilesAreListedOnce(t *testing.T) {
	settings(t, "[default]\n[profile shop]\n[profile evil\x1b[31m]\n[sso-session corp]\n", "[keys]\n[shop]\n[default]\n")
	if got := Profiles(); !slices.Equal(got, []string{"default", "evil␛[31m", "keys", "shop"}) {
		t.Errorf("%q", got)
	}
	settings(t, "", "")
	if got := Profiles(); len(got) != 0 {
		t.Errorf("%q of empty files", got)
	}
	t.Setenv("AWS_CONFIG_FILE", filepath.Join(t.TempDir(), "gone"))
	if got := Profiles(); len(got) != 0 {
		t.Errorf("%q of no file", got)
	}
}

func TestAtMostTenProfilesAreNamed(t *testing.T) {
	var config strings.Builder
	for i := range 14 {
		fmt.Fprintf(&config, "[profile p%02d]\n", i)
	}
	settings(t, config.String(), "")
	misset(t, Settings{Profile: "x"}, "there is no profile x", "p00, p01, p02, p03, p04, p05, p06, p07, p08, p09 and 4 more.")
	settings(t, "", "")
	misset(t, Settings{Profile: "x"}, "there is no profile x", "No profile is in", "aws configure sso")
}

func TestSettingsThatCannotWorkAreToldBeforeTheScreen(t *testing.T) {
	t.Run("MFA", func(t *testing.T) {
		settings(t, "[profile mfa]\nregion=eu-west-1\nrole_arn=arn:aws:iam::1:role/r\nsource_profile=keys\nmfa_serial=arn:aws:iam::1:mfa/me\n",
			"[keys]\naws_access_key_id=a\naws_secret_access_key=b\n")
		misset(t, Settings{Profile: "mfa"}, "the role wants an MFA code",
			`eval "$(aws configure export-credentials --format env --profile mfa)"`, "without --profile")
	})
	t.Run("source profile", func(t *testing.T) {
		settings(t, "[profile role]\nregion=eu-west-1\nrole_arn=arn:aws:iam::1:role/r\nsource_profile=gone\n", "")
		misset(t, Settings{Profile: "role"}, "the role's source profile has no credentials", "source_profile for profile role")
	})
	t.Run("Region", func(t *testing.T) {
		settings(t, "", "")
		if err := os.Unsetenv("AWS_ENDPOINT_URL"); err != nil {
			t.Fatal(err)
		}
		misset(t, Settings{}, "no Region is set", "--region", "AWS_REGION")
	})
	t.Run("endpoint", func(t *testing.T) {
		settings(t, "", "")
		for _, endpoint := range []string{"localhost:4566", "127.0.0.1:4566", "http://", "://x", "ftp://127.0.0.1", "http://a b\x7f"} {
			t.Setenv("AWS_ENDPOINT_URL", endpoint)
			misset(t, Settings{Region: "eu-west-1"}, "the endpoint is not a URL", "AWS_ENDPOINT_URL")
		}
	})
	t.Run("CA bundle", func(t *testing.T) {
		settings(t, "", "")
		t.Setenv("AWS_CA_BUNDLE", filepath.Join(t.TempDir(), "gone.pem"))
		misset(t, Settings{Region: "eu-west-1"}, "AWS_CA_BUNDLE cannot be read", "PEM")
		empty := filepath.Join(t.TempDir(), "empty.pem")
		if err := os.WriteFile(empty, []byte("no certificate"), 0o600); err != nil {
			t.Fatal(err)
		}
		t.Setenv("AWS_CA_BUNDLE", empty)
		misset(t, Settings{Region: "eu-west-1"}, "AWS_CA_BUNDLE cannot be read", "PEM")
	})
	t.Run("unknown", func(t *testing.T) {
		settings(t, "[profile a]\nregion=eu-west-1\nsso_session=gone\nsso_account_id=1\nsso_role_name=r\n", "")
		misset(t, Settings{Profile: "a"}, "the AWS settings cannot be used", "profile a")
	})
}

func TestAnInvalidRegionIsAFaultOfTheFirstRead(t *testing.T) {
	settings(t, "", "")
	static(t)
	if err := os.Unsetenv("AWS_ENDPOINT_URL"); err != nil {
		t.Fatal(err)
	}
	_, err := load(t, Settings{Region: "eu west/1"}).ListClusters(t.Context(), model.Cursor{})
	if f := fault(t, err); f.Kind != model.FaultConfig || f.Sent {
		t.Errorf("kind %d, sent %v: %s", f.Kind, f.Sent, f.Detail)
	}
}

// The SDK has warnings, as of a Date that is none. Its own logger writes them on stderr,
// across the screen.
func TestTheSDKWritesNothingOnTheScreen(t *testing.T) {
	endpoint := listening(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Connection", "close")
		w.Header().Set("Date", "yesterday")
		_, _ = w.Write([]byte(emptyLists))
	})
	settings(t, "", "")
	static(t)
	t.Setenv("AWS_ENDPOINT_URL", endpoint)
	screen, err := os.Create(filepath.Join(t.TempDir(), "stderr"))
	if err != nil {
		t.Fatal(err)
	}
	defer func(stderr *os.File) { os.Stderr = stderr; _ = screen.Close() }(os.Stderr)
	os.Stderr = screen
	c := load(t, Settings{Region: "eu-west-1"})
	if _, err := c.ListClusters(t.Context(), model.Cursor{}); err != nil {
		t.Fatal(fault(t, err).Detail)
	}
	if _, err := c.DeleteTaskSet(t.Context(), checkoutSet, false); err != nil {
		t.Fatal(fault(t, err).Detail)
	}
	if text, err := os.ReadFile(screen.Name()); err != nil || len(text) != 0 {
		t.Errorf("%q, %v", text, err)
	}
}

func TestALoadedClientReachesItsEndpointOnce(t *testing.T) {
	var requests []*http.Request
	endpoint := listening(t, func(w http.ResponseWriter, r *http.Request) {
		requests = append(requests, r)
		w.Header().Set("Connection", "close")
		w.WriteHeader(http.StatusInternalServerError)
	})
	settings(t, "", "")
	static(t)
	t.Setenv("AWS_ENDPOINT_URL", endpoint)
	t.Setenv("AWS_MAX_ATTEMPTS", "5")
	t.Setenv("AWS_SDK_UA_APP_ID", "my-own-app")
	_, err := load(t, Settings{Version: "1.2.3"}).DeleteTaskSet(t.Context(), checkoutSet, false)
	if f := fault(t, err); f.Kind != model.FaultServer || f.Attempts != 1 || len(requests) != 1 {
		t.Fatalf("kind %d, %d attempts, %d requests: %s", f.Kind, f.Attempts, len(requests), f.Detail)
	}
	for _, part := range []string{"tealset/1.2.3", "app/my-own-app"} {
		if agent := requests[0].UserAgent(); !strings.Contains(agent, part) {
			t.Errorf("User-Agent %q has no %q", agent, part)
		}
	}
}

func TestACABundleOfTheUsersOwnIsTrusted(t *testing.T) {
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Connection", "close")
		_, _ = w.Write([]byte(`{"clusterArns":["` + clusterARN + `"]}`))
	}))
	t.Cleanup(server.Close)
	settings(t, "", "")
	static(t)
	t.Setenv("AWS_ENDPOINT_URL", server.URL)
	t.Setenv("AWS_CA_BUNDLE", bundled(t, server.Certificate()))
	names, err := load(t, Settings{}).ListClusters(t.Context(), model.Cursor{})
	if err != nil {
		t.Fatal(fault(t, err).Detail)
	}
	if len(names.ARNs) != 1 || names.ARNs[0] != clusterARN {
		t.Errorf("%v", names.ARNs)
	}
}

func TestTheHTTPClientHasTimeLimits(t *testing.T) {
	t.Parallel()
	client := httpClient()
	if limit, set := client.GetReadTimeout(); !set || limit != answerTimeout {
		t.Errorf("read timeout %s", limit)
	}
	if client.GetDialer().Timeout != connectTimeout || client.GetTransport().TLSHandshakeTimeout != connectTimeout {
		t.Errorf("dial %s, TLS %s", client.GetDialer().Timeout, client.GetTransport().TLSHandshakeTimeout)
	}
	if client.GetTransport().Proxy == nil {
		t.Error("HTTPS_PROXY is not looked at")
	}
}

func TestTheTransportIsThatOfTheSDKsClient(t *testing.T) {
	t.Parallel()
	transport, err := transportOf(httpClient())
	if err != nil {
		t.Fatal(err)
	}
	if transport.Proxy == nil || transport.TLSHandshakeTimeout != connectTimeout || transport.ResponseHeaderTimeout != answerTimeout {
		t.Errorf("TLS %s, head of an answer %s", transport.TLSHandshakeTimeout, transport.ResponseHeaderTimeout)
	}
	if _, err := transportOf(http.DefaultClient); err == nil {
		t.Error("no error with another client")
	}
}

func TestAFixedClientReadsNoSetting(t *testing.T) {
	settings(t, "[default]\nregion=us-east-1\n", "")
	t.Setenv("AWS_ENDPOINT_URL_ECS", "http://127.0.0.1:1")
	t.Setenv("AWS_REGION", "us-east-1")
	t.Setenv("AWS_PROFILE", "gone")
	count := &counted{next: says(200, emptyLists)}
	c, _ := New(Fixed{Region: "eu-west-1", Endpoint: "http://demo.invalid", Transport: count})
	if _, err := c.ListClusters(t.Context(), model.Cursor{}); err != nil {
		t.Fatal(fault(t, err).Detail)
	}
	if c.Region() != "eu-west-1" || c.Profile() != "" || c.Endpoint() != "http://demo.invalid" || count.requests != 1 {
		t.Errorf("%q, %q, %q, %d requests", c.Region(), c.Profile(), c.Endpoint(), count.requests)
	}
	if agent := count.header.Get("User-Agent"); !strings.Contains(agent, "tealset/devel") {
		t.Errorf("User-Agent %q", agent)
	}
}

func TestAFixedClientUsesTheDefaultTransport(t *testing.T) {
	t.Parallel()
	endpoint := listening(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Connection", "close")
		_, _ = w.Write([]byte(`{"clusterArns":["a"]}`))
	})
	c, _ := New(Fixed{Region: "eu-west-1", Endpoint: endpoint})
	names, err := c.ListClusters(t.Context(), model.Cursor{})
	if err != nil || len(names.ARNs) != 1 {
		t.Errorf("%v, %v", names, err)
	}
}

// Loading asks nobody: a machine whose instance metadata is silent has its screen at
// once, also where the SDK is to detect on its own what machine it runs on.
func TestLoadingAsksNoInstanceMetadata(t *testing.T) {
	settings(t, "[profile shop]\nregion = eu-west-1\ndefaults_mode = auto\n", "")
	t.Setenv("AWS_DEFAULTS_MODE", "auto")
	t.Setenv("AWS_EC2_METADATA_DISABLED", "false")
	t.Setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", listening(t, func(http.ResponseWriter, *http.Request) {
		t.Error("the instance metadata was asked")
	}))
	load(t, Settings{Profile: "shop"})
}
