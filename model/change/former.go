package change

import (
	"time"

	"tealset/model"
)

// Promotion is that one set of a service became PRIMARY in the place of another: seen by a
// read, or made by a change.
type Promotion struct {
	Service         model.Key
	Primary, Former string    // ARNs
	At              time.Time // when that was known
	Back            bool      // a change made it, which went back to a former set
}

// FormerPrimary is the ARN of the set that was PRIMARY before the present one, and until when that
// is known: as the reads of this program saw it, or else by the latest promotion that is known. It
// is empty where nobody knows, or where another set is PRIMARY by now.
func FormerPrimary(service model.Service, promotions []Promotion) (arn string, at time.Time) {
	if service.FormerPrimary != "" {
		return service.FormerPrimary, service.FormerSeen
	}
	latest := latestPromotion(service, promotions)
	return latest.Former, latest.At
}

// sameUpdate is how much later than a promotion ECS may date it: the request was on its way, and
// two clocks are not the same.
const sameUpdate = 5 * time.Minute

// MayHaveMoved tells whether the role may have gone to another set and come back since it is known
// which set had it before: ECS updated the PRIMARY later. That is no proof, as a scale is an update
// too. It is false for the zero time.
func MayHaveMoved(service model.Service, at time.Time) bool {
	primary, ok := service.Primary()
	return ok && !at.IsZero() && primary.UpdatedAt.After(at.Add(sameUpdate))
}

// WentBack tells whether the present set is PRIMARY because a change went back to it: to go back
// once more is to go forward again.
func WentBack(service model.Service, promotions []Promotion) bool {
	return latestPromotion(service, promotions).Back
}

// latestPromotion is the promotion that made the present set PRIMARY; zero where it is not known.
func latestPromotion(service model.Service, promotions []Promotion) (latest Promotion) {
	primary, ok := service.Primary()
	if !ok {
		return Promotion{}
	}
	for _, p := range promotions {
		if p.Service == service.Key() && !p.At.Before(latest.At) {
			latest = p
		}
	}
	if latest.Primary != primary.ARN {
		return Promotion{}
	}
	return latest
}

// Promotion is what the change made of the role of the PRIMARY; ok is false for one that was
// not accepted, or that is about something else.
func (e Earlier) Promotion() (p Promotion, ok bool) {
	r := e.Request
	if e.Outcome != Accepted || r.Former == "" || r.Kind != PromoteTaskSet && r.Kind != RestorePrimary {
		return Promotion{}, false
	}
	return Promotion{Service: r.Target.ServiceKey(), Primary: r.Target.ARN, Former: r.Former, At: r.At, Back: r.Kind.Back()}, true
}
