package ecsapi

import (
	"context"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"tealset/model"
	"tealset/model/clean"
)

const callerWithin = 3 * time.Second

// caller is whom STS knows the credentials by. Its zero value is not known yet.
type caller struct {
	arn, account string
	unknown      bool // STS was asked in vain, or must not be asked
}

// name is the role or the user of the caller: "oncall" of
// "arn:aws:sts::123456789012:assumed-role/oncall/ada"; empty where it is not known.
func (c caller) name() string {
	_, resource, _ := strings.Cut(c.arn, "/")
	_, assumed, _ := strings.Cut(c.arn, ":assumed-role/")
	if assumed == "" {
		return roleName(resource)
	}
	role, _, _ := strings.Cut(assumed, "/")
	return role
}

// identity is what the clients of a profile know of their caller. STS is asked once
// for each access key.
type identity struct {
	mu     sync.Mutex
	asked  string // the access key id
	caller caller
}

// begin tells whether STS is to be asked about a key. It is, once.
func (i *identity) begin(key string) bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	if key == "" || key == i.asked {
		return false
	}
	i.asked = key
	return true
}

// end takes an answer about a key, unless it is of a key that was used before.
func (i *identity) end(key string, who caller) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.asked == key {
		i.caller = who
	}
}

// get is what is known so far.
func (i *identity) get() caller {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.caller
}

// stsFor is a client of STS where the credentials are for; nil where that is not known,
// since the endpoint of ECS alone was set: asking AWS's own STS about keys of another
// place would tell AWS of them.
func stsFor(cfg aws.Config, ecsEndpoint *string, client aws.HTTPClient) *sts.Client {
	asker := sts.NewFromConfig(cfg, func(o *sts.Options) {
		o.HTTPClient = client
		o.Retryer, o.RetryMaxAttempts = aws.NopRetryer{}, 1
	})
	if ecsEndpoint != nil && asker.Options().BaseEndpoint == nil {
		return nil
	}
	return asker
}

// identify asks who the caller is, after a read that was signed with the key. Nobody
// waits for it, and whatever goes wrong costs the name alone.
func (s *session) identify(ctx context.Context, key string) {
	if s.renewal == nil || !s.renewal.identity.begin(key) {
		return
	}
	if s.sts == nil {
		s.renewal.identity.end(key, caller{unknown: true})
		return
	}
	go s.askCaller(context.WithoutCancel(ctx), key)
}

func (s *session) askCaller(ctx context.Context, key string) {
	f, o := &flight{}, request{operation: opGetCallerIdentity, within: callerWithin}
	ctx, cancel := context.WithTimeout(ctx, o.within)
	defer cancel()
	start := time.Now()
	answer, err := recovered(aboard(ctx, f), func(ctx context.Context) (*sts.GetCallerIdentityOutput, error) {
		return s.sts.GetCallerIdentity(ctx, nil)
	})
	who := caller{unknown: true}
	var fault *model.Fault
	switch {
	case err != nil:
		fault = unknownCaller(err.Error(), f)
	case text(answer.Arn) == "" || text(answer.Account) == "":
		fault = unknownCaller("the answer names no caller", f)
	default:
		who = caller{arn: text(answer.Arn), account: text(answer.Account)}
	}
	s.renewal.identity.end(key, who)
	s.tell(o, start, f, fault)
}

// unknownCaller is the fault of a caller that STS does not tell.
func unknownCaller(detail string, f *flight) *model.Fault {
	return &model.Fault{
		Operation: opGetCallerIdentity.name, Headline: "STS does not tell who the caller is",
		Next:   "All else works; only the account and the caller in the audit trail are not known.",
		Detail: told(detail), RequestID: clean.Text(f.requestID), Attempts: f.tries, Sent: f.sent.Load(),
	}
}
