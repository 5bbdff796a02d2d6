package ecsapi

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"sync"

	"tealset/model"
)

// marks stand for the values of environment variables, which must not leave this
// package: two values have the same mark if they are equal. What is kept of a value is
// its HMAC under a key that is made at random and never leaves the struct. It is safe
// for concurrent use.
type marks struct {
	key     [sha256.Size]byte
	mu      sync.Mutex
	numbers map[[sha256.Size]byte]uint64
}

func newMarks() *marks {
	m := &marks{numbers: map[[sha256.Size]byte]uint64{}}
	_, _ = rand.Read(m.key[:]) // It never fails.
	return m
}

// of is the mark of a value; nil has one of its own, which is that of no value.
func (m *marks) of(value *string) model.Mark {
	if value == nil {
		return model.Mark{}
	}
	hash := hmac.New(sha256.New, m.key[:])
	_, _ = hash.Write([]byte(*value))
	sum := [sha256.Size]byte(hash.Sum(nil))
	m.mu.Lock()
	defer m.mu.Unlock()
	number, ok := m.numbers[sum]
	if !ok {
		number = uint64(len(m.numbers)) + 1
		m.numbers[sum] = number
	}
	return model.MarkOf(number)
}
