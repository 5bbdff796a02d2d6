// Package model is what the dashboard knows of Amazon ECS: clusters, services
// and the task sets of a blue/green deployment, pure folds over them and pure
// questions about them. It has no clock, no input or output and no colour.
//
// JSON member names are those of the ECS API, so that an object printed by
// tealset reads like an answer of ECS.
package model
