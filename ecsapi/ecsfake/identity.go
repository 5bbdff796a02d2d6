package ecsfake

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"strings"
)

// An identity makes names that look like those of AWS. The same seed makes the
// same names.
type identity struct {
	partition, region, account string
	random                     *rand.Rand
}

func newIdentity(w World) identity {
	return identity{
		partition: w.Partition, region: w.Region, account: w.Account,
		random: rand.New(rand.NewPCG(w.Seed, 0)), //nolint:gosec // A world must come out the same twice; nothing here is a secret.
	}
}

// arn returns an ARN of the ECS service in this account and Region.
func (i identity) arn(resource string) string {
	return fmt.Sprintf("arn:%s:ecs:%s:%s:%s", i.partition, i.region, i.account, resource)
}

// resource returns what follows the account in an ARN of ECS in this account
// and Region: its kind ("cluster", "service" …) and its path.
func (i identity) resource(arn string) (kind, path string, ok bool) {
	rest, ok := strings.CutPrefix(arn, i.arn(""))
	if !ok {
		return "", "", false
	}
	return strings.Cut(rest, "/")
}

// targetGroup returns the ARN of a target group by its name; a name that is an
// ARN already is returned as it is. One name has one ARN.
func (i identity) targetGroup(name string) string {
	if name == "" || strings.HasPrefix(name, "arn:") {
		return name
	}
	sum := fnv.New64a()
	_, _ = sum.Write([]byte(name))
	return fmt.Sprintf("arn:%s:elasticloadbalancing:%s:%s:targetgroup/%s/%016x", i.partition, i.region, i.account, name, sum.Sum64())
}

// taskDefinition returns the ARN of a task definition by "family:revision"; an
// ARN is returned as it is, and a family alone means its revision 1, since no
// task definitions are registered here.
func (i identity) taskDefinition(name string) string {
	if strings.HasPrefix(name, "arn:") {
		return name
	}
	if !strings.Contains(name, ":") {
		name += ":1"
	}
	return i.arn("task-definition/" + name)
}

// taskSetID returns "ecs-svc/" and 19 digits, as real ones are.
func (i identity) taskSetID() string {
	return fmt.Sprintf("ecs-svc/%d", 1_000_000_000_000_000_000+i.random.Int64N(8_000_000_000_000_000_000))
}

// taskID returns the 32 hexadecimal digits that a task's ARN ends in.
func (i identity) taskID() string {
	return fmt.Sprintf("%016x%016x", i.random.Uint64(), i.random.Uint64())
}

// uuid returns 16 bytes in the form of a version 4 UUID.
func uuid(random *rand.Rand) string {
	a, b := random.Uint64(), random.Uint64()
	return fmt.Sprintf("%08x-%04x-4%03x-%04x-%012x", a>>32, a>>16&0xffff, a&0xfff, b>>48&0x3fff|0x8000, b&0xffffffffffff)
}

// revision returns "family:revision", as task definitions are named.
func revision(family string, n int) string { return fmt.Sprintf("%s:%d", family, n) }
