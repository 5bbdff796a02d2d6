package script

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"tealset/model"
)

// Scope is what a command is about, by name or by ARN; empty is everything.
type Scope struct {
	Cluster, Service string
	Set              string // as it was written
}

// ecsName is what ECS allows as the name of a cluster or a service.
var ecsName = regexp.MustCompile(`^[a-zA-Z0-9_-]{1,255}$`)

// ValidName tells whether ECS allows a text as the name of a cluster or a service.
func ValidName(name string) bool { return ecsName.MatchString(name) }

// setName is what names one task set: its id, the number of that, or the last digits.
var setName = regexp.MustCompile(`^(ecs-svc/)?[0-9]{6,}$`)

// wholeNumber is how many digits a number has that can be a whole id; fewer are its last ones.
const wholeNumber = 12

// Complete fills in what the ARNs among the names tell of the others, and the Region that they
// are in. It finds names that cannot be meant before anything is asked.
func (s Scope) Complete() (whole Scope, region string, err error) {
	if set, ok := model.ParseARN(s.Set); ok {
		parts := strings.Split(set.Resource, "/")
		if set.Service != "ecs" || len(parts) != 5 || parts[0] != aTaskSet {
			return s, "", usage("%q is not the ARN of a task set; give one, or ecs-svc/ and its number", s.Set)
		}
		if err := s.take(&s.Cluster, parts[1], aCluster); err != nil {
			return s, "", err
		}
		if err := s.take(&s.Service, parts[2], aService); err != nil {
			return s, "", err
		}
		region = set.Region
	} else if s.Set != "" && !setName.MatchString(s.Set) {
		return s, "", usage("%q is not a task set; give its ARN, its id such as ecs-svc/1234567890123456789, or at least the last 6 digits of that", s.Set)
	}
	if arn, ok := model.ParseARN(s.Service); ok {
		if parts := strings.Split(arn.Resource, "/"); len(parts) == 3 {
			if err := s.take(&s.Cluster, parts[1], aCluster); err != nil {
				return s, "", err
			}
		}
		region = cmp.Or(region, arn.Region)
	}
	if arn, ok := model.ParseARN(s.Cluster); ok {
		region = cmp.Or(region, arn.Region)
	}
	for _, thing := range []struct{ kind, name string }{{aCluster, s.Cluster}, {aService, s.Service}} {
		arn, isARN := model.ParseARN(thing.name)
		switch {
		case thing.name == "":
		case isARN && (arn.Service != "ecs" || !strings.HasPrefix(arn.Resource, thing.kind+"/")):
			return s, "", usage("%q is the ARN of something else; give a %s's name or ARN", thing.name, thing.kind)
		case !ValidName(model.NameOf(thing.name)):
			return s, "", usage("%q is not a name that ECS allows; give the name of a %s (letters, digits, - and _) or its ARN", thing.name, thing.kind)
		}
	}
	if s.Service != "" && s.Cluster == "" {
		return s, "", usage("%q is in a cluster; name that as well, with --cluster", s.Service)
	}
	return s, region, nil
}

// take fills in a name that an ARN tells, unless another one was given.
func (s Scope) take(name *string, told, kind string) error {
	if *name != "" && model.NameOf(*name) != told {
		return usage("the ARN is of the %s %q, and --%s says %q; leave out --%[3]s", kind, told, kind, *name)
	}
	*name = cmp.Or(*name, told)
	return nil
}

// ref is the service of the scope.
func (s Scope) ref() model.ServiceRef {
	return model.ServiceRef{Cluster: s.Cluster, Service: s.Service}
}

// read refuses a service of another account or Region than an ARN of the scope tells: names
// alone can be the same there.
func (s Scope) read(service model.Service) error {
	is, ok := model.ParseARN(service.ARN)
	for _, given := range []string{s.Cluster, s.Service, s.Set} {
		named, isARN := model.ParseARN(given)
		if !isARN || ok && named.Account == is.Account && named.Region == is.Region {
			continue
		}
		return failed("%s is of account %s in %s, and these credentials see account %s in %s; choose the profile of that account and its Region",
			given, named.Account, named.Region, is.Account, is.Region)
	}
	return nil
}

// OneService refuses a scope that does not name one service.
func (s Scope) OneService() error {
	if s.Service == "" {
		return usage("no service is named; give --cluster and --service, or a full ARN")
	}
	return nil
}

// pick is the set that is named, of a service as it was read; ok is false where there is no
// such set. The last digits count only where a person sees what they name, and only where one
// set alone has them.
func (s Scope) pick(service model.Service, person bool) (set model.TaskSet, ok bool, err error) {
	number := strings.TrimPrefix(s.Set, "ecs-svc/")
	var ending []model.TaskSet
	for _, set := range service.TaskSets {
		id := cmp.Or(set.ID, model.TaskSetID(set.ARN))
		if set.ARN == s.Set || id == s.Set || id == "ecs-svc/"+s.Set {
			return set, true, nil
		}
		if strings.HasSuffix(id, number) && number == s.Set {
			ending = append(ending, set)
		}
	}
	switch {
	case len(ending) == 1 && person:
		return ending[0], true, nil
	case len(ending) == 1:
		return set, false, usage("where nobody is asked a task set has to be named whole; give %s for %q", ending[0].ID, s.Set)
	case len(ending) > 1:
		return set, false, usage("%q ends the ids of %d task sets; give one of %s", s.Set, len(ending), idsOf(ending))
	case number == s.Set && len(number) < wholeNumber:
		return set, false, usage("no task set ends in %q; give one of %s", s.Set, idsOf(service.TaskSets))
	}
	return set, false, nil
}

// idsOf lists ids for a person.
func idsOf(sets []model.TaskSet) string {
	ids := make([]string, 0, len(sets))
	for _, set := range sets {
		ids = append(ids, cmp.Or(set.ID, model.TaskSetID(set.ARN)))
	}
	slices.Sort(ids)
	if len(ids) == 0 {
		return "none: the service has no task set"
	}
	return strings.Join(ids, ", ")
}
