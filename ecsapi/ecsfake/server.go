// Package ecsfake is an Amazon ECS in memory: an http.Handler that speaks the
// protocol of ECS (AWS JSON 1.1), a state that moves by a clock it is given,
// faults on demand, and the story that the demo shows. It imports the standard
// library only and knows nothing of the SDK.
//
// Signatures are not checked. Task definitions, load balancers and capacity are
// not modelled: what a request names is taken to exist.
package ecsfake

import (
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

const (
	// targetPrefix stands before the operation in X-Amz-Target.
	targetPrefix = "AmazonEC2ContainerServiceV20141113."
	contentType  = "application/x-amz-json-1.1"
	// maxBody is the largest request that is read, in bytes.
	maxBody = 1 << 20
)

type serviceKey struct{ cluster, service string }

// Server is an ECS of one account and Region. It is safe for concurrent use:
// requests are answered one after another, and only waits overlap.
type Server struct {
	now      func() time.Time
	identity identity
	timing   Timing
	strict   bool

	mu       sync.Mutex
	at       time.Time // How far the timeline has been played; never goes back.
	timeline timeline
	planned  int
	ordinals int // Of clusters, services and tasks: the order in which lists show them.
	order    []*cluster
	clusters map[string]*cluster
	services map[serviceKey]*service
	faults   []*pendingFault
	calls    calls
	requests *rand.Rand // Apart from identity's, so that reads do not change the ids of what is created.
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
		clusters: map[string]*cluster{}, services: map[serviceKey]*service{},
		requests: rand.New(rand.NewPCG(world.Seed, 1)), //nolint:gosec // Request ids are no secret.
	}
	for _, c := range world.Clusters {
		s.addCluster(c)
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
	operation, _ := strings.CutPrefix(r.Header.Get("X-Amz-Target"), targetPrefix)
	id, fault := s.receive(operation, body, r.UserAgent())
	if !fault.late {
		fault.wait(r.Context())
		if fault.instead != nil {
			fault.instead(w, id)
			return
		}
	}
	var status int
	var answer []byte
	if err != nil {
		status, answer = failed(badBody(err))
	} else {
		status, answer = s.answer(r, operation, body, fault.repeatToken)
	}
	if fault.late {
		fault.wait(r.Context())
		if fault.instead != nil {
			fault.instead(w, id)
			return
		}
	}
	if fault.truncate {
		w.Header().Set("Content-Length", strconv.Itoa(len(answer)))
		answer = answer[:len(answer)/2]
	}
	send(w, id, status, answer)
}

// receive records a call and takes the fault that is meant for it.
func (s *Server) receive(operation string, body []byte, userAgent string) (id string, f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls.add(Call{Operation: operation, Body: body, Time: s.now(), UserAgent: userAgent})
	return uuid(s.requests), s.takeFault(operation)
}

// answer carries an operation out and returns the HTTP status and the body. The
// body is written while the state is locked, since it refers to it.
func (s *Server) answer(r *http.Request, name string, body []byte, repeatToken bool) (int, []byte) {
	do := operations[name]
	if r.Method != http.MethodPost || r.URL.Path != "/" || do == nil {
		return failed(unknownOperation())
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.advance()
	result, err := do(s, body)
	if err != nil {
		return failed(err)
	}
	if p, ok := result.(pager); ok && repeatToken {
		p.repeat(body)
	}
	answer, err := json.Marshal(result)
	if err != nil {
		// Only a Raw that is no JSON leads here: say so where the test sees it.
		return failed(&exception{serverException, err.Error()})
	}
	return http.StatusOK, answer
}

func failed(err error) (int, []byte) {
	e := &exception{Type: serverException}
	if !errors.As(err, &e) {
		e.Message = err.Error()
	}
	body, _ := json.Marshal(e) //nolint:errchkjson // Two strings can always be written.
	return e.status(), body
}

func send(w http.ResponseWriter, id string, status int, body []byte) {
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("X-Amzn-Requestid", id)
	w.WriteHeader(status)
	_, _ = w.Write(body) // A client that has gone is no concern of ours.
}

// An operation decodes its input and carries itself out. s.mu is held.
type operation func(s *Server, body []byte) (any, error)

// operations are all that this ECS knows. Never changed.
var operations = map[string]operation{
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
}

func decoded[In, Out any](do func(*Server, In) (Out, error)) operation {
	return func(s *Server, body []byte) (any, error) {
		var in In
		if err := json.Unmarshal(body, &in); err != nil {
			return nil, badBody(err)
		}
		return do(s, in)
	}
}
