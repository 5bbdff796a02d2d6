// Package change is a change that a person asks of ECS, as data: what is asked,
// what is at risk, how far it has come and what came of it. It is pure: no clock,
// no input or output. The screen asks by it, the gateway sends by it, the trail
// keeps it.
package change
