package ecsfake

import (
	"strings"
	"time"
)

const day = 24 * time.Hour

// Demo returns a Server with a small shop in eu-west-1 in which every situation
// happens that a person on call meets. It moves as long as one looks: accounts, the worst
// of them and so the first in a list, is mended by a rollout; checkout is in
// the middle of one, and another follows each, as every four minutes for search; a
// rolling deployment of notifications follows another; storefront's canary and
// inventory's deployment by CodeDeploy wait for a person, who comes after some minutes.
// Two servers that are asked the same at the same times tell the same story.
func Demo(now func() time.Time) *Server {
	s := New(now, World{Seed: 41, Balancers: demoBalancers(), TargetGroups: demoGroups(), CodeDeploy: demoDeployments(), Clusters: []Cluster{
		{Name: "shop-prod", Tags: owner("shop"), Services: shopProd()},
		{Name: "shop-staging", Tags: owner("shop"), Services: shopStaging()},
		{Name: "batch", Instances: 6, Tags: owner("data"), Services: batch()},
		{Name: "sandbox"},
		{Name: "data-platform", Status: provisioning},
	}})
	prod := s.clusters["shop-prod"]
	for _, v := range shopRollouts() {
		s.addService(prod, v)
	}
	search := &deployer{
		server: s, service: s.service(prod, "search"), revision: 118, groups: [2]string{"search-a", "search-b"},
		priority: priorityOf("search"), fill: 46 * time.Second, step: 15 * time.Second,
	}
	search.startAt(s.at.Add(20 * time.Second))
	checkout := &deployer{
		server: s, service: s.service(prod, "checkout"), revision: 42, groups: [2]string{"checkout-green", "checkout-blue"},
		priority: priorityOf("checkout"), fill: 65 * time.Second, step: 30 * time.Second,
	}
	checkout.resume(checkout.service.sets[1], s.at)
	accounts := &deployer{
		server: s, service: s.service(prod, "accounts"), revision: 18, groups: [2]string{"accounts-a", "accounts-b"},
		priority: priorityOf("accounts"), fill: 50 * time.Second, step: 40 * time.Second,
	}
	accounts.resume(accounts.service.sets[1], s.at)
	(&roller{server: s, service: s.service(prod, "notifications"), revision: 31}).startAt(s.at)
	(&canaries{server: s, service: s.service(prod, "storefront"), revision: 211}).startAt(s.at)
	(&codeDeployer{server: s, service: s.service(prod, "inventory"), id: "d-K3LM0V5DF", revision: 34}).startAt(s.at)
	// ListServices stops telling of a service when it is deleted, so this one is
	// seen DRAINING by those who looked at it in time.
	s.plan(s.at.Add(time.Minute), func(at time.Time) { s.retire(s.service(prod, "legacy-cart"), at) })
	return s
}

// shopProd tells the trouble first, and then what is as it should be.
func shopProd() []Service {
	return append([]Service{
		checkout(),
		{
			Name: "payments", Controller: External, Desired: 6, Tags: owner("payments"),
			TaskSets: []TaskSet{{
				Status: Primary, Revision: 77, Age: 2 * day, Unplaceable: 2, StabilityAge: 26 * time.Minute,
				TargetGroup: "payments-a", ExternalID: "pipeline-1790",
			}},
		},
		{
			// The green never becomes steady.
			Name: "cart", Controller: External, Desired: 4, Tags: owner("shop"),
			TaskSets: []TaskSet{
				{Status: Primary, Revision: 204, Age: 6 * day, TargetGroup: "cart-a", ExternalID: "pipeline-1711"},
				{
					Revision: 205, Age: 47 * time.Minute, Scale: new(50.0), Running: new(1), Crashes: true,
					TargetGroup: "cart-b", ExternalID: "pipeline-1838",
				},
			},
		},
		{
			// A set that was left over after a promotion, at full scale.
			Name: "catalog", Controller: External, Desired: 4, Tags: owner("catalog"),
			TaskSets: []TaskSet{
				{Age: 9 * day, Revision: 61, TargetGroup: "catalog-a", ExternalID: "pipeline-1640"},
				{Status: Primary, Revision: 62, Age: 5 * day, TargetGroup: "catalog-b", ExternalID: "pipeline-1722"},
			},
		},
		recommendations(),
		{
			Name: "orders", Controller: External, Desired: 5, Tags: owner("orders"),
			TaskSets: []TaskSet{
				{Status: Draining, Revision: 90, Age: 3 * day, Running: new(3), StabilityAge: 5 * time.Second, TargetGroup: "orders-a"},
				{Status: Primary, Revision: 91, Age: 18 * time.Minute, TargetGroup: "orders-b", ExternalID: "pipeline-1836"},
			},
		},
		inventory(),
		{
			Name: "legacy-cart", Controller: External, Desired: 3,
			TaskSets: []TaskSet{{Status: Primary, Revision: 12, Age: 211 * day, TargetGroup: "legacy-cart"}},
		},
	}, shopProdSteady()...)
}

