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

const callerTimeout = 3 * time.Second

// caller is whom STS knows the credentials by. Its zero value is not known yet.
type caller struct {
	arn, account string
	unknown      bool // STS did not tell, or must not be asked
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
	keyID  string        // of the access key that STS was last asked about
	told   chan struct{} // closed once that key's caller is told, or known not to be; nil before the first key
	caller caller        // that key's
}

// startAsking begins to ask STS about a key: once, by the first who comes, who closes the
// channel at the end. It is nil for all others. Until STS has told, nobody is known: the key
// before this one may have been another's.
func (i *identity) startAsking(key string) (told chan struct{}) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if key == "" || key == i.keyID {
		return nil
	}
	i.keyID, i.told, i.caller = key, make(chan struct{}), caller{}
	return i.told
}

// await waits while STS is being asked about the latest key.
func (i *identity) await() {
	i.mu.Lock()
	told := i.told
	i.mu.Unlock()
	if told != nil {
		<-told
	}
}

// setCaller takes an answer about a key, unless another key has been used since.
func (i *identity) setCaller(key string, who caller) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.keyID == key {
		i.caller = who
	}
}

// known is what is known so far.
func (i *identity) known() caller {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.caller
}

// stsFor is a client of STS where the credentials are for; nil where that is not known,
// since the endpoint of ECS alone was set: asking AWS's own STS about keys of another
// place would tell AWS of them.
func stsFor(cfg aws.Config, ecsEndpoint *string) *sts.Client {
	client := sts.NewFromConfig(cfg, func(o *sts.Options) { o.Retryer, o.RetryMaxAttempts = aws.NopRetryer{}, 1 })
	if ecsEndpoint != nil && client.Options().BaseEndpoint == nil {
		return nil
	}
	return client
}

// identify asks STS who the caller is, after a read that was signed with the key. Nobody
// waits for the answer. If anything goes wrong, only the name stays unknown.
func (s *session) identify(ctx context.Context, key string) {
	if s.renewal == nil {
		return
	}
	told := s.renewal.identity.startAsking(key)
	switch {
	case told == nil:
	case s.sts == nil:
		s.renewal.identity.setCaller(key, caller{unknown: true})
		close(told)
	default:
		go s.askCaller(context.WithoutCancel(ctx), key, told)
	}
}

func (s *session) askCaller(ctx context.Context, key string, told chan<- struct{}) {
	x, o := &exchange{}, request{operation: opGetCallerIdentity, timeout: callerTimeout}
	ctx, cancel := context.WithTimeout(ctx, o.timeout)
	defer cancel()
	start := time.Now()
	answer, err := recovered(withExchange(ctx, x), func(ctx context.Context) (*sts.GetCallerIdentityOutput, error) {
		return s.sts.GetCallerIdentity(ctx, nil)
	})
	who := caller{unknown: true}
	var fault *model.Fault
	switch {
	case err != nil:
		fault = unknownCaller(err.Error(), x)
	case text(answer.Arn) == "" || text(answer.Account) == "":
		fault = unknownCaller("the answer names no caller", x)
	default:
		who = caller{arn: text(answer.Arn), account: text(answer.Account)}
	}
	s.renewal.identity.setCaller(key, who)
	close(told)
	s.tell(o, start, x, fault)
}

// unknownCaller is the fault of a caller that STS does not tell.
func unknownCaller(detail string, x *exchange) *model.Fault {
	return &model.Fault{
		Operation: opGetCallerIdentity.name, Headline: "STS does not tell who the caller is",
		Next:   "All else works; only the account and the caller in the audit trail are not known.",
		Detail: safeText(detail), RequestID: clean.Text(x.requestID), Attempts: x.attempts, Sent: x.sent.Load(),
	}
}
