package ecsapi

import (
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"

	"tealset/model"
)

const goodKey = "AKIDNEW"

// picky is an ECS that takes one access key id and calls every other one expired.
type picky struct {
	mu   sync.Mutex
	asks []*http.Request
}

func (p *picky) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	w.Header().Set("Connection", "close")
	if r.Header.Get("X-Amz-Target") == "" { // STS
		w.WriteHeader(http.StatusNotFound)
		return
	}
	p.asks = append(p.asks, r)
	if !strings.Contains(r.Header.Get("Authorization"), "Credential="+goodKey+"/") {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = w.Write([]byte(exception("ExpiredTokenException", "The security token included in the request is expired")))
		return
	}
	_, _ = w.Write([]byte(emptyLists))
}

// requests is how many there were of an operation.
func (p *picky) requests(operation string) (n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, r := range p.asks {
		if strings.HasSuffix(r.Header.Get("X-Amz-Target"), "."+operation) {
			n++
		}
	}
	return n
}

// keys is a profile of the credentials file.
func keys(id string) string {
	return "[shop]\naws_access_key_id = " + id + "\naws_secret_access_key = secret\n"
}

// rewrite changes one of the settings files.
func rewrite(t *testing.T, variable, text string) {
	t.Helper()
	if err := os.WriteFile(os.Getenv(variable), []byte(text), 0o600); err != nil { //nolint:gosec // the test's own file
		t.Fatal(err)
	}
}

// shop is a client of profile shop at a picky ECS.
func shop(t *testing.T, config, credentials string) (client, *picky) {
	t.Helper()
	server := &picky{}
	settings(t, config, credentials)
	t.Setenv("AWS_ENDPOINT_URL", listening(t, server.ServeHTTP))
	return load(t, Settings{Profile: "shop"}), server
}

func list(t *testing.T, c client) error {
	t.Helper()
	_, err := c.ListClusters(t.Context(), model.Cursor{})
	return err
}

const inIreland = "[profile shop]\nregion = eu-west-1\n"

func TestNewKeysInTheCredentialsFileAreFound(t *testing.T) {
	c, server := shop(t, inIreland, keys("AKIDOLD"))
	for range 2 {
		if f := fault(t, list(t, c)); f.Kind != model.FaultExpired || f.Next != "Renew them in another terminal for profile shop; tealset then goes on by itself." {
			t.Fatalf("kind %d, %q", f.Kind, f.Next)
		}
	}
	rewrite(t, "AWS_SHARED_CREDENTIALS_FILE", keys(goodKey))
	for range 2 {
		if err := list(t, c); err != nil {
			t.Fatal(fault(t, err).Detail)
		}
	}
	if _, err := c.DeleteTaskSet(t.Context(), checkoutSet, false); err != nil {
		t.Fatal(fault(t, err).Detail)
	}
	if n := server.requests(opListClusters.name); n != 4 {
		t.Errorf("%d requests", n)
	}
}

func TestWhatIsRenewedIsOnlyTheCredentials(t *testing.T) {
	c, server := shop(t, inIreland, keys("AKIDOLD"))
	_ = list(t, c)
	rewrite(t, "AWS_CONFIG_FILE", "[profile shop]\nregion = us-east-1\nendpoint_url = http://127.0.0.1:1\n")
	rewrite(t, "AWS_SHARED_CREDENTIALS_FILE", keys(goodKey))
	before := c.Endpoint()
	t.Setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
	if err := list(t, c); err != nil {
		t.Fatal(fault(t, err).Detail)
	}
	if c.Region() != "eu-west-1" || c.Profile() != "shop" || c.Endpoint() != before {
		t.Errorf("%q, %q, %q", c.Region(), c.Profile(), c.Endpoint())
	}
	if scope := server.asks[1].Header.Get("Authorization"); !strings.Contains(scope, "/eu-west-1/ecs/aws4_request") {
		t.Errorf("signed for %s", scope)
	}
}

