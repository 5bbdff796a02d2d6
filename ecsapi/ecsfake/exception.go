package ecsfake

import (
	"fmt"
	"net/http"
)

const (
	serverException = "ServerException"
	// elbDenied is the only code of a missing right that comes with HTTP status 403.
	elbDenied = "AccessDenied"
)

// An exception is an error as AWS answers it: {"__type": …, "message": …} where
// the service speaks JSON, an <ErrorResponse> where it speaks XML.
type exception struct {
	Type    string `json:"__type"`
	Message string `json:"message"`
}

func (e *exception) Error() string { return e.Type + ": " + e.Message }

func (e *exception) status() int {
	switch e.Type {
	case serverException, "HealthUnavailable", "InternalFailure":
		return http.StatusInternalServerError
	case elbDenied:
		return http.StatusForbidden
	default:
		return http.StatusBadRequest
	}
}

// The texts below are those that were seen on real AWS, except where a
// comment says that they are ours.

func clusterNotFound() error {
	return &exception{"ClusterNotFoundException", "Cluster not found."}
}

func serviceNotFound() error {
	return &exception{"ServiceNotFoundException", "Service not found."}
}

// taskSetNotFound has a text of ours, after the two above: no real one is known.
func taskSetNotFound() error {
	return &exception{"TaskSetNotFoundException", "TaskSet not found."}
}

// serviceNotActive has a text of ours.
func serviceNotActive() error {
	return &exception{"ServiceNotActiveException", "Service was not ACTIVE."}
}

func notExternal() error {
	return invalid("Amazon ECS only supports task set management on services configured to use external deployment controllers.")
}

func invalid(format string, args ...any) error {
	return &exception{"InvalidParameterException", fmt.Sprintf(format, args...)}
}

func unknownOperation(c call) error {
	if c.service == elbProtocol {
		return &exception{"InvalidAction", fmt.Sprintf("Could not find operation %s for version %s", c.operation, elbVersion)}
	}
	return &exception{Type: "UnknownOperationException"}
}

// validation is the error of Elastic Load Balancing for an input that it cannot
// take. Of its texts only that for a bad ARN was seen.
func validation(format string, args ...any) error {
	return &exception{"ValidationError", fmt.Sprintf(format, args...)}
}

// badBody has a text of ours: the real one quotes the parser's complaint.
func badBody(err error) error {
	return &exception{"SerializationException", err.Error()}
}
