package ui

import (
	"cmp"
	"context"

	"tealset/model"
	"tealset/model/change"
	"tealset/ui/say"
)

// Source is one profile of the AWS settings in one Region.
type Source struct {
	Backend Backend
	Changes Changes
	Profile string // may be empty
	// Caller is the ARN and the account of who signs, as far as AWS has told them without
	// being waited for; CallerUnknown, that it does not tell. Nil means never.
	Caller        func() (arn, account string)
	CallerUnknown func() bool
	// Keys tells whose keys sign, in a few words: the profile, "environment keys". Nil is
	// the profile.
	Keys     func() string
	Region   string
	Endpoint string // shown when it is not AWS's own; empty otherwise
	// BalancingEndpoint is the URL that requests to Elastic Load Balancing go to where that
	// was set; empty otherwise. Nil means that it is not set.
	BalancingEndpoint func() string
	// LogsEndpoint is the same for CloudWatch Logs.
	LogsEndpoint func() string
	// ReadOnly tells why nothing may be changed in an account, in a sentence without its
	// full stop; it is empty where it may. The account is empty until an ARN tells it.
	// Nil means that changes are allowed.
	ReadOnly func(account string) (why string)
	// Forbidden tells why the configuration allows no change of a kind in an account, like
	// ReadOnly. Nil means that it allows all.
	Forbidden func(account string, kind change.Kind) (why string)
	// Promotions are what the audit trail tells of which set became PRIMARY in the place of which
	// other one. It is called off the Update goroutine, and gives up with the context. Nil means
	// that there is no trail.
	Promotions func(ctx context.Context) []change.Promotion
	// Dangling finds the changes of earlier runs whose outcome is not known. They are
	// looked at, and told of like those of this run. It may take seconds, is called off
	// the Update goroutine, and gives up with the context. Nil means that there are none.
	Dangling func(ctx context.Context) []change.Earlier
}

// signer names the keys of a source.
func (s Source) signer() string {
	if s.Keys == nil {
		return s.Profile
	}
	return cmp.Or(s.Keys(), s.Profile)
}

// label names a source for people.
func (s Source) label() string { return say.Join(s.Profile, s.Region) }

// connection is a source with what has been read from it. A change keeps the one that
// sent it, also when another source is shown.
type connection struct {
	Source
	store     *model.Store
	seenBy    string                  // its label
	tagFaults map[string]*model.Fault // why the tags of a set are not known, by its ARN
	// definitionFaults is why a task definition is not known, by its ARN.
	definitionFaults map[string]*model.Fault
	rollouts         map[model.Key]*known // by service
	promotions       []change.Promotion   // as the trail has them; nil before it was asked
	promotionsAsked  bool
}

func connect(sources []Source) []*connection {
	conns := make([]*connection, len(sources))
	for i, source := range sources {
		conns[i] = &connection{
			seenBy: source.label(),
			Source: source, store: model.NewStore(i), tagFaults: map[string]*model.Fault{},
			definitionFaults: map[string]*model.Fault{}, rollouts: map[model.Key]*known{},
		}
	}
	return conns
}
