package model

import "strings"

// Key tells a cluster, a service, a task set or a task from all others. It is the same for
// the long and the old short form of a service's ARN, which does not name the cluster:
// the same name in two clusters is one short ARN and two keys. The zero value is the
// key of nothing.
type Key struct {
	Home    string // partition, service, Region and account, as they begin an ARN; empty where none is known
	Cluster string // the name of a service's or a task's cluster; empty for everything else
	Name    string // the last part of the ARN, or the whole text where it has another form
}

// ClusterKey is the key of a cluster by its ARN.
func ClusterKey(arn string) Key {
	home, name, ok := keyParts(arn, "cluster/")
	if !ok {
		return Key{Name: arn}
	}
	return Key{Home: home, Name: name}
}

// ServiceKey is the key of a service by its ARN and its cluster, as ARN or name. A
// long ARN names the cluster itself.
func ServiceKey(cluster, arn string) Key { return keyInCluster(cluster, arn, "service/") }

func keyInCluster(cluster, arn, kind string) Key {
	home, name, ok := keyParts(arn, kind)
	if !ok {
		return Key{Cluster: NameOf(cluster), Name: arn}
	}
	if at := strings.LastIndex(name, "/"); at >= 0 {
		return Key{Home: home, Cluster: name[:at], Name: name[at+1:]}
	}
	return Key{Home: home, Cluster: NameOf(cluster), Name: name}
}

// TaskSetKey is the key of a task set by its ARN, which has one form only.
func TaskSetKey(arn string) Key { return Key{Name: arn} }

// Key is the service's key.
func (s Service) Key() Key { return ServiceKey(s.ClusterARN, s.ARN) }

// ServiceKey is the key of the set's service.
func (r TaskSetRef) ServiceKey() Key { return ServiceKey(r.ClusterARN, r.ServiceARN) }

// keyParts cuts the ARN of a kind of resource before and after that kind; ok is false
// for any other text.
func keyParts(arn, kind string) (home, name string, ok bool) {
	parsed, ok := ParseARN(arn)
	if !ok || !strings.HasPrefix(parsed.Resource, kind) {
		return "", "", false
	}
	return strings.TrimSuffix(arn[:len(arn)-len(parsed.Resource)], ":"), parsed.Resource[len(kind):], true
}
