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

// SeenPromotion is the promotion between two reads of one service; ok is false where the same
// set is PRIMARY, or none was.
func SeenPromotion(was, is model.Service, at time.Time) (p Promotion, ok bool) {
	before, had := was.Primary()
	now, has := is.Primary()
	if !had || !has || before.ARN == now.ARN || was.Key() != is.Key() {
		return Promotion{}, false
	}
	return Promotion{Service: is.Key(), Primary: now.ARN, Former: before.ARN, At: at}, true
}

// FormerPrimary is the ARN of the set that was PRIMARY before the present one, by the latest
// promotion that is known of it; empty where none is, or where another set is PRIMARY by now.
func FormerPrimary(service model.Service, promotions []Promotion) string {
	return latestPromotion(service, promotions).Former
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
