package main

import (
	"cmp"
	"context"
	"sync"
	"time"

	"tealset/cmd/tealset/audit"
	"tealset/cmd/tealset/config"
	"tealset/cmd/tealset/gateway"
	"tealset/ecsapi"
	"tealset/ecsapi/ecsfake"
	"tealset/model"
	"tealset/model/change"
	"tealset/ui"
)

// sources makes what the dashboard looks at: a profile in a Region, behind a gateway.
type sources struct {
	settings settings
	config   config.Config
	ledger   *gateway.Ledger
	trail    string // where changes of earlier runs are looked for; empty for nowhere
	observe  func(model.Call)
	keyring  *ecsapi.Keyring

	mu      sync.Mutex
	budgets map[string]*ecsapi.Budget // by Region: two profiles may be of one account
}

// opened are the sources that the flags name: every profile in every Region.
func (s *sources) opened(ctx context.Context) ([]ui.Source, error) {
	if s.settings.demo {
		return []ui.Source{s.demo()}, nil //nolint:contextcheck // the rules of endpoints ask nobody
	}
	var opened []ui.Source
	for _, profile := range orEmpty(s.settings.profiles) {
		for _, region := range orEmpty(s.settings.regions) {
			source, err := s.connect(ctx, profile, region)
			if err != nil {
				return nil, err
			}
			opened = append(opened, source)
		}
	}
	return opened, nil
}

// orEmpty is the values of a flag, or one empty value, which leaves it to AWS's settings.
func orEmpty(values []string) []string {
	if len(values) == 0 {
		return []string{""}
	}
	return values
}

// connect makes a source; what is empty is left to AWS's settings.
func (s *sources) connect(ctx context.Context, profile, region string) (ui.Source, error) {
	if err := checkRegion(region); err != nil {
		return ui.Source{}, err
	}
	reader, writer, err := ecsapi.Load(ctx, ecsapi.Settings{
		Profile: profile, Region: region, Version: version, Observe: s.observe, Budget: s.budget,
		Keyring: s.keyring,
	})
	if err != nil {
		return ui.Source{}, err
	}
	if err := checkRegion(reader.Region()); err != nil {
		return ui.Source{}, err
	}
	return s.source(reader, writer), nil //nolint:contextcheck // the rules of endpoints ask nobody
}

// The demo answers from memory: no name is looked up and no connection opened.
const (
	demoRegion   = "eu-west-1"
	demoCluster  = "shop-prod"
	demoEndpoint = "http://demo.invalid"
)

func (s *sources) demoClients() (*ecsapi.Reader, *ecsapi.Writer) {
	return ecsapi.New(ecsapi.Fixed{
		Region: demoRegion, Endpoint: demoEndpoint, Version: version, Observe: s.observe, Budget: s.budget(demoRegion),
		Transport: ecsfake.Demo(time.Now).Client().Transport,
	})
}

func (s *sources) demo() ui.Source {
	source := s.source(s.demoClients())
	source.Endpoint, source.BalancingEndpoint, source.LogsEndpoint = "", nil, nil
	return source
}

func (s *sources) source(reader *ecsapi.Reader, writer *ecsapi.Writer) ui.Source {
	readOnly := readOnly(s.config, reader)
	forbids := func(account string, kind change.Kind) string {
		return cmp.Or(readOnly(account), s.config.Forbids(kind.Allow()))
	}
	guarded := gateway.New(reader, writer, func(account string, kind change.Kind) string {
		if s.config.ProfilePattern() != "" {
			reader.AwaitCaller() // a pattern may match its name
		}
		return forbids(account, kind)
	}, s.ledger)
	source := ui.Source{
		Backend: reader, Changes: guarded, Profile: reader.Profile(), Region: reader.Region(), Endpoint: reader.Endpoint(),
		Keys: reader.Keys, Caller: reader.Caller, CallerUnknown: reader.CallerUnknown,
		BalancingEndpoint: reader.BalancingEndpoint, LogsEndpoint: reader.LogsEndpoint, ReadOnly: readOnly,
		Forbidden: func(_ string, kind change.Kind) string { return s.config.Forbids(kind.Allow()) },
	}
	if s.trail != "" {
		source.Dangling, source.Promotions = dangling(guarded, s.trail), promotions(s.trail)
	}
	return source
}

// promotions reads the trail at each call, for which sets were made PRIMARY. A trail that cannot
// be read tells of none.
func promotions(trail string) func(context.Context) []change.Promotion {
	return func(ctx context.Context) []change.Promotion {
		made, _ := audit.Promotions(ctx, trail)
		return made
	}
}

// dangling reads the trail at each call, for changes whose outcome is not known, and
// gives them to the gateway. A trail that cannot be read gives none, and stops every
// later change.
func dangling(guarded *gateway.Gateway, trail string) func(context.Context) []change.Earlier {
	return func(ctx context.Context) []change.Earlier {
		left, awaited, _ := audit.Dangling(ctx, trail)
		return append(guarded.Adopt(left), guarded.Awaited(awaited)...)
	}
}

// budget is what all clients of a Region share.
func (s *sources) budget(region string) *ecsapi.Budget {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.budgets == nil {
		s.budgets = map[string]*ecsapi.Budget{}
	}
	if s.budgets[region] == nil {
		s.budgets[region] = ecsapi.NewBudget(s.config.Budget)
	}
	return s.budgets[region]
}
