package ecsfake

import "slices"

const reasonMissing = "MISSING"

// tagsIncluded is the include that asks for tags.
const tagsIncluded = "TAGS"

type listClustersOutput struct {
	ARNs []string `json:"clusterArns"`
	nextToken
}

func (s *Server) listClusters(in paging) (*listClustersOutput, error) {
	found, next, err := page(in, maxPage, "ListClusters", s.order, func(c *cluster) int { return c.ordinal })
	if err != nil {
		return nil, err
	}
	out := &listClustersOutput{ARNs: []string{}, nextToken: next}
	for _, c := range found {
		out.ARNs = append(out.ARNs, c.arn)
	}
	return out, nil
}

type describeClustersInput struct {
	Clusters []string `json:"clusters"`
	Include  []string `json:"include"`
}

type describeClustersOutput struct {
	Clusters []any         `json:"clusters"`
	Failures []wireFailure `json:"failures"`
}

// describeClusters refuses more than 100 names (the SDK's documentation); the
// refusal's text is ours.
func (s *Server) describeClusters(in describeClustersInput) (*describeClustersOutput, error) {
	if len(in.Clusters) > maxPage {
		return nil, invalid("Clusters cannot have more than %d elements.", maxPage)
	}
	if len(in.Clusters) == 0 {
		in.Clusters = []string{"default"}
	}
	out := &describeClustersOutput{Clusters: []any{}, Failures: []wireFailure{}}
	for _, name := range in.Clusters {
		c := s.cluster(name)
		if c == nil {
			out.Failures = append(out.Failures, s.missing("cluster/", name))
			continue
		}
		w := wireCluster{
			ARN: c.arn, Name: c.name, Status: c.status, Instances: c.instances,
			Statistics: []string{}, Settings: []string{}, CapacityProviders: []string{}, DefaultCapProvider: []string{},
			Tags: tagsOf(c.tags, slices.Contains(in.Include, tagsIncluded)),
		}
		for _, v := range c.services {
			running, pending := v.counts()
			w.Running, w.Pending = w.Running+running, w.Pending+pending
			if v.status == Active {
				w.ActiveServices++
			}
		}
		out.Clusters = append(out.Clusters, overlaid(w, c.raw))
	}
	return out, nil
}
