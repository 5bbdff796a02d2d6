package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"tealset/ecsapi"
	"tealset/model"
	"tealset/model/clean"
	"tealset/ui"
)

// completeWithin is how long a shell waits for names, and how long names are taken as they
// were: the sets of a service come and go.
const (
	completeWithin = 1500 * time.Millisecond
	clustersLast   = time.Hour
	servicesLast   = 5 * time.Minute
	taskSetsLast   = 15 * time.Second
)

// scopeOf is what the flags before the word that is completed are about.
type scopeOf struct{ profile, region, cluster, service string }

func flagValue(cmd *cobra.Command, name string) string {
	if flag := cmd.Flags().Lookup(name); flag != nil && flag.Changed {
		return strings.Trim(flag.Value.String(), "[]") // of several the first is not known: they are one name that there is not
	}
	return ""
}

func clustersOf(cmd *cobra.Command, _ []string) []cobra.Completion {
	return live(cmd, "clusters", clustersLast, func(ctx context.Context, reader ui.Backend, _ scopeOf) ([]string, error) {
		return listedNames(ctx, reader.ListClusters)
	})
}

func servicesOf(cmd *cobra.Command, _ []string) []cobra.Completion {
	if flagValue(cmd, "cluster") == "" {
		return nil
	}
	return live(cmd, "services", servicesLast, func(ctx context.Context, reader ui.Backend, scope scopeOf) ([]string, error) {
		return listedNames(ctx, func(ctx context.Context, from model.Cursor) (model.Names, error) {
			return reader.ListServices(ctx, scope.cluster, from)
		})
	})
}

func taskSetsOf(cmd *cobra.Command, _ []string) []cobra.Completion {
	if flagValue(cmd, "cluster") == "" || flagValue(cmd, "service") == "" {
		return nil
	}
	return live(cmd, "task-sets", taskSetsLast, func(ctx context.Context, reader ui.Backend, scope scopeOf) ([]string, error) {
		service, err := reader.DescribeService(ctx, model.ServiceRef{Cluster: scope.cluster, Service: scope.service})
		if err != nil {
			return nil, err
		}
		var sets []string
		for _, set := range service.TaskSets {
			sets = append(sets, cobra.CompletionWithDesc(set.ID,
				fmt.Sprintf("%s %d/%d %s", set.Status, set.Running, set.ComputedDesired, model.Revision(set.TaskDefinition))))
		}
		return sets, nil
	})
}

// listedNames are the names of all pages of a listing.
func listedNames(ctx context.Context, page func(context.Context, model.Cursor) (model.Names, error)) ([]string, error) {
	var found []string
	for from := (model.Cursor{}); ; {
		names, err := page(ctx, from)
		if err != nil {
			return nil, err
		}
		for _, arn := range names.ARNs {
			found = append(found, model.NameOf(arn))
		}
		if !names.More {
			return found, nil
		}
		from = names.Next
	}
}

// live are candidates that AWS tells, or that it told a short time ago. What goes wrong is not
// told: a word would land in what is typed. Then the candidates are those of before, or none.
func live(
	cmd *cobra.Command, kind string, lasts time.Duration, ask func(context.Context, ui.Backend, scopeOf) ([]string, error),
) []cobra.Completion {
	scope := scopeOf{flagValue(cmd, "profile"), flagValue(cmd, "region"), flagValue(cmd, "cluster"), flagValue(cmd, "service")}
	demo := flagValue(cmd, "demo") != ""
	path := cachePath(kind, scope)
	known, age := cached(path)
	if !demo && known != nil && age < lasts {
		return known
	}
	parent := cmd.Context()
	if parent == nil {
		parent = context.Background()
	}
	ctx, stop := context.WithTimeout(model.WithPriority(parent, model.Background), completeWithin)
	defer stop()
	answer := make(chan []string, 1)
	go func() { // what reads the settings of AWS may not heed the context
		found, err := askLive(ctx, cmd, scope, demo, ask)
		if err == nil && !demo {
			store(path, found)
		}
		if err != nil {
			found = nil
		}
		answer <- found
	}()
	select {
	case found := <-answer:
		if found != nil || demo {
			return cleaned(found)
		}
	case <-ctx.Done():
	}
	return known
}

