package model

import "testing"

const (
	home  = "arn:aws:ecs:eu-west-1:123456789012:"
	short = home + "service/web"
)

// The same service has one key, in whatever form ECS sends its ARN and whether its
// cluster is known by ARN or only by name.
func TestServiceHasOneKey(t *testing.T) {
	t.Parallel()
	want := ServiceKey(home+"cluster/shop", short)
	for _, of := range []ServiceRef{
		{Cluster: "shop", Service: short},
		{Cluster: "shop", Service: home + "service/shop/web"},
		{Cluster: home + "cluster/shop", Service: home + "service/shop/web"},
		{Service: home + "service/shop/web"},
	} {
		if got := ServiceKey(of.Cluster, of.Service); got != want {
			t.Errorf("%+v has the key %+v, want %+v", of, got, want)
		}
	}
}

// Two services never have one key: not those of one name in two clusters, Regions,
// accounts or partitions, nor those whose ARNs have a form that is not known.
func TestDifferentServicesHaveDifferentKeys(t *testing.T) {
	t.Parallel()
	of := map[Key]ServiceRef{}
	for _, ref := range []ServiceRef{
		{Cluster: "shop", Service: short},
		{Cluster: "mall", Service: short},
		{Cluster: "shop", Service: home + "service/api"},
		{Cluster: "shop", Service: "arn:aws:ecs:us-east-1:123456789012:service/web"},
		{Cluster: "shop", Service: "arn:aws:ecs:eu-west-1:999999999999:service/web"},
		{Cluster: "shop", Service: "arn:aws-cn:ecs:eu-west-1:123456789012:service/web"},
		{Cluster: "shop", Service: home + "service/shop/old/web"},
		{Cluster: "shop", Service: home + "thing/web"},
		{Cluster: "shop", Service: home + "thing/shop/web"},
		{Cluster: "shop", Service: "web"},
		{Cluster: "mall", Service: "web"},
	} {
		key := ServiceKey(ref.Cluster, ref.Service)
		if other, ok := of[key]; ok {
			t.Errorf("%+v and %+v have the key %+v", ref, other, key)
		}
		of[key] = ref
	}
}

// Clusters are told apart by account, Region and name.
func TestDifferentClustersHaveDifferentKeys(t *testing.T) {
	t.Parallel()
	of := map[Key]string{}
	for _, arn := range []string{
		home + "cluster/shop", home + "cluster/mall", "shop", home + "shop",
		"arn:aws:ecs:us-east-1:123456789012:cluster/shop", "arn:aws:ecs:eu-west-1:999999999999:cluster/shop",
	} {
		key := ClusterKey(arn)
		if other, ok := of[key]; ok {
			t.Errorf("%s and %s have the key %+v", arn, other, key)
		}
		of[key] = arn
	}
}
