package model

// The types of action that this program can write back whole (ELBv2, ActionTypeEnum).
const (
	ActionForward       = "forward"
	ActionRedirect      = "redirect"
	ActionFixedResponse = "fixed-response"
	ActionOIDC          = "authenticate-oidc"
	ActionCognito       = "authenticate-cognito"
	ActionJWT           = "jwt-validation"
)

// Action is an action of a rule, with every member that ELB answers: ModifyRule and
// ModifyListener take the whole list anew, so nothing of it may be lost. JSON member names
// are those that the AWS CLI takes.
type Action struct {
	Type           string               `json:"Type,omitempty"`
	Order          *int32               `json:"Order,omitempty"` // nil where ELB sent none
	TargetGroupARN string               `json:"TargetGroupArn,omitempty"`
	Forward        *ForwardAction       `json:"ForwardConfig,omitempty"`
	Redirect       *RedirectAction      `json:"RedirectConfig,omitempty"`
	FixedResponse  *FixedResponseAction `json:"FixedResponseConfig,omitempty"`
	OIDC           *OIDCAction          `json:"AuthenticateOidcConfig,omitempty"`
	Cognito        *CognitoAction       `json:"AuthenticateCognitoConfig,omitempty"`
	JWT            *JWTAction           `json:"JwtValidationConfig,omitempty"`
	// Inexact tells that a text of the action had to be cleaned, so that it is not what
	// ELB has: the action cannot be written back.
	Inexact bool `json:"-"`
}

// ForwardAction sends requests to target groups, by their weights.
type ForwardAction struct {
	TargetGroups []WeightedGroup  `json:"TargetGroups,omitempty"`
	Stickiness   *GroupStickiness `json:"TargetGroupStickinessConfig,omitempty"`
}

// WeightedGroup is a target group of a forward action.
type WeightedGroup struct {
	ARN string `json:"TargetGroupArn"`
	// Weight is from 0 to 999, and counts against the sum of all weights of the action. nil
	// means that ELB sent none, as Network Load Balancers with one group do: it counts as 1.
	Weight *int32 `json:"Weight,omitempty"`
}

// GroupStickiness keeps a client at the group that it came to first.
type GroupStickiness struct {
	Enabled         *bool  `json:"Enabled,omitempty"`
	DurationSeconds *int32 `json:"DurationSeconds,omitempty"`
}

// RedirectAction answers with another address.
type RedirectAction struct {
	Protocol   string `json:"Protocol,omitempty"`
	Port       string `json:"Port,omitempty"`
	Host       string `json:"Host,omitempty"`
	Path       string `json:"Path,omitempty"`
	Query      string `json:"Query,omitempty"`
	StatusCode string `json:"StatusCode,omitempty"`
}

// FixedResponseAction answers by itself.
type FixedResponseAction struct {
	MessageBody string `json:"MessageBody,omitempty"`
	StatusCode  string `json:"StatusCode,omitempty"`
	ContentType string `json:"ContentType,omitempty"`
}

// OIDCAction asks an OpenID Connect provider who the client is. ELB never answers the
// client secret.
type OIDCAction struct {
	Issuer                   string            `json:"Issuer,omitempty"`
	AuthorizationEndpoint    string            `json:"AuthorizationEndpoint,omitempty"`
	TokenEndpoint            string            `json:"TokenEndpoint,omitempty"`
	UserInfoEndpoint         string            `json:"UserInfoEndpoint,omitempty"`
	ClientID                 string            `json:"ClientId,omitempty"`
	SessionCookieName        string            `json:"SessionCookieName,omitempty"`
	Scope                    string            `json:"Scope,omitempty"`
	SessionTimeout           *int64            `json:"SessionTimeout,omitempty"` // seconds
	ExtraParams              map[string]string `json:"AuthenticationRequestExtraParams,omitempty"`
	OnUnauthenticatedRequest string            `json:"OnUnauthenticatedRequest,omitempty"`
	UseExistingClientSecret  *bool             `json:"UseExistingClientSecret,omitempty"`
}

// CognitoAction asks a Cognito user pool who the client is.
type CognitoAction struct {
	UserPoolARN              string            `json:"UserPoolArn,omitempty"`
	UserPoolClientID         string            `json:"UserPoolClientId,omitempty"`
	UserPoolDomain           string            `json:"UserPoolDomain,omitempty"`
	SessionCookieName        string            `json:"SessionCookieName,omitempty"`
	Scope                    string            `json:"Scope,omitempty"`
	SessionTimeout           *int64            `json:"SessionTimeout,omitempty"` // seconds
	ExtraParams              map[string]string `json:"AuthenticationRequestExtraParams,omitempty"`
	OnUnauthenticatedRequest string            `json:"OnUnauthenticatedRequest,omitempty"`
}

// JWTAction lets requests pass that bring a valid token.
type JWTAction struct {
	JWKSEndpoint     string     `json:"JwksEndpoint,omitempty"`
	Issuer           string     `json:"Issuer,omitempty"`
	AdditionalClaims []JWTClaim `json:"AdditionalClaims,omitempty"`
}

// JWTClaim is a claim that a token must make.
type JWTClaim struct {
	Format string   `json:"Format,omitempty"`
	Name   string   `json:"Name,omitempty"`
	Values []string `json:"Values,omitempty"`
}

// Forwards are the target groups that the action forwards to: those of its ForwardConfig,
// or else its one TargetGroupArn, as answers from before November 2019 have it. It is
// empty for every other type of action.
func (a Action) Forwards() []WeightedGroup {
	switch {
	case a.Type != ActionForward:
		return nil
	case a.Forward != nil && len(a.Forward.TargetGroups) > 0:
		return a.Forward.TargetGroups
	case a.TargetGroupARN != "":
		return []WeightedGroup{{ARN: a.TargetGroupARN}}
	}
	return nil
}

// Counts is the weight as ELB counts it: 1 where none was sent.
func (g WeightedGroup) Counts() int64 {
	if g.Weight == nil {
		return 1
	}
	return int64(max(0, *g.Weight))
}

// Sticky tells whether the action keeps clients at the group that they came to first.
func (a Action) Sticky() bool {
	return a.Forward != nil && a.Forward.Stickiness != nil &&
		a.Forward.Stickiness.Enabled != nil && *a.Forward.Stickiness.Enabled
}