func askLive(
	ctx context.Context, cmd *cobra.Command, scope scopeOf, demo bool, ask func(context.Context, ui.Backend, scopeOf) ([]string, error),
) ([]string, error) {
	s := settings{demo: demo, flag: given(cmd.Flags())}
	c, err := s.configured()
	if err != nil {
		return nil, err
	}
	keyring := ecsapi.NewKeyring()
	defer keyring.Close()
	sources := &sources{keyring: keyring, settings: s, config: c, observe: func(model.Call) {}}
	if demo {
		reader, _ := sources.demoClients() //nolint:contextcheck // the rules of endpoints ask nobody
		return ask(ctx, reader, scope)
	}
	reader, _, err := ecsapi.Load(ctx, ecsapi.Settings{
		Profile: scope.profile, Region: scope.region, Version: version, Observe: sources.observe, Budget: sources.budget, Keyring: keyring,
	})
	if err != nil {
		return nil, err
	}
	return ask(ctx, reader, scope)
}

// cleaned takes out what could command a terminal or a shell's list of candidates.
func cleaned(candidates []string) []string {
	out := make([]string, 0, len(candidates))
	for _, candidate := range candidates {
		name, what, described := strings.Cut(candidate, "\t")
		name = clean.Text(strings.Join(strings.Fields(name), " "))
		if described {
			name = cobra.CompletionWithDesc(name, clean.Text(strings.Join(strings.Fields(what), " ")))
		}
		out = append(out, name)
	}
	return out
}

// settingsOfAWS are the variables that decide whom is asked, and by whom.
var settingsOfAWS = []string{
	"AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_ECS", "AWS_CONFIG_FILE",
	"AWS_SHARED_CREDENTIALS_FILE", "AWS_ACCESS_KEY_ID",
}

// cachePath is where candidates are kept; empty where there is no such place.
func cachePath(kind string, scope scopeOf) string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	what := []string{kind, scope.profile, scope.region, scope.cluster, scope.service}
	if kind == "clusters" {
		what[3], what[4] = "", ""
	}
	if kind == "services" {
		what[4] = ""
	}
	for _, name := range settingsOfAWS {
		what = append(what, os.Getenv(name))
	}
	sum := sha256.Sum256([]byte(strings.Join(what, "\x00")))
	return filepath.Join(dir, "tealset", "completion", hex.EncodeToString(sum[:16])+".json")
}

// cached are the candidates that were kept, and how old they are; nil for none.
func cached(path string) (candidates []string, age time.Duration) {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() || info.Size() > 1<<20 {
		return nil, 0
	}
	text, err := os.ReadFile(path) //nolint:gosec // its name is a hash
	if err != nil || json.Unmarshal(text, &candidates) != nil {
		return nil, 0
	}
	if age = time.Since(info.ModTime()); age < 0 { // the clock was set
		age = time.Duration(1<<63 - 1)
	}
	return cleaned(candidates), age
}

// store keeps candidates, whole or not at all. They are read by their owner alone.
func store(path string, candidates []string) {
	if path == "" || os.MkdirAll(filepath.Dir(path), 0o700) != nil {
		return
	}
	text, err := json.Marshal(cleaned(candidates))
	if err != nil {
		return
	}
	file, err := os.CreateTemp(filepath.Dir(path), "new") // readable by its owner alone
	if err != nil {
		return
	}
	_, err = file.Write(text)
	if closed := file.Close(); err != nil || closed != nil || os.Rename(file.Name(), path) != nil {
		_ = os.Remove(file.Name())
	}
}
