package ecsfake

import (
	"fmt"
	"net/http"
)

// callerIdentity is STS's answer to GetCallerIdentity, in the query protocol, which
// whoever asks who it is at this endpoint gets: everybody is the user "fake". It is no
// call of ECS, so Calls does not have it and no fault is meant for it. It is empty for
// every other request.
func (s *Server) callerIdentity(r *http.Request, body []byte) string {
	form, ok := queryForm(r, body)
	if !ok || form.Get("Action") != "GetCallerIdentity" {
		return ""
	}
	return fmt.Sprintf(`<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>`+
		`<Arn>arn:%s:iam::%s:user/fake</Arn><UserId>AIDAFAKE</UserId><Account>%[2]s</Account>`+
		`</GetCallerIdentityResult><ResponseMetadata><RequestId>fake</RequestId></ResponseMetadata></GetCallerIdentityResponse>`,
		s.identity.partition, s.identity.account)
}
