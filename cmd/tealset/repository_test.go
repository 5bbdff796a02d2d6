//go:build linux || darwin

package main

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// repository is the top of the tree.
const repository = "../.."

// workflow is what is looked at in a file of the forge.
type workflow struct {
	Permissions map[string]string `yaml:"permissions"`
	Jobs        map[string]job    `yaml:"jobs"`
}

type job struct {
	Needs       any               `yaml:"needs"`
	Permissions map[string]string `yaml:"permissions"`
	Steps       []struct {
		Uses string            `yaml:"uses"`
		Run  string            `yaml:"run"`
		With map[string]string `yaml:"with"`
	} `yaml:"steps"`
}

// workflows are all of them, by their paths, with their text.
func workflows(t *testing.T) (read map[string]workflow, texts map[string]string) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(repository, ".github", "workflows", "*.yml"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no workflow: %v", err)
	}
	read, texts = make(map[string]workflow), make(map[string]string)
	for _, path := range paths {
		text := readText(t, path)
		var w workflow
		if err := yaml.Unmarshal([]byte(text), &w); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		read[path], texts[path] = w, text
	}
	return read, texts
}

func readText(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Clean(path))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// What others can move, a tag or a branch, builds nothing here: every action is named by its
// commit, with the version beside it, and is the same in every workflow.
func TestActionsArePinned(t *testing.T) {
	t.Parallel()
	pinned := regexp.MustCompile(`^([\w.-]+/[\w.-]+)(?:/[\w./-]+)?@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)$`)
	commits := make(map[string]string)
	_, texts := workflows(t)
	for path, text := range texts {
		for line := range strings.Lines(text) {
			_, uses, ok := strings.Cut(line, "uses: ")
			if !ok {
				continue
			}
			part := pinned.FindStringSubmatch(strings.TrimSpace(uses))
			if part == nil {
				t.Errorf("%s: %q is not pinned by a commit with its version", path, strings.TrimSpace(uses))
				continue
			}
			if known, ok := commits[part[1]]; ok && known != part[2]+part[3] {
				t.Errorf("%s: %s is pinned to another commit elsewhere", path, part[1])
			}
			commits[part[1]] = part[2] + part[3]
		}
	}
	if base := readText(t, filepath.Join(repository, ".ci", "Dockerfile")); !regexp.MustCompile(`(?m)^FROM \S+@sha256:[0-9a-f]{64}$`).MatchString(base) {
		t.Error("the image's base is not pinned by its digest")
	}
}

// A workflow may read the code. What a job may do beside that is written here too, so that
// nobody gets more rights by the way.
func TestWorkflowsHaveTheLeastPermissions(t *testing.T) {
	t.Parallel()
	granted := map[string]map[string]string{
		"release.yml release":    {"contents": "write", "packages": "write", "id-token": "write", "attestations": "write"},
		"release.yml verify":     {"contents": "write", "attestations": "read"},
		"security.yml codeql":    {"contents": "read", "security-events": "write"},
		"scorecard.yml analysis": {"contents": "read", "security-events": "write", "id-token": "write"},
	}
	read, texts := workflows(t)
	for path, w := range read {
		if !maps.Equal(w.Permissions, map[string]string{"contents": "read"}) {
			t.Errorf("%s: without more it may %v, not only read the code", path, w.Permissions)
		}
		if strings.Contains(texts[path], "pull_request_target") {
			t.Errorf("%s: code of strangers would run with the rights of this repository", path)
		}
		for name, job := range w.Jobs {
			if key := filepath.Base(path) + " " + name; !maps.Equal(job.Permissions, granted[key]) {
				t.Errorf("%s may %v, not %v", key, job.Permissions, granted[key])
			}
			for _, step := range job.Steps {
				if strings.HasPrefix(step.Uses, "actions/checkout@") && step.With["persist-credentials"] != "false" {
					t.Errorf("%s %s: the checkout leaves its credentials for what runs next", path, name)
				}
				if strings.Contains(step.Run, "${{") {
					t.Errorf("%s %s: a value becomes part of a script; hand it over by the environment: %s", path, name, step.Run)
				}
			}
		}
	}
}

// What a workflow names is there: the scripts, the files, the programs, the jobs.
func TestWorkflowsNameWhatExists(t *testing.T) {
	t.Parallel()
	programs := strings.Fields("apt-get bash cosign docker gh git go jq sha256sum shellcheck sudo sysctl tar test xargs")
	words := strings.Fields("for do done")
	inTree := regexp.MustCompile(`(?:^|\s|")((?:\.ci|\.github|cmd|docs|ecsapi|model|ui)/[\w./-]+)`)
	read, texts := workflows(t)
	for path, w := range read {
		for _, named := range inTree.FindAllStringSubmatch(texts[path], -1) {
			if _, err := os.Stat(filepath.Join(repository, strings.TrimSuffix(named[1], "/..."))); err != nil {
				t.Errorf("%s names %s, which is not there", path, named[1])
			}
		}
		for name, job := range w.Jobs {
			if need, ok := job.Needs.(string); ok {
				if _, there := w.Jobs[need]; !there {
					t.Errorf("%s: %s needs a job %s, which is not there", path, name, need)
				}
			}
			for _, step := range job.Steps {
				if file := step.With["go-version-file"]; file != "" && file != "go.mod" {
					t.Errorf("%s: %s is no file with Go's version", path, file)
				}
				for _, command := range commandsOf(step.Run) {
					if strings.HasPrefix(command, ".ci/") {
						info, err := os.Stat(filepath.Join(repository, command))
						if err != nil || info.Mode()&0o100 == 0 {
							t.Errorf("%s: %s cannot be run: %v", path, command, err)
						}
					} else if !slices.Contains(programs, command) && !slices.Contains(words, command) {
						t.Errorf("%s: %q is no program that the forge is known to have", path, command)
					}
				}
			}
		}
	}
}