func TestADeletionWithExpiredKeysIsSentOnce(t *testing.T) {
	c, server := shop(t, inIreland, keys("AKIDOLD"))
	_, err := c.DeleteTaskSet(t.Context(), checkoutSet, false)
	if f := fault(t, err); f.Kind != model.FaultExpired || f.Attempts != 1 || f.OutcomeUnknown() {
		t.Fatalf("kind %d, %d attempts", f.Kind, f.Attempts)
	}
	rewrite(t, "AWS_SHARED_CREDENTIALS_FILE", keys(goodKey))
	if err := list(t, c); err != nil {
		t.Fatal(fault(t, err).Detail)
	}
	if n := server.requests(opDeleteTaskSet.name); n != 1 {
		t.Errorf("%d deletions were sent", n)
	}
	if _, err := c.DeleteTaskSet(t.Context(), checkoutSet, false); err != nil {
		t.Fatal(fault(t, err).Detail)
	}
	if n := server.requests(opDeleteTaskSet.name); n != 2 {
		t.Errorf("%d deletions were sent", n)
	}
}

func TestACredentialProcessThatWorksAtLastIsUsed(t *testing.T) {
	answer := filepath.Join(t.TempDir(), "answer.json")
	c, server := shop(t, inIreland+"credential_process = cat "+answer+"\n", "")
	f := fault(t, list(t, c))
	if f.Kind != model.FaultCredentials || f.Sent ||
		f.Next != "Run the credential_process for profile shop by hand to see why, and correct it, then try again{refresh}." {
		t.Fatalf("kind %d, %q", f.Kind, f.Next)
	}
	text := []byte(`{"Version":1,"AccessKeyId":"` + goodKey + `","SecretAccessKey":"secret"}`)
	if err := os.WriteFile(answer, text, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := list(t, c); err != nil {
		t.Fatal(fault(t, err).Detail)
	}
	if n := len(server.asks); n != 1 {
		t.Errorf("%d requests", n)
	}
}

func TestAnotherCredentialProcessIsUsed(t *testing.T) {
	c, _ := shop(t, inIreland+"credential_process = false\n", "")
	if f := fault(t, list(t, c)); f.Kind != model.FaultCredentials {
		t.Fatalf("kind %d: %s", f.Kind, f.Detail)
	}
	rewrite(t, "AWS_CONFIG_FILE", inIreland+
		`credential_process = echo '{"Version":1,"AccessKeyId":"`+goodKey+`","SecretAccessKey":"secret"}'`+"\n")
	if err := list(t, c); err != nil {
		t.Fatal(fault(t, err).Detail)
	}
}

func TestAMissingSSOTokenStaysOne(t *testing.T) {
	settings(t, settingsOfAllSorts, "")
	c := load(t, Settings{Profile: "sso"})
	for range 3 {
		if f := fault(t, list(t, c)); f.Kind != model.FaultExpired || f.Headline != "the SSO session has ended" {
			t.Fatalf("kind %d, %q: %s", f.Kind, f.Headline, f.Detail)
		}
	}
}

func TestSettingsThatCannotBeLoadedAnyMoreAreToldUntilTheyCan(t *testing.T) {
	c, server := shop(t, inIreland, keys("AKIDOLD"))
	_ = list(t, c)
	for text, headline := range map[string]string{
		"":                                 "there is no profile shop",
		inIreland + "sso_session = gone\n": "the AWS settings cannot be used",
		inIreland + "source_profile = gone\n" + "role_arn = arn:aws:iam::1:role/r\n": "the role's source profile has no credentials",
	} {
		rewrite(t, "AWS_CONFIG_FILE", text)
		rewrite(t, "AWS_SHARED_CREDENTIALS_FILE", "")
		for range 2 {
			f := fault(t, list(t, c))
			if f.Kind != model.FaultCredentials || f.Headline != headline || f.Sent || f.Operation != opListClusters.name || !f.Transient() ||
				f.Next != "Correct the AWS settings in another terminal for profile shop; tealset then goes on by itself." {
				t.Errorf("kind %d, %q, %q, sent %v: %s", f.Kind, f.Headline, f.Next, f.Sent, f.Detail)
			}
		}
	}
	rewrite(t, "AWS_CONFIG_FILE", inIreland)
	rewrite(t, "AWS_SHARED_CREDENTIALS_FILE", keys(goodKey))
	if err := list(t, c); err != nil {
		t.Fatal(fault(t, err).Detail)
	}
	if n := len(server.asks); n != 2 {
		t.Errorf("%d requests", n)
	}
}

// renewable is a client whose settings are loaded by the function.
func renewable(transport http.RoundTripper, load func(context.Context) (aws.Config, error)) client {
	cfg := unhurried("http://ecs.invalid")
	cfg.Credentials = signer{&renewal{}, func(ctx context.Context) (*loaded, error) {
		cfg, err := load(ctx)
		return &loaded{Config: cfg}, err
	}}
	return of(cfg, transport)
}

func TestSettingsAreLoadedAnewOnlyForTheCredentials(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]int32{
		"ExpiredTokenException": 2, "UnrecognizedClientException": 2, "SignatureDoesNotMatch": 2,
		"AccessDeniedException": 1, "ThrottlingException": 1, "ClusterNotFoundException": 1,
	} {
		var loads atomic.Int32
		c := renewable(says(400, exception(code, "x")), func(context.Context) (aws.Config, error) {
			loads.Add(1)
			return Fixed{}.config(), nil
		})
		for range 2 {
			if err := list(t, c); err == nil {
				t.Fatal("no error")
			}
		}
		if n := loads.Load(); n != want {
			t.Errorf("%s: %d loads, want %d", code, n, want)
		}
	}
}

