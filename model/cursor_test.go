package model

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// walk advances a cursor over tokens, none of which may end the listing.
func walk(t *testing.T, from Cursor, tokens ...string) Cursor {
	t.Helper()
	for _, token := range tokens {
		next, err := from.Advance("ListServices", token)
		if err != nil {
			t.Fatalf("%q ends the listing: %v", token, err)
		}
		if next.Token != token {
			t.Fatalf("the cursor is at %q, not at %q", next.Token, token)
		}
		from = next
	}
	return from
}

// A listing that sends any of its tokens a second time would never end, so it ends
// there with a fault that says whose fault it is and gives no token away.
func TestAdvanceEndsAListingThatRepeatsItself(t *testing.T) {
	t.Parallel()
	tokens := []string{"secret-1", "secret-2", "secret-3", "secret-4"}
	end := walk(t, Cursor{}, tokens...)
	for _, token := range tokens {
		next, err := end.Advance("ListServices", token)
		var fault *Fault
		if !errors.As(err, &fault) || fault.Kind != FaultOther || fault.Operation != "ListServices" {
			t.Errorf("%q a second time: %+v", token, err)
			continue
		}
		if next.Token != "" {
			t.Errorf("the cursor goes on to %q", next.Token)
		}
		if said := fault.Headline + string(fault.Next) + fault.Detail; fault.Next == "" || strings.Contains(said, "secret") {
			t.Errorf("the fault says %q", said)
		}
		if fault.Sent || fault.Transient() {
			t.Errorf("%+v is no fault that another request would cure", fault)
		}
	}
}

// A page may be asked for again after a fault: the cursor that asked for it is as
// it was, whichever ways the listing went on from there.
func TestAdvanceLeavesOlderCursorsAlone(t *testing.T) {
	t.Parallel()
	cursor := Cursor{}
	for page := range 50 {
		left := walk(t, cursor, fmt.Sprint(page, " left"))
		right := walk(t, cursor, fmt.Sprint(page, " right"), fmt.Sprint(page, " right again"))
		if _, err := left.Advance("ListServices", fmt.Sprint(page, " left")); err == nil {
			t.Fatalf("page %d: the left way forgot its own token", page)
		}
		walk(t, left, fmt.Sprint(page, " right"), fmt.Sprint(page, " right again"))
		walk(t, right, fmt.Sprint(page, " left"))
		cursor = walk(t, cursor, fmt.Sprint(page))
	}
}

// A listing may be as long as it likes, and the first of a thousand tokens is still
// known when it comes again.
func TestAdvanceRemembersEveryTokenOfALongListing(t *testing.T) {
	t.Parallel()
	cursor := Cursor{}
	for page := range 1000 {
		cursor = walk(t, cursor, fmt.Sprint("token ", page))
	}
	for _, page := range []int{0, 499, 999} {
		if _, err := cursor.Advance("ListServices", fmt.Sprint("token ", page)); err == nil {
			t.Errorf("token %d may come again", page)
		}
	}
}

// Another listing may well send the same tokens.
func TestAdvanceKnowsOnlyItsOwnListing(t *testing.T) {
	t.Parallel()
	walk(t, Cursor{}, "a", "b")
	walk(t, Cursor{}, "b", "a")
}
