package ecsfake

import (
	"strconv"
	"time"
)

const (
	demoBalancer   = "shop-prod"
	productionPort = 443
	testPort       = 8443
)

// demoRule is the rule of a service of the demo on the production port, and its target
// group on the test port; the first group has all the traffic.
type demoRule struct {
	service string
	groups  []Weighted
	test    string // A target group; empty is no rule on the test port.
	sticky  int
}

func all(group string) []Weighted { return []Weighted{{group, new(100)}} }

func between(first string, weight int, second string, other int) []Weighted {
	return []Weighted{{first, &weight}, {second, &other}}
}

// demoRules are in the order of their priorities: 10, 20 and so on.
func demoRules() []demoRule {
	return []demoRule{
		{service: "checkout", groups: between("checkout-green", 100, "checkout-blue", 0), test: "checkout-blue"},
		{service: "payments", groups: all("payments-a")},
		{service: "cart", groups: all("cart-a"), test: "cart-b", sticky: 3600},
		{service: "catalog", groups: between("catalog-a", 0, "catalog-b", 100)},
		{service: "recommendations", groups: all("recommendations-a")}, // The other group is in no rule.
		{service: "orders", groups: between("orders-a", 0, "orders-b", 100)},
		{service: "search", groups: all("search-a"), test: "search-a"},
		{service: "web", groups: all("web-a")},
		{service: "profile", groups: all("profile-a")},
		{service: "gateway", groups: all("gateway")},
		{service: "returns", groups: all("returns-a")},
		{service: "loyalty", groups: between("loyalty-a", 0, "loyalty-b", 100)},
		{service: "legacy-cart", groups: all("legacy-cart")},
		{service: "webhooks", groups: all("webhook-dispatcher-for-partn-a")},
		{service: "reviews", groups: all("reviews-a"), test: "reviews-b"},
		{service: "storefront", groups: between("storefront-a", 90, "storefront-b", 10), test: "storefront-b"},
		// What a deployment by the ECS controller left behind: nearly all goes to nothing.
		{service: "bundles", groups: between("bundles-b", 950, "bundles-a", 50)},
		{service: "accounts", groups: between("accounts-a", 100, "accounts-b", 0), test: "accounts-b"},
	}
}

// priorityOf is the priority of a service's rules in the demo.
func priorityOf(service string) string {
	for i, r := range demoRules() {
		if r.service == service {
			return strconv.Itoa(10 * (i + 1))
		}
	}
	return ""
}

// demoBalancers are the load balancers of the demo: one for the shop with a test port,
// one that CodeDeploy shifts the default rule of, one for staging, and a network one.
func demoBalancers() []Balancer {
	production, test := Listener{Port: productionPort}, Listener{Port: testPort}
	for _, r := range demoRules() {
		host := Host(r.service + ".shop.example")
		production.Rules = append(production.Rules, Rule{
			Priority: priorityOf(r.service), Conditions: host, Actions: []Action{{Order: 1, Groups: r.groups, Sticky: r.sticky}},
		})
		if r.test != "" {
			test.Rules = append(test.Rules, Rule{Priority: priorityOf(r.service), Conditions: host, Actions: Forward(r.test)})
		}
	}
	return []Balancer{
		{Name: demoBalancer, Listeners: []Listener{
			production, test,
			{Port: 80, Protocol: "HTTP", Default: []Action{{
				Type: "redirect", InnerXML: "<RedirectConfig><Protocol>HTTPS</Protocol><Port>443</Port><StatusCode>HTTP_301</StatusCode></RedirectConfig>",
			}}},
		}},
		{Name: "inventory", Listeners: []Listener{
			{Port: productionPort, Default: Split(between("inventory-green", 100, "inventory-blue", 0)...)},
			{Port: testPort, Default: Forward("inventory-blue")},
		}},
		{Name: "pricing", Listeners: []Listener{{Port: productionPort, Default: Forward("pricing-1")}}},
		{Name: "media", Type: Network, Listeners: []Listener{{Port: 1935, Default: Split(Weighted{Group: "media-a"})}}},
		{Name: "shop-staging", Listeners: []Listener{{Port: productionPort, Rules: []Rule{
			{Priority: "10", Conditions: Host("checkout.staging.example"), Actions: Split(between("stg-checkout-a", 100, "stg-checkout-b", 0)...)},
			{Priority: "20", Conditions: Host("web.staging.example"), Actions: Forward("stg-web-a")},
			{Priority: "30", Conditions: Host("search.staging.example"), Actions: Forward("stg-search-a")},
			{Priority: "40", Conditions: Host("payments.staging.example"), Actions: Forward("stg-payments-a")},
		}}}},
	}
}