// checkout is the rollout under way that the demo opens with.
func checkout() Service {
	return Service{
		Name: "checkout", Controller: External, Desired: 8, Age: 420 * day, Tags: owner("shop"),
		TaskSets: []TaskSet{
			{
				Status: Primary, Revision: 41, Age: 3*day + 2*time.Hour, TargetGroup: "checkout-green", ExternalID: "pipeline-1760",
				Tags: builtFrom("9f1c2e7", "1760"),
			},
			{
				Revision: 42, Age: 25 * time.Second, Scale: new(50.0), Running: new(1), TargetGroup: "checkout-blue",
				ExternalID: "pipeline-1841", Tags: builtFrom("b07d4aa", "1841"),
				KMSKey:            "arn:aws:kms:eu-west-1:123456789012:key/0d6f3b6e-7d0c-4a55-9d53-5f2c8a1e7b42",
				ServiceRegistries: []ServiceRegistry{{RegistryArn: "arn:aws:servicediscovery:eu-west-1:123456789012:service/srv-utcrh6wavdkggqtk", Port: 8080}},
			},
			{
				Status: Draining, Revision: 40, Age: 9 * day, Running: new(2), StabilityAge: 2 * time.Second,
				TargetGroup: "checkout-blue", ExternalID: "pipeline-1641", Tags: builtFrom("51aa03d", "1641"),
			},
		},
	}
}

// recommendations has used all five of its slots: no new set can be created.
func recommendations() Service {
	v := Service{Name: "recommendations", Controller: External, Desired: 3, Tags: owner("discovery")}
	for i := range maxTaskSets {
		t := TaskSet{Revision: 15 + i, Age: time.Duration(20-4*i) * day, Scale: new(0.0), TargetGroup: "recommendations-b"}
		if i == 2 {
			t.Status, t.Scale, t.TargetGroup = Primary, new(100.0), "recommendations-a"
		}
		v.TaskSets = append(v.TaskSets, t)
	}
	return v
}

// inventory is in the middle of a deployment by CodeDeploy.
func inventory() Service {
	return Service{
		Name: "inventory", Controller: CodeDeploy, Desired: 4, Tags: owner("inventory"),
		TaskSets: []TaskSet{
			{Status: Primary, Revision: 33, Age: 12 * day, StartedBy: CodeDeploy, ExternalID: "d-7QXW2N9AE", TargetGroup: "inventory-green"},
			{Revision: 34, Age: 11 * time.Minute, StartedBy: CodeDeploy, ExternalID: "d-K3LM0V5DF", TargetGroup: "inventory-blue"},
		},
	}
}