var betweenCommands = regexp.MustCompile(`&&| \| `)

// commandsOf are the first words of a step's commands.
func commandsOf(run string) []string {
	var commands []string
	run = strings.ReplaceAll(run, "\\\n", " ")
	for line := range strings.Lines(run) {
		for _, command := range betweenCommands.Split(line, -1) {
			if words := strings.Fields(command); len(words) > 0 {
				commands = append(commands, words[0])
			}
		}
	}
	return commands
}

// The files that the forge reads are what they should be, and name what exists.
func TestForgeFilesNameWhatExists(t *testing.T) {
	t.Parallel()
	for _, pattern := range []string{".github/*.yml", ".github/ISSUE_TEMPLATE/*.yml"} {
		paths, err := filepath.Glob(filepath.Join(repository, pattern))
		if err != nil || len(paths) == 0 {
			t.Errorf("there is no %s: %v", pattern, err)
		}
		for _, path := range paths {
			var document map[string]any
			if err := yaml.Unmarshal([]byte(readText(t, path)), &document); err != nil {
				t.Errorf("%s: %v", path, err)
			}
		}
	}
	var updates struct {
		Updates []struct {
			Directory string `yaml:"directory"`
		} `yaml:"updates"`
	}
	if err := yaml.Unmarshal([]byte(readText(t, filepath.Join(repository, ".github/dependabot.yml"))), &updates); err != nil {
		t.Fatal(err)
	}
	var paths []string
	for _, update := range updates.Updates {
		paths = append(paths, update.Directory)
	}
	for line := range strings.Lines(readText(t, filepath.Join(repository, ".github/CODEOWNERS"))) {
		if strings.HasPrefix(line, "/") {
			paths = append(paths, strings.Fields(line)[0])
		}
	}
	for _, path := range paths {
		if _, err := os.Stat(filepath.Join(repository, path)); err != nil {
			t.Errorf("%s is named, and is not there", path)
		}
	}
}

// The program's home is one name: after .ci/rename-module every import is found under the new
// path, and the old one is nowhere. .ci/check-rename also builds, tests and installs it.
func TestModuleCanBeRenamed(t *testing.T) {
	t.Parallel()
	const home = "github.com/somebody/their-tealset"
	copied := t.TempDir()
	run := func(directory, name string, args ...string) string {
		t.Helper()
		cmd := exec.CommandContext(t.Context(), name, args...) //nolint:gosec // The commands are written here.
		cmd.Dir = directory
		output, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s %q: %v\n%s", name, args, err, output)
		}
		return string(output)
	}
	old := strings.TrimSpace(run(repository, "go", "list", "-m"))
	for path := range strings.SplitSeq(strings.TrimSpace(run(repository, "git", "ls-files")), "\n") {
		from, to := filepath.Join(repository, path), filepath.Join(copied, path)
		info, err := os.Stat(from)
		if err != nil {
			continue // it is deleted, and that is not committed yet
		}
		if err := os.MkdirAll(filepath.Dir(to), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(to, []byte(readText(t, from)), info.Mode()); err != nil {
			t.Fatal(err)
		}
	}
	run(copied, "git", "init", "-q")
	run(copied, "git", "add", "-A")
	run(copied, ".ci/rename-module", home)

	if errs := strings.TrimSpace(run(copied, "go", "list", "-e", "-deps", "-test", "-f", "{{with .Error}}{{.}}{{end}}", "./...")); errs != "" {
		t.Errorf("imports are not found:\n%s", errs)
	}
	left := regexp.MustCompile(`(?m)(^|[^\w./-])` + regexp.QuoteMeta(old) + `/(cmd|ecsapi|model|ui)\b|^\s+(- |module-path: )` + regexp.QuoteMeta(old) + `$`)
	for path := range strings.SplitSeq(strings.TrimSpace(run(copied, "git", "ls-files", "*.go", "*.md", "*.yml")), "\n") {
		if found := left.FindString(readText(t, filepath.Join(copied, path))); found != "" && path != "cmd/tealset/repository_test.go" {
			t.Errorf("%s still has %q", path, found)
		}
	}
	for path, want := range map[string]string{
		"README.md":                         "go install " + home + "/cmd/tealset@latest",
		".goreleaser.yaml":                  "\n  - OWNER=somebody\n  - REPOSITORY=their-tealset\n",
		".github/CODEOWNERS":                "* @somebody\n",
		".github/ISSUE_TEMPLATE/config.yml": "https://" + home + "/security",
	} {
		if !strings.Contains(readText(t, filepath.Join(copied, path)), want) {
			t.Errorf("%s has no %q", path, want)
		}
	}
}
