package ecsfake

// A Story is a service of the demo whose board tells one of what can happen in a rollout.
type Story struct{ Service, Tells string }

// Stories are those of the demo's cluster shop-prod.
func Stories() []Story {
	return []Story{
		{"accounts", "EXTERNAL, nothing that serves runs, 10, 50 and 100 % of the traffic"},
		{"checkout", "EXTERNAL, 10, 50 and 100 % of the traffic"},
		{"reviews", "EXTERNAL, the green's image is missing"},
		{"inventory", "CODE_DEPLOY, waits for a person, then keeps the original"},
		{"storefront", "ECS, a canary waits at a pause hook, the next is rolled back"},
		{"bundles", "ECS, a rule is left split with no rollout"},
		{"notifications", "ECS, rolling"},
		{"media", "a Network Load Balancer"},
		{"recommendations", "a target group in no rule"},
		{"vouchers", "a Classic Load Balancer"},
		{"gift-cards", "no task sets"},
	}
}
