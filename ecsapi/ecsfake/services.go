package ecsfake

import "slices"

// maxServices is how many services DescribeServices takes.
const maxServices = 10

type listServicesInput struct {
	Cluster            string `json:"cluster"`
	LaunchType         string `json:"launchType"`
	SchedulingStrategy string `json:"schedulingStrategy"`
	paging
}

type listServicesOutput struct {
	ARNs []string `json:"serviceArns"`
	nextToken
}

// listServices leaves out services that are being deleted (the SDK's
// documentation of DeleteService); DescribeServices still tells of them.
func (s *Server) listServices(in listServicesInput) (*listServicesOutput, error) {
	c := s.cluster(in.Cluster)
	if c == nil {
		return nil, clusterNotFound()
	}
	var listed []*service
	for _, v := range c.services {
		gone := v.status == Draining || v.status == statusInactive
		otherLaunch := in.LaunchType != "" && in.LaunchType != v.launch.LaunchType
		otherStrategy := in.SchedulingStrategy != "" && in.SchedulingStrategy != "REPLICA"
		if !gone && !otherLaunch && !otherStrategy {
			listed = append(listed, v)
		}
	}
	found, next, err := page(in.paging, servicesPage, "ListServices/"+c.name, listed, func(v *service) int { return v.ordinal })
	if err != nil {
		return nil, err
	}
	out := &listServicesOutput{ARNs: []string{}, nextToken: next}
	for _, v := range found {
		out.ARNs = append(out.ARNs, v.arn)
	}
	return out, nil
}

type describeServicesInput struct {
	Cluster  string   `json:"cluster"`
	Services []string `json:"services"`
	Include  []string `json:"include"`
}

type describeServicesOutput struct {
	Services []any         `json:"services"`
	Failures []wireFailure `json:"failures"`
}

// describeServices takes 1 to 10 services (the SDK's documentation); the texts
// of its refusals are ours.
func (s *Server) describeServices(in describeServicesInput) (*describeServicesOutput, error) {
	if len(in.Services) == 0 {
		return nil, invalid("Services cannot be empty.")
	}
	if len(in.Services) > maxServices {
		return nil, invalid("Services cannot have more than %d elements.", maxServices)
	}
	c := s.cluster(in.Cluster)
	if c == nil {
		return nil, clusterNotFound()
	}
	out := &describeServicesOutput{Services: []any{}, Failures: []wireFailure{}}
	for _, name := range in.Services {
		if v := s.service(c, name); v != nil {
			out.Services = append(out.Services, s.render(v, slices.Contains(in.Include, tagsIncluded)))
		} else {
			out.Failures = append(out.Failures, s.missing("service/"+c.name+"/", name))
		}
	}
	return out, nil
}
