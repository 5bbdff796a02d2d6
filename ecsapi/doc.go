// Package ecsapi asks Amazon ECS and answers in the words of package model. It
// is the only package that knows the AWS SDK: no type of it leaves here, every
// error is a *model.Fault, and every text that ECS sent has been cleaned.
package ecsapi
