package ecsfake

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
)

const (
	// jsonType is the content type of the services that speak AWS JSON 1.1.
	jsonType = "application/x-amz-json-1.1"
	// formType is the content type of a request in AWS's Query protocol.
	formType = "application/x-www-form-urlencoded"
	// elbVersion is the Version that every request to Elastic Load Balancing v2
	// carries; STS has another.
	elbVersion = "2015-12-01"
)

// A protocol is how one service of AWS is spoken to.
type protocol struct {
	iam         string // What its actions in policies begin with: "ecs".
	contentType string // Of its answers.
	operations  map[string]operation
	answer      func(c call, result any) ([]byte, error)
	refusal     func(c call, e *exception) []byte
	// The codes of two errors that each service has, under different names.
	throttled, denied string
}

// A call is a request that has found its service.
type call struct {
	service   *protocol
	operation string
	id        string // The request id of its answer.
}

// An operation decodes its input and carries itself out. s.mu is held.
type operation func(s *Server, body []byte) (any, error)

var (
	ecsProtocol = &protocol{
		iam: "ecs", contentType: jsonType, answer: answerJSON, refusal: refusalJSON,
		throttled: "ThrottlingException", denied: "AccessDeniedException", operations: ecsOperations,
	}
	codeDeployProtocol = &protocol{
		iam: "codedeploy", contentType: jsonType, answer: answerJSON, refusal: refusalJSON,
		throttled: "ThrottlingException", denied: "AccessDeniedException", operations: codeDeployOperations,
	}
	elbProtocol = &protocol{
		iam: "elasticloadbalancing", contentType: "text/xml", answer: answerXML, refusal: refusalXML,
		throttled: "Throttling", denied: elbDenied, operations: elbOperations,
	}
)

// targets are the prefixes of X-Amz-Target of the services that speak JSON.
var targets = map[string]*protocol{
	"AmazonEC2ContainerServiceV20141113": ecsProtocol,
	"CodeDeploy_20141006":                codeDeployProtocol,
}

// route finds out what a request asks of which service. A target of no service
// known here is taken for ECS, which then does not know the operation.
func route(r *http.Request, body []byte) call {
	if form, ok := queryForm(r, body); ok && form.Get("Version") == elbVersion {
		return call{service: elbProtocol, operation: form.Get("Action")}
	}
	prefix, name, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	if service := targets[prefix]; service != nil {
		return call{service: service, operation: name}
	}
	return call{service: ecsProtocol, operation: r.Header.Get("X-Amz-Target")}
}

// queryForm reads the body of a request in the Query protocol.
func queryForm(r *http.Request, body []byte) (url.Values, bool) {
	kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";")
	if kind != formType {
		return nil, false
	}
	form, err := url.ParseQuery(string(body))
	return form, err == nil
}

// known tells whether the service has such an operation.
func (c call) known() bool { return c.service.operations[c.operation] != nil }

// failed writes an error down as the service does.
func (c call) failed(err error) (int, []byte) {
	e := &exception{Type: serverException}
	if !errors.As(err, &e) {
		e.Message = err.Error()
	}
	return e.status(), c.service.refusal(c, e)
}

// send writes an answer of the service.
func (c call) send(w http.ResponseWriter, status int, body []byte) {
	w.Header().Set("Content-Type", c.service.contentType)
	w.Header().Set("X-Amzn-Requestid", c.id)
	w.WriteHeader(status)
	_, _ = w.Write(body) // A client that has gone is no concern of ours.
}

func answerJSON(_ call, result any) ([]byte, error) { return json.Marshal(result) }

func refusalJSON(_ call, e *exception) []byte {
	body, _ := json.Marshal(e) //nolint:errchkjson // Two strings can always be written.
	return body
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
