package ecsapi

import (
	"bytes"
	"encoding/xml"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"tealset/model/clean/cleantest"
)

// elbAnswers are real answers of Elastic Load Balancing, by the names of their files.
func elbAnswers(tb testing.TB) map[string]string {
	tb.Helper()
	files, err := filepath.Glob("testdata/recorded/elbv2.*.xml")
	if err != nil || len(files) == 0 {
		tb.Fatal(len(files), err)
	}
	answers := map[string]string{}
	for _, file := range files {
		text, err := os.ReadFile(file) //nolint:gosec // It is of this repository.
		if err != nil {
			tb.Fatal(err)
		}
		answers[filepath.Base(file)] = string(text)
	}
	return answers
}

// everyBalancing is what the operations of load balancing make of one answer.
func everyBalancing(t *testing.T, c client) (results []any, errs []error) {
	t.Helper()
	keep := func(result any, err error) { results, errs = append(results, result), append(errs, err) }
	groups, err := c.DescribeTargetGroups(t.Context(), []string{"x"})
	keep(groups, err)
	listeners, err := c.DescribeListeners(t.Context(), []string{"x"})
	keep(listeners, err)
	ofBalancer, err := c.ListListeners(t.Context(), "x")
	keep(ofBalancer, err)
	rules, err := c.DescribeRules(t.Context(), []string{"x"})
	keep(rules, err)
	ofListener, err := c.ListRules(t.Context(), "x")
	keep(ofListener, err)
	health, err := c.DescribeTargetHealth(t.Context(), "x")
	keep(health, err)
	attributes, err := c.DescribeTargetGroupAttributes(t.Context(), "x")
	keep(attributes, err)
	return results, errs
}

// withTexts is an XML answer whose texts are all replaced, but for numbers and switches,
// which would not be read.
func withTexts(tb testing.TB, answer, text string) string {
	tb.Helper()
	var escaped bytes.Buffer
	if err := xml.EscapeText(&escaped, []byte(text)); err != nil {
		tb.Fatal(err)
	}
	var changed strings.Builder
	for len(answer) > 0 {
		open := strings.IndexByte(answer, '>')
		if open < 0 {
			break
		}
		changed.WriteString(answer[:open+1])
		answer = answer[open+1:]
		end := strings.IndexByte(answer, '<')
		if end < 0 {
			break
		}
		plain := answer[:end]
		if strings.Trim(plain, "0123456789 \n") != "" && plain != "true" && plain != "false" {
			plain = escaped.String()
		}
		changed.WriteString(plain)
		answer = answer[end:]
	}
	return changed.String()
}

// No text of an XML answer reaches the model raw, wherever it stands; and an action whose
// text had to be cleaned is not told as one that could be written back.
func TestNoTextOfLoadBalancingReachesTheModelRaw(t *testing.T) {
	t.Parallel()
	for name, answer := range elbAnswers(t) {
		for _, payload := range cleantest.Payloads(t) {
			results, errs := everyBalancing(t, over(says(200, withTexts(t, answer, payload))))
			read := 0
			for i, result := range results {
				noControl(t, name, reflect.ValueOf(result))
				if errs[i] == nil {
					read++
					continue
				}
				noControl(t, name, reflect.ValueOf(*fault(t, errs[i])))
			}
			if read == 0 {
				t.Errorf("%s with %+q: nothing reads it: %v", name, payload, errs)
			}
		}
	}
	rules, err := over(says(200, withTexts(t, elbAnswers(t)["elbv2.DescribeRules.ecs_native_bluegreen.xml"], "x\u202ey"))).ListRules(t.Context(), "x")
	if err != nil {
		t.Fatal(fault(t, err).Detail)
	}
	for _, action := range rules[0].Actions {
		if !action.Inexact {
			t.Errorf("%+v", action)
		}
	}
	rules, err = over(says(200, elbAnswers(t)["elbv2.DescribeRules.ecs_native_bluegreen.xml"])).ListRules(t.Context(), "x")
	if err != nil || rules[0].Actions[0].Inexact {
		t.Errorf("%+v, %v", rules, err)
	}
}

// A refusal in XML tells no raw text either.
func TestNoTextOfARefusalInXMLReachesTheFaultRaw(t *testing.T) {
	t.Parallel()
	for _, payload := range cleantest.Payloads(t) {
		body := withTexts(t, `<ErrorResponse><Error><Type>x</Type><Code>x</Code><Message>x</Message></Error><RequestId>x</RequestId></ErrorResponse>`, payload)
		_, errs := everyBalancing(t, over(says(400, body)))
		for _, err := range errs {
			noControl(t, "Fault", reflect.ValueOf(*fault(t, err)))
		}
	}
}

// Whatever bytes come in place of an XML answer, every operation of load balancing has an
// answer or a fault, and no text of it is raw.
func FuzzAnswersOfLoadBalancing(f *testing.F) {
	for _, answer := range elbAnswers(f) {
		f.Add(answer)
		f.Add(answer[:len(answer)/2])
		f.Add(withTexts(f, answer, "\u009b31m\u202e"))
	}
	for _, odd := range []string{
		"", "<", "<a/>", "<a><b/></a>", "<DescribeRulesResponse><DescribeRulesResult><Rules><member/></Rules></DescribeRulesResult></DescribeRulesResponse>",
		"<DescribeRulesResponse><DescribeRulesResult><Rules><member><RuleArn>x</RuleArn><Actions><member><ForwardConfig><TargetGroups><member><Weight/></member></TargetGroups></ForwardConfig></member></Actions></member></Rules></DescribeRulesResult></DescribeRulesResponse>",
		"<!DOCTYPE a [<!ENTITY b \"b\">]><a>&b;</a>", "<a>&#x1b;</a>", "\xff\xfe<a/>",
	} {
		f.Add(odd)
	}
	f.Fuzz(func(t *testing.T, body string) {
		results, errs := everyBalancing(t, over(says(200, body)))
		for i, result := range results {
			noControl(t, "result", reflect.ValueOf(result))
			if errs[i] != nil {
				noControl(t, "Fault", reflect.ValueOf(*fault(t, errs[i])))
			}
		}
	})
}
