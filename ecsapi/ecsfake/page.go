package ecsfake

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"hash/crc32"
)

const (
	// maxPage is the largest maxResults of the list operations, and the default
	// of ListClusters and ListTasks.
	maxPage = 100
	// servicesPage is the default maxResults of ListServices.
	servicesPage = 10
)

// paging is what the list operations have in common in their input.
type paging struct {
	MaxResults *int   `json:"maxResults"`
	NextToken  string `json:"nextToken"`
}

// pager is an answer with a nextToken.
type pager interface{ repeat(request []byte) }

// nextToken is what the list operations have in common in their answer.
type nextToken struct {
	NextToken string `json:"nextToken,omitempty"`
	scope     string
}

// repeat has the answer carry the token that the request came with, as a list
// that never ends does.
func (n *nextToken) repeat(request []byte) {
	var in paging
	_ = json.Unmarshal(request, &in) // It was read once already.
	if in.NextToken != "" {
		n.NextToken = in.NextToken
	}
	if n.NextToken == "" {
		n.NextToken = token(n.scope, 0)
	}
}

// token writes down up to which ordinal a list has been told. The checksum
// makes a token of another list, or one made up, unknown.
func token(scope string, ordinal int) string {
	plain := fmt.Sprintf("%d.%08x", ordinal, crc32.ChecksumIEEE(fmt.Appendf(nil, "%s.%d", scope, ordinal)))
	return base64.RawURLEncoding.EncodeToString([]byte(plain))
}

// after reads what token wrote.
func after(scope, text string) (ordinal int, ok bool) {
	plain, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return 0, false
	}
	if _, err := fmt.Sscanf(string(plain), "%d.", &ordinal); err != nil {
		return 0, false
	}
	return ordinal, token(scope, ordinal) == text
}

// page returns one page of the items, which are in the order of their ordinals.
// A page goes on after the last item told, not at a row number, so that an item
// that vanishes between two pages hides no other. The texts of the errors are
// ours: no real ones are known.
func page[T any](in paging, size int, scope string, items []T, ordinal func(T) int) ([]T, nextToken, error) {
	next := nextToken{scope: scope}
	if in.MaxResults != nil {
		if size = *in.MaxResults; size < 1 || size > maxPage {
			return nil, next, invalid("maxResults must be between 1 and %d.", maxPage)
		}
	}
	found, token, ok := cut(in.NextToken, size, scope, items, ordinal)
	if !ok {
		return nil, next, invalid("Invalid token.")
	}
	next.NextToken = token
	return found, next, nil
}

// cut returns the items of one page and the token of the next; ok is false for a
// token that was not given out.
func cut[T any](from string, size int, scope string, items []T, ordinal func(T) int) (found []T, next string, ok bool) {
	told := 0
	if from != "" {
		if told, ok = after(scope, from); !ok {
			return nil, "", false
		}
	}
	for _, item := range items {
		if ordinal(item) <= told {
			continue
		}
		if len(found) == size {
			return found, token(scope, ordinal(found[size-1])), true
		}
		found = append(found, item)
	}
	return found, "", true
}
