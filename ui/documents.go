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
	return func(look, int) []textLine {
		var out bytes.Buffer
		encoder := json.NewEncoder(&out)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		if err := encoder.Encode(about.document()); err != nil {
			return plainLines("it cannot be written as JSON: " + err.Error())
		}
		return sourceLines(strings.TrimSpace(out.String()))
	}
}

// yamlText is the same as YAML, by way of JSON so that both name the same members.
func yamlText(about subject) text {
	return func(look, int) []textLine {
		written, err := json.Marshal(about.document())
		if err == nil {
			written, err = yaml.JSONToYAML(written)
		}
		if err != nil {
			return plainLines("it cannot be written as YAML: " + err.Error())
		}
		return sourceLines(strings.TrimSpace(string(written)))
	}
}

// sourceLines are lines that go on below where they begin, and that nothing is lost of
// where they are wrapped, as they may be copied from the screen.
func sourceLines(text string) []textLine {
	const deeper = 2
	var lines []textLine
	for source := range strings.SplitSeq(text, "\n") {
		indent := len(source) - len(strings.TrimLeft(source, " "))
		lines = append(lines, textLine{text: source, indent: indent + deeper, whole: true})
	}
	return lines
}
