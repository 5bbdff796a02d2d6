package ecsfake

// The types of a Balancer. Each stands for its short name in ARNs.
const (
	Application = "application"
	Network     = "network"
)

// Balancer is a load balancer of Elastic Load Balancing v2. A classic one is not
// modelled: a task set may name it in LoadBalancer.LoadBalancerName all the same.
type Balancer struct {
	Name      string
	Type      string // Default Application.
	Listeners []Listener
}

// Listener is a port of a Balancer, with its rules from the first to be tried to
// the last, and what happens where none of them applies.
type Listener struct {
	Port     int
	Protocol string // Default HTTPS, and TCP of a Network balancer.
	Rules    []Rule
	Default  []Action // The actions of the default rule; none is a fixed response of 404.
}

// Rule is a rule of a Listener.
type Rule struct {
	Priority   string // "1" to "50000".
	Conditions []Condition
	Actions    []Action
}

// Condition is what a request has to be like for a rule to apply.
type Condition struct {
	Field  string // "host-header", "path-pattern", "http-header", "query-string", "http-request-method" or "source-ip".
	Values []string
	Header string // The name of an "http-header".
}

// Action is what happens to a request. One with Groups forwards it.
type Action struct {
	Type     string // Default "forward", and "fixed-response" without Groups.
	Order    int    // Left out where it is 0.
	Groups   []Weighted
	Sticky   int  // Seconds for which a client stays with a target group; 0 is not at all.
	Scalar   bool // A forward to one group that names it in TargetGroupArn alone, as before November 2019.
	InnerXML string
}

// Weighted is a target group of a forward, by name or ARN. A nil Weight is left
// out of the answer, as that of a network load balancer's listener is.
type Weighted struct {
	Group  string
	Weight *int
}

// TargetGroup says of a target group what differs from the defaults. One that a
// task set or a rule names exists without it.
type TargetGroup struct {
	Name     string
	Protocol string // Default HTTP.
	Port     int    // Default 8080.
	Path     string // Of the health check; default "/health".
	Type     string // Default "ip"; else "instance", "lambda" or "alb".
	Targets  []Target
}

// Target is a target that is registered beside those of the task sets.
type Target struct {
	ID, Zone, State, Reason, Description string
	Port                                 int
	Override                             string // The state of its administrative override; default "no_override".
}

// Forward is the action of a rule that sends all to one target group.
func Forward(group string) []Action { return Split(Weighted{group, new(1)}) }

// Split is the action of a rule that shares its requests out.
func Split(groups ...Weighted) []Action { return []Action{{Groups: groups}} }

// Host is the condition of a rule for one host.
func Host(name string) []Condition {
	return []Condition{{Field: "host-header", Values: []string{name}}}
}

// Path is the condition of a rule for one path.
func Path(pattern string) []Condition {
	return []Condition{{Field: "path-pattern", Values: []string{pattern}}}
}