func shopProdSteady() []Service {
	spot := []CapacityProviderStrategyItem{{"FARGATE", 1, 2}, {"FARGATE_SPOT", 4, 0}}
	return []Service{
		steady("search", 6, 118, 8*time.Hour),
		steady("web", 12, 530, day),
		steady("profile", 3, 48, 4*day),
		{
			// Made by CreateService: no deployment has touched it yet.
			Name: "pricing", Controller: CodeDeploy, Desired: 2, Tags: owner("catalog"),
			TaskSets: []TaskSet{{Status: Primary, Revision: 1, Age: 34 * day, TargetGroup: "pricing-1"}},
		},
		{Name: "gateway", Controller: ECS, Desired: 4, Tags: owner("platform"), TaskSets: []TaskSet{{Status: Primary, Revision: 88, Age: 7 * day, TargetGroup: "gateway"}}},
		{
			Name: "notifications", Controller: ECS, Desired: 4, Tags: owner("messaging"),
			TaskSets: []TaskSet{
				{Status: Primary, Revision: 31, Age: 20 * time.Second, Running: new(1)},
				{Revision: 30, Age: 2 * day},
			},
		},
		{
			Name: "media", Controller: External, Desired: 10, CapacityProviders: spot, Tags: owner("media"),
			TaskSets: []TaskSet{{Status: Primary, Revision: 19, Age: 30 * time.Hour, TargetGroup: "media-a"}},
		},
		{
			// Switched off, but there.
			Name: "returns", Controller: External, Tags: owner("orders"),
			TaskSets: []TaskSet{{Status: Primary, Revision: 7, Age: 60 * day, TargetGroup: "returns-a"}},
		},
		{
			// A former set, scaled to nothing: harmless, and easily taken for steady.
			Name: "loyalty", Controller: External, Desired: 2, Tags: owner("discovery"),
			TaskSets: []TaskSet{
				{Revision: 26, Age: 9 * day, Scale: new(0.0), TargetGroup: "loyalty-a"},
				{Status: Primary, Revision: 27, Age: 2 * day, TargetGroup: "loyalty-b"},
			},
		},
		{Name: "gift-cards", Controller: External, Desired: 2, Age: 3 * time.Hour, Tags: owner("payments")},
		longest(),
	}
}

// longest has the longest name that ECS takes: 255 characters.
func longest() Service {
	v := steady(strings.Repeat("webhook-dispatcher-for-partners-", 8)[:255], 2, 3, 15*day)
	v.Family = "webhook-dispatcher"
	return v
}

func shopStaging() []Service {
	return []Service{
		{
			Name: "checkout", Controller: External, Desired: 2,
			TaskSets: []TaskSet{
				{Status: Primary, Revision: 42, Age: 3 * time.Hour, TargetGroup: "stg-checkout-a"},
				{Revision: 43, Age: 90 * time.Second, TargetGroup: "stg-checkout-b"},
			},
		},
		staged(steady("payments", 1, 78, 5*time.Hour)),
		staged(steady("search", 1, 119, 2*day)),
		staged(steady("web", 2, 533, 40*time.Minute)),
		{Name: "mailhog", Controller: NoController, Desired: 1, ShortARN: true, Age: 900 * day},
	}
}

// staged is a service in target groups of its own.
func staged(v Service) Service {
	for i := range v.TaskSets {
		v.TaskSets[i].TargetGroup = "stg-" + v.TaskSets[i].TargetGroup
	}
	return v
}

// demoGroups are the target groups that are not like all others.
func demoGroups() []TargetGroup {
	return []TargetGroup{{Name: "media-a", Protocol: "TCP", Port: 1935}}
}

func batch() []Service {
	return []Service{
		{Name: "etl", Controller: ECS, Desired: 3, LaunchType: ec2, Age: 80 * day},
		{Name: "invoices", Controller: ECS, Desired: 0, LaunchType: ec2, Age: 140 * day},
		{
			// A deployment that stays IN_PROGRESS for want of capacity.
			Name: "thumbnails", Controller: ECS, Desired: 6,
			TaskSets: []TaskSet{{Status: Primary, Revision: 9, Age: 3 * time.Hour, Unplaceable: 3}},
		},
		steady("exports", 2, 14, 10*day),
	}
}

// steady is an EXTERNAL service with nothing to tell.
func steady(name string, desired, revision int, age time.Duration) Service {
	group := name
	if len(group) > 28 {
		group = group[:28] // A target group's name has 32 characters at most.
	}
	return Service{
		Name: name, Controller: External, Desired: desired, Age: age + 200*day, Tags: owner("shop"),
		TaskSets: []TaskSet{{Status: Primary, Revision: revision, Age: age, TargetGroup: group + "-a"}},
	}
}

func owner(team string) map[string]string {
	return map[string]string{"team": team, "managed-by": "pipeline"}
}

func builtFrom(commit, pipeline string) map[string]string {
	return map[string]string{"commit": commit, "pipeline": pipeline}
}
