package ui

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/goccy/go-yaml"
)

// document is the subject as it is written out, nil when it has gone.
func (s subject) document() any {
	if object := s.object(); object != nil {
		return object.Document()
	}
	return nil
}

// jsonText is the subject with ECS's own member names.
func jsonText(about subject) text {
	return func(_ look, width int) []string {
		var out bytes.Buffer
		encoder := json.NewEncoder(&out)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		if err := encoder.Encode(about.document()); err != nil {
			return wrap("it cannot be written as JSON: "+err.Error(), width)
		}
		return wrapAll(strings.TrimSpace(out.String()), width)
	}
}

// yamlText is the same as YAML, by way of JSON so that both name the same members.
func yamlText(about subject) text {
	return func(_ look, width int) []string {
		written, err := json.Marshal(about.document())
		if err == nil {
			written, err = yaml.JSONToYAML(written)
		}
		if err != nil {
			return wrap("it cannot be written as YAML: "+err.Error(), width)
		}
		return wrapAll(strings.TrimSpace(string(written)), width)
	}
}

// wrapAll breaks lines that are too long for the screen, hard, as they may be
// copied from it.
func wrapAll(text string, width int) []string {
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		lines = append(lines, hardWrap(" "+line, width)...)
	}
	return lines
}