// shopRollouts are the services of shop-prod whose story is their traffic, or what their
// tasks end with.
func shopRollouts() []Service {
	return []Service{
		{
			// The tag of the green's image was never pushed.
			Name: "reviews", Controller: External, Desired: 3, Tags: owner("discovery"),
			TaskSets: []TaskSet{
				{Status: Primary, Revision: 55, Age: 5 * day, TargetGroup: "reviews-a", ExternalID: "pipeline-1713"},
				{
					Revision: 56, Age: 6 * time.Minute, Running: new(0), TargetGroup: "reviews-b", ExternalID: "pipeline-1840",
					Ends: ImageMissing("123456789012.dkr.ecr.eu-west-1.amazonaws.com/reviews:v56"),
				},
			},
		},
		storefront(),
		{
			Name: "bundles", Controller: ECS, Desired: 3, Tags: owner("catalog"),
			Strategy: Strategy{
				Name: "CANARY", BakeMinutes: 10, Percent: 5, StepMinutes: 10, Alternate: "bundles-b",
				Balancer: demoBalancer, Port: productionPort, Priority: priorityOf("bundles"),
			},
			TaskSets: []TaskSet{{Status: Primary, Revision: 17, Age: day, TargetGroup: "bundles-a"}},
			Deployments: []ServiceDeployment{{
				Age: 3 * time.Hour, Took: 4 * time.Minute, Status: "STOPPED", Target: "ecs-svc/2750193846011923377", Revision: 18,
				StatusReason: "Service deployment rolled back because of invalid networking configuration. productionListenerRule ARN " +
					"should have exactly one target group serving traffic but found 2 target groups which are serving traffic",
			}},
		},
		{
			Name: "vouchers", Controller: External, Desired: 2, Tags: owner("payments"),
			TaskSets: []TaskSet{{
				Status: Primary, Revision: 4, Age: 400 * day,
				LoadBalancers: []LoadBalancer{{LoadBalancerName: "vouchers-classic", ContainerName: "vouchers", ContainerPort: 8080}},
			}},
		},
		{
			// Somebody deleted a secret, and no task of what serves starts any more. The
			// revision that does without it is being rolled out.
			Name: "accounts", Controller: External, Desired: 3, Tags: owner("identity"),
			TaskSets: []TaskSet{
				{
					Status: Primary, Revision: 17, Age: 2 * day, Running: new(0), StabilityAge: 7 * time.Minute, TargetGroup: "accounts-a",
					ExternalID: "pipeline-1788", Ends: SecretMissing("arn:aws:secretsmanager:eu-west-1:123456789012:secret:accounts/session-key-Xq2sT1"),
				},
				{Revision: 18, Age: 4 * time.Second, Running: new(0), TargetGroup: "accounts-b", ExternalID: "pipeline-1842"},
			},
		},
	}
}

// storefront is a canary that waits for a person.
func storefront() Service {
	return Service{
		Name: "storefront", Controller: ECS, Desired: 4, Tags: owner("shop"),
		Strategy: Strategy{
			Name: "CANARY", BakeMinutes: 1, Percent: 10, StepMinutes: 5, Alternate: "storefront-b",
			Balancer: demoBalancer, Port: productionPort, Priority: priorityOf("storefront"), TestPort: testPort, TestPriority: priorityOf("storefront"),
		},
		TaskSets: []TaskSet{
			{Revision: 210, Age: 2 * day, TargetGroup: "storefront-a"},
			{Status: Primary, Revision: 211, Age: 9 * time.Minute, TargetGroup: "storefront-b"},
		},
		Deployments: []ServiceDeployment{{
			Age: 9 * time.Minute, Stage: preShift, Production: new(10.0), Test: new(100.0), Alarms: []string{"storefront-5xx"},
			Hooks: []Hook{{ID: "ecs-pause-e7tK9G_WRJqNF_EOMjztDXfKenlJuEUVjsNStf4WLKw", Expires: 51 * time.Minute}},
		}},
	}
}

// demoDeployments are those of CodeDeploy in the demo: one that waits for a person, and
// the one before it. Its blue set stands in the group with the lower number, and would be
// blue whatever the group is called.
func demoDeployments() []Deployment {
	d := Deployment{
		ID: "d-K3LM0V5DF", Cluster: "shop-prod", Service: "inventory", Status: deploymentReady, Age: 11 * time.Minute, EventAge: 4 * time.Minute,
		ReadyWait: 60, TerminationWait: 5, Groups: []string{"inventory-green", "inventory-blue"}, Balancer: "inventory", Port: productionPort, TestPort: testPort,
	}
	before := d
	before.ID, before.Status, before.Age, before.EventAge = "d-7QXW2N9AE", succeeded, 12*day, 12*day-20*time.Minute
	return []Deployment{before, d}
}
