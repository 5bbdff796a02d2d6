package ecsfake_test

import (
	"encoding/json"
	"strings"
	"testing"
)

// What Raw holds as JSON goes out byte for byte, so that a test can send what no value
// of Go makes: bytes that are no text, half a surrogate pair, a number as it is written.
func TestRawJSONGoesOutByteForByte(t *testing.T) {
	for _, text := range []string{"\"a\xff\xfe\x9b2Jb\"", `"a\ud800b"`, "100.0", "1e300", "null", `"\u001b[2J"`} {
		world := shop()
		world.Clusters[1].Services[0].TaskSets[0].Raw = map[string]any{"externalId": json.RawMessage(text)}
		s, _ := open(world)
		_, _, answer, err := read(t, s, "DescribeServices", `{"cluster":"shop","services":["web"]}`)
		if err != nil || !strings.Contains(answer, `"externalId":`+text) {
			t.Errorf("%q is not in the answer (%v): %.300q", text, err, answer)
		}
	}
}