func TestOperationsThatFailTogetherCauseOneLoad(t *testing.T) {
	t.Parallel()
	var loads, answers atomic.Int32
	var arrived sync.WaitGroup
	arrived.Add(10)
	c := renewable(wire(func(r *http.Request) (*http.Response, error) {
		if answers.Add(1) > 10 {
			return wellAnswered(r)
		}
		arrived.Done()
		arrived.Wait() // all are signed with the same keys
		return says(400, exception("ExpiredTokenException", "x"))(r)
	}), func(context.Context) (aws.Config, error) {
		loads.Add(1)
		return Fixed{}.config(), nil
	})
	var all sync.WaitGroup
	for range 10 {
		all.Go(func() {
			if err := list(t, c); err == nil {
				t.Error("no error")
			}
			if err := list(t, c); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := loads.Load(); n != 2 {
		t.Errorf("%d loads, want the first and one more", n)
	}
}

func TestALoadThatIsCancelledIsNoFaultOfTheSettings(t *testing.T) {
	t.Parallel()
	c := renewable(wellAnswered, func(ctx context.Context) (aws.Config, error) { return aws.Config{}, ctx.Err() })
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := c.ListClusters(ctx, model.Cursor{})
	if f := fault(t, err); f.Kind != model.FaultCanceled {
		t.Errorf("kind %d: %s", f.Kind, f.Detail)
	}
	if err := (reloadFailed{context.Canceled}); !errors.Is(err, context.Canceled) {
		t.Error("the SDK's error is hidden")
	}
}

func TestAFixedClientRenewsNothing(t *testing.T) {
	settings(t, "[broken", "")
	t.Setenv("AWS_PROFILE", "gone")
	c := over(inTurn(says(400, exception("ExpiredTokenException", "x")), wellAnswered))
	if f := fault(t, list(t, c)); f.Kind != model.FaultExpired {
		t.Fatalf("kind %d", f.Kind)
	}
	if err := list(t, c); err != nil {
		t.Error(fault(t, err).Detail)
	}
}
