package model

import (
	"errors"
	"fmt"
)

// Mark stands for a value that the model must not have, the value of an environment
// variable: two marks are equal if the values are. It can be compared with == and nothing
// else. It is a number and not a hash, so that nothing that was made of a value can be
// printed, encoded or logged, not even by accident. The zero value stands for no value
// that is known.
type Mark struct{ number uint64 }

// MarkOf makes the mark of a value by its number: who knows the values counts the different
// ones from 1. 0 stands for no value that is known.
func MarkOf(number uint64) Mark { return Mark{number} }

// Known tells whether the mark stands for a value.
func (m Mark) Known() bool { return m != Mark{} }

// errMarked is why nothing of a mark is written out.
var errMarked = errors.New("a mark of a value cannot be written out")

// Format writes no more than that something is hidden, whatever the verb.
func (m Mark) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte("(hidden)")) }

// MarshalText fails: nothing of a mark is written out.
func (m Mark) MarshalText() ([]byte, error) { return nil, errMarked }

// MarshalJSON fails like MarshalText.
func (m Mark) MarshalJSON() ([]byte, error) { return nil, errMarked }
