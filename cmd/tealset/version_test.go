package main

import (
	"encoding/json"
	"runtime/debug"
	"strings"
	"testing"
)

// The version is told by the release, else by the module, else by the commit; what nobody
// tells is unknown and never made up.
func TestVersionIsWhatTheBuildTells(t *testing.T) {
	t.Parallel()
	const commit = "0123456789abcdef0123456789abcdef01234567"
	stamped := func(modified string) []debug.BuildSetting {
		return []debug.BuildSetting{
			{Key: "vcs", Value: "git"},
			{Key: "vcs.revision", Value: commit},
			{Key: "vcs.time", Value: "2026-11-26T21:42:10Z"},
			{Key: "vcs.modified", Value: modified},
		}
	}
	for name, c := range map[string]struct {
		main     string
		settings []debug.BuildSetting
		want     string
	}{
		"installed by its tag": {"v1.2.3", nil, "tealset 1.2.3\ncommit  unknown\ndate    unknown\n"},
		"installed by a commit": {
			"v0.0.0-20261126214210-0123456789ab", nil,
			"tealset 0.0.0-20261126214210-0123456789ab\ncommit  0123456789ab\ndate    2026-11-26T21:42:10Z\n",
		},
		"built in a copy": {
			"v0.1.1-0.20261126214210-0123456789ab", stamped("false"),
			"tealset 0.1.1-0.20261126214210-0123456789ab\ncommit  " + commit + "\ndate    2026-11-26T21:42:10Z\n",
		},
		"built in a copy with changes": {
			"v0.1.1-0.20261126214210-0123456789ab+dirty", stamped("true"),
			"tealset 0.1.1-0.20261126214210-0123456789ab+dirty\ncommit  " + commit +
				", and changes that are not committed\ndate    2026-11-26T21:42:10Z\n",
		},
		"built without version control": {"(devel)", nil, "tealset devel\ncommit  unknown\ndate    unknown\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBuild(&debug.BuildInfo{Main: debug.Module{Version: c.main}, Settings: c.settings}, true)
			if got, rest, _ := strings.Cut(b.String(), "built "); got != c.want || !strings.Contains(rest, "with go") {
				t.Errorf("it says\n%swant\n%s", b, c.want)
			}
		})
	}
}

// For scripts there is one document, in which a member that is not known is left out.
func TestVersionForScriptsLeavesOutWhatIsUnknown(t *testing.T) {
	t.Parallel()
	members := func(b build) map[string]any {
		var text strings.Builder
		var document map[string]any
		if err := printVersion(&text, b, "json"); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal([]byte(text.String()), &document); err != nil {
			t.Fatal(err)
		}
		return document
	}
	clean := false
	known := members(build{Version: "1.2.3", Commit: "abc", Date: "2026-11-26T21:42:10Z", Modified: &clean, Go: "go1.26.7", OS: "linux", Arch: "arm64"})
	if len(known) != 8 || known["schemaVersion"] != 1.0 || known["version"] != "1.2.3" || known["modified"] != false {
		t.Errorf("the document is %v", known)
	}
	for _, name := range []string{"commit", "date", "modified"} {
		if value, there := members(build{Version: "devel"})[name]; there {
			t.Errorf("%s is not known, and is told as %v", name, value)
		}
	}
}
