package model

import (
	"fmt"
	"slices"
)

// Cursor is a place in a listing of ECS: the zero value is the beginning.
type Cursor struct {
	Token string // nextToken, as ECS sent it; never shown
	// Part is which of several listings the place is in, where one goes on with another;
	// Advance keeps it.
	Part int
	seen []string // every token so far, the present one included
}

// Advance moves the cursor to the next page. It ends with a fault when ECS sends
// a token that it has sent before in this listing: such a listing never ends.
func (c Cursor) Advance(operation, token string) (Cursor, error) {
	if slices.Contains(c.seen, token) || len(c.seen) >= mostPages {
		return Cursor{}, &Fault{
			Kind: FaultOther, Operation: operation,
			Headline: "the listing repeats itself",
			Next:     "What came so far is shown; list again{refresh}, and check the endpoint if it stays.",
			Detail: fmt.Sprintf("%s answered with a nextToken that it had sent before, or with more than %d of them, so the listing would never end.",
				operation, mostPages),
		}
	}
	return Cursor{Token: token, Part: c.Part, seen: append(slices.Clip(c.seen), token)}, nil
}

// mostPages is more than any listing has: the quotas of ECS allow 100 pages.
const mostPages = 1000

// Names is one page of a listing.
type Names struct {
	ARNs []string
	Next Cursor
	More bool // whether Next is worth asking for
}

// Descriptions is ECS's answer to a request that describes several things.
type Descriptions[T any] struct {
	Found    []T
	Failures []Failure
}
