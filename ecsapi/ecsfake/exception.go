package ecsfake

import (
	"fmt"
	"net/http"
)

// serverException is the one exception with HTTP status 500.
const serverException = "ServerException"

// An exception is an error as ECS answers it: {"__type": …, "message": …} with
// HTTP status 400, and 500 for a ServerException.
type exception struct {
	Type    string `json:"__type"`
	Message string `json:"message"`
}

func (e *exception) Error() string { return e.Type + ": " + e.Message }

func (e *exception) status() int {
	if e.Type == serverException {
		return http.StatusInternalServerError
	}
	return http.StatusBadRequest
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

func unknownOperation() error {
	return &exception{Type: "UnknownOperationException"}
}

// badBody has a text of ours: the real one quotes the parser's complaint.
func badBody(err error) error {
	return &exception{"SerializationException", err.Error()}
}
