package change

import (
	"strconv"

	"tealset/model"
)

// Ask begins with a question about one set of a service. The target is pinned by its
// ARNs: no later read makes it another set.
func Ask(kind Kind, service model.Service, set model.TaskSet, c Circumstances) *Flow {
	request := Request{Kind: kind, Target: service.TaskSetRef(set), Params: kind.fixedParams()}
	return &Flow{question: question{request, service, set}, circumstances: c}
}

// AskDeployment begins with a question about the deployment of a service that is under way, by
// what is known of it. The deployment is pinned by its id or ARN, what it waits for by the
// kind, and the pause hook by its id; hook is empty for a kind that is of none.
func AskDeployment(kind Kind, service model.Service, hook string, c Circumstances) *Flow {
	request := Request{
		Kind:   kind,
		Target: model.TaskSetRef{ClusterARN: service.ClusterARN, ServiceARN: service.ARN}, Params: kind.fixedParams(),
	}
	switch {
	case kind.Needs().CodeDeploy:
		request.Params[paramDeployment] = service.CodeDeployID()
	case kind.Needs().ServiceDeployment:
		request.Params[paramARN] = service.CurrentServiceDeployment
	}
	if definitions[kind].operation == definitions[ContinueHook].operation {
		request.Params[paramHook] = hook
	}
	return &Flow{question: question{request: request, service: service}, circumstances: c}
}

// asConfirmed is the request with what was chosen, and with which set was PRIMARY.
func (r Request) asConfirmed(service model.Service, c Circumstances) Request {
	if r.Kind == ScaleTaskSet && c.Percent != nil {
		r.Params = map[string]string{paramScale: strconv.FormatFloat(*c.Percent, 'f', -1, 64) + "%"}
	}
	if r.Kind == PromoteTaskSet || r.Kind == RestorePrimary {
		primary, _ := service.Primary()
		r.Former = primary.ARN
	}
	return r
}

// choices are circumstances with what was chosen when the request was confirmed.
func (r Request) choices(c Circumstances) Circumstances {
	c.Force, c.Percent = r.Force, nil
	if percent, ok := r.Percent(); ok {
		c.Percent = &percent
	}
	return c
}
