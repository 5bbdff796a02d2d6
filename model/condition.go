package model

import (
	"cmp"
	"fmt"
)

// ConditionWords are the conditions of a rule in short: the first value of the first one,
// and how many more values there are, "/api/* +2". It is empty without conditions.
func ConditionWords(conditions []Condition) string {
	words, more := "", 0
	for _, c := range conditions {
		for _, value := range c.values() {
			if words == "" {
				words = value
			} else {
				more++
			}
		}
	}
	if more > 0 {
		words += fmt.Sprintf(" +%d", more)
	}
	return words
}

// values are the values of the condition, each in short.
func (c Condition) values() []string {
	prefix := map[string]string{
		"path-pattern": "", "host-header": "host ", "http-request-method": "method ", "source-ip": "from ",
		"query-string": "query ", "http-header": "header " + c.Header + " ",
	}
	before, ok := prefix[c.Field]
	if !ok {
		before = c.Field + " "
	}
	values := make([]string, 0, len(c.Values)+len(c.RegexValues)+len(c.Query)+1)
	for _, value := range c.Values {
		values = append(values, before+value)
	}
	for _, value := range c.RegexValues {
		values = append(values, before+"regex "+value)
	}
	for _, pair := range c.Query {
		text := pair.Value
		if pair.Key != "" {
			text = pair.Key + "=" + pair.Value
		}
		values = append(values, before+text)
	}
	if len(values) == 0 { // what it asks for is not known, but that it asks is
		values = append(values, cmp.Or(c.Field, "a condition"))
	}
	return values
}
