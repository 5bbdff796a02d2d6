// Package ecsfake is an Amazon ECS in memory with what a rollout needs beside it,
// Elastic Load Balancing v2 and CodeDeploy: an http.Handler that speaks the
// protocols of all three on one port, a state that moves by a clock it is given,
// faults on demand, and the story that the demo shows. It imports the standard
// library only and knows nothing of the SDK.
//
// Signatures are not checked. Capacity is not modelled, nor is the registration of
// task definitions and target groups: what a request names is taken to exist.
package ecsfake

import (
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// maxBody is the largest request that is read, in bytes.
const maxBody = 1 << 20

type serviceKey struct{ cluster, service string }

// Server is an ECS of one account and Region. It is safe for concurrent use:
// requests are answered one after another, and only waits overlap.
type Server struct {
	now      func() time.Time
	identity identity
	timing   Timing
	strict   bool
	// definitions are the Raw members of task definitions by "family:revision".
	definitions map[string]map[string]any

	mu              sync.Mutex
	at              time.Time // How far the timeline has been played; never goes back.
	timeline        timeline
	planned         int
	ordinals        int // Of clusters, services and tasks: the order in which lists show them.
	order           []*cluster
	clusters        map[string]*cluster
	services        map[serviceKey]*service
	elb             balancing
	codeDeployments []*codeDeployment
	faults          []*pendingFault
	calls           calls
	requests        *rand.Rand // Apart from identity's, so that reads do not change the ids of what is created.
}

// New returns a Server with the given world at the time that now gives. The
// world moves when a request comes in, up to what now gives then; nothing runs
// in between. A nil now is time.Now.
func New(now func() time.Time, world World) *Server {
	world = world.withDefaults()
	if now == nil {
		now = time.Now
	}
	s := &Server{
		now: now, identity: newIdentity(world), timing: world.Timing, strict: world.Strict, at: now().Round(0),
		clusters: map[string]*cluster{}, services: map[serviceKey]*service{}, definitions: world.TaskDefinitions,
		requests: rand.New(rand.NewPCG(world.Seed, 1)), //nolint:gosec // Request ids are no secret.
	}
	for _, g := range world.TargetGroups {
		s.addTargetGroup(g)
	}
	for _, b := range world.Balancers {
		s.addBalancer(b)
	}
	for _, c := range world.Clusters {
		s.addCluster(c)
	}
	for _, d := range world.CodeDeploy {
		s.addCodeDeployment(d)
	}
	return s
}

// ServeHTTP answers one request as ECS would, or as a fault says.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if who := s.callerIdentity(r, body); who != "" {
		w.Header().Set("Content-Type", "text/xml")
		_, _ = io.WriteString(w, who)
		return
	}
	c, fault := s.receive(route(r, body), body, r.UserAgent())
	if !fault.late {
		fault.wait(r.Context())
		if fault.instead != nil {
			fault.instead(w, c)
			return
		}
	}
	var status int
	var answer []byte
	if err != nil {
		status, answer = c.failed(badBody(err))
	} else {
		status, answer = s.answer(r, c, body, fault.repeatToken)
	}
	if fault.late {
		fault.wait(r.Context())
		if fault.instead != nil {
			fault.instead(w, c)
			return
		}
	}
	if fault.truncate {
		w.Header().Set("Content-Length", strconv.Itoa(len(answer)))
		answer = answer[:len(answer)/2]
	}
	c.send(w, status, answer)
}

// receive records a call, gives it an id, and takes the fault that is meant for it.
func (s *Server) receive(c call, body []byte, userAgent string) (call, Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls.add(Call{Service: c.service.iam, Operation: c.operation, Body: body, Time: s.now(), UserAgent: userAgent}, c.known())
	c.id = uuid(s.requests)
	return c, s.takeFault(c.operation)
}

// answer carries an operation out and returns the HTTP status and the body. The
// body is written while the state is locked, since it refers to it.
func (s *Server) answer(r *http.Request, c call, body []byte, repeatToken bool) (int, []byte) {
	if r.Method != http.MethodPost || r.URL.Path != "/" || !c.known() {
		return c.failed(unknownOperation(c))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.advance()
	result, err := c.service.operations[c.operation](s, body)
	if err != nil {
		return c.failed(err)
	}
	if p, ok := result.(pager); ok && repeatToken {
		p.repeat(body)
	}
	answer, err := c.service.answer(c, result)
	if err != nil {
		// Only a Raw that is no JSON leads here: say so where the test sees it.
		return c.failed(&exception{serverException, err.Error()})
	}
	return http.StatusOK, answer
}

// ecsOperations are all that this ECS knows. Never changed.
var ecsOperations = map[string]operation{
	"ListClusters":                decoded((*Server).listClusters),
	"DescribeClusters":            decoded((*Server).describeClusters),
	"ListServices":                decoded((*Server).listServices),
	"DescribeServices":            decoded((*Server).describeServices),
	"DescribeTaskSets":            decoded((*Server).describeTaskSets),
	"CreateTaskSet":               decoded((*Server).createTaskSet),
	"UpdateTaskSet":               decoded((*Server).updateTaskSet),
	"UpdateServicePrimaryTaskSet": decoded((*Server).updateServicePrimaryTaskSet),
	"DeleteTaskSet":               decoded((*Server).deleteTaskSet),
	"ListTasks":                   decoded((*Server).listTasks),
	"DescribeTasks":               decoded((*Server).describeTasks),
	"DescribeTaskDefinition":      decoded((*Server).describeTaskDefinition),
	"ListServiceDeployments":      decoded((*Server).listServiceDeployments),
	"DescribeServiceDeployments":  decoded((*Server).describeServiceDeployments),
	"DescribeServiceRevisions":    decoded((*Server).describeServiceRevisions),
	"ContinueServiceDeployment":   decoded((*Server).continueServiceDeployment),
	"StopServiceDeployment":       decoded((*Server).stopServiceDeployment),
}
