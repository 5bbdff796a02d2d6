package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"tealset/ecsapi/ecsfake"
	"tealset/model/clean/cleantest"
)

// scripts are writings that are wider, narrower or longer than their letters, each
// as long as the value of a tag may be.
func scripts() map[string]string {
	scripts := map[string]string{}
	for name, letters := range map[string]string{
		"emoji": "🙂🚀🔥", "families": "👨‍👩‍👧‍👦", "skins": "👍🏽", "flags": "🇯🇵🇪🇺", "keycaps": "1️⃣#️⃣", "hearts": "❤️",
		"hebrew": "שלום ", "arabic": "السَّلام ", "marks": "ẛ̣é́́́́", "cjk": "漢字仮名", "half": "ｶﾅ", "hangul": "한글", "jamo": "한",
		"devanagari": "नमस्ते", "thai": "กำกี่", "tibetan": "བཀྲ་", "ligature": "ﷺ", "ambiguous": "·±×①", "lines": "─│╭▌", "astral": "𝔘𝕟𝕚",
		"like YAML": "- a: 'b' #c\"", "like no text": "0x1F ", "not much": "~",
	} {
		runes := []rune(strings.Repeat(letters, 256))
		scripts[name] = string(runes[:256])
	}
	for _, word := range []string{"null", "yes", "1e3", "0o17", "2026-01-01", "12:30", "- ", "---", "!x", "&a", "*a", "{", "}", "[", "%", "@", "`"} {
		scripts["word "+word] = word
	}
	return scripts
}

// everyMember puts a text into each member of an answer that tainted leaves out, and
// that a page shows.
func everyMember(text string) ecsfake.World {
	deployment := raw{"id": text, "status": text, "taskDefinition": text, "rolloutState": text, "rolloutStateReason": "because " + text}
	rolling := ecsfake.Service{Name: "rolling", Controller: ecsfake.ECS, Raw: raw{
		"status": text, "deployments": []raw{deployment, deployment}, "launchType": text, "taskDefinition": text,
	}}
	other := with(external(1, set(ecsfake.Primary, 1, raw{
		"capacityProviderStrategy": []raw{{"capacityProvider": text}}, "fargateEphemeralStorage": raw{"kmsKeyId": text},
		"networkConfiguration": raw{"awsvpcConfiguration": raw{"subnets": []string{text, text}, "securityGroups": []string{text}, "assignPublicIp": text}},
		"serviceRegistries":    []raw{{"registryArn": text, "containerName": text}}, "scale": raw{"value": 50, "unit": text},
		"loadBalancers": []raw{{"loadBalancerName": text}}, "serviceArn": text, "clusterArn": text,
	})), raw{"deploymentController": raw{"type": text}})
	world := odd(rolling, other)
	world.Clusters[0].Raw = raw{"status": text, "tags": []raw{{"key": text, "value": text}}}
	return world
}

// oddTexts are texts that are long, or that a terminal draws otherwise than it
// counts, or that it would obey.
func oddTexts(t *testing.T) []oddity {
	t.Helper()
	long := func(name string) string { return (name + strings.Repeat("0123456789", 30))[:252] + "end" }
	wide := external(1, ecsfake.TaskSet{
		ID: "ecs-svc/" + strings.Repeat("9", 200), Status: ecsfake.Primary, Age: time.Hour, TaskDefinition: long("f") + ":2147483647", TargetGroup: long("t"),
	})
	wide.Name = long("s")
	cases := []oddity{
		{
			name: "names of 255 letters and longer ARNs", world: ecsfake.World{Clusters: []ecsfake.Cluster{{Name: long("c"), Services: []ecsfake.Service{wide}}}},
			see: sights{
				onClusters: {`^ ▌ c0123.*…`}, onServices: {`^ ▌ s0123.*…`}, onBoard: {`end +`, `:2147483647`}, onSet: {`"taskSetArn": "arn:.*c0123`},
				onDialog: {`type the service's name to delete`, `more lines`},
			},
		},
		{
			name: "ARNs as they were before 2018", world: odd(func() ecsfake.Service {
				old := external(1, set(ecsfake.Primary, 1, raw{"serviceArn": "arn:aws:ecs:eu-west-1:123456789012:service/checkout"}))
				old.ShortARN = true
				return old
			}()),
			see: sights{onServices: {`checkout +1/1`}, onBoard: {`odd › checkout`, `PRIMARY`}, onSet: {`serviceArn +arn:aws:ecs:eu-west-1:123456789012:service/checkout`}, onDialog: {`service=arn:aws:ecs:eu-west-1:123456789012:service/checkout`}},
		},
		{
			name: "ids of every form", world: odd(external(1,
				ecsfake.TaskSet{ID: "ecs-svc/42", Revision: 1}, ecsfake.TaskSet{ID: "ecs-svc-0a1b2c3d4e5f60718", Revision: 2},
				ecsfake.TaskSet{ID: "6f1e0c3e9d2b4b8f8a7d5c3b1a09f8e7", Revision: 3}, ecsfake.TaskSet{ID: "/", Revision: 4}, ecsfake.TaskSet{ID: "ecs-svc/漢字漢字漢字漢字漢字漢字", Revision: 5})),
			see: sights{onBoard: {`ACTIVE +ecs-svc/42 .*checkout:1`, `ACTIVE +ecs-svc-0a1b2c3d4e5f60718 .*checkout:2`, `ACTIVE +6f1e\w+8e7 .*checkout:3`}},
		},
		{
			name: "task definitions without a revision", world: odd(external(1,
				set(ecsfake.Primary, 1, raw{"taskDefinition": "arn:aws:ecs:eu-west-1:123456789012:task-definition/checkout"}),
				set(ecsfake.Active, 1, raw{"taskDefinition": ":"}), set(ecsfake.Active, 1, raw{"taskDefinition": "checkout/"}))),
			see: sights{onBoard: {`PRIMARY.* checkout `}, onDialog: {`PRIMARY · checkout `}, onSet: {`taskDefinition +checkout/`}},
		},
		{
			name: "a hundred long events", world: odd(with(external(1, set(ecsfake.Primary, 1, nil)), raw{"events": longEvents()})),
			see: sights{onEvents: {`event-0 `, `event-99 `, `the-end-of-99`}},
		},
		{
			name: "a long refusal of every read", world: odd(external(1, set(ecsfake.Primary, 1, nil))),
			then: func(d *driver) {
				d.ecs.Fail("DescribeServices", -1, ecsfake.Exception("AccessDeniedException", longRefusal("ecs:DescribeServices")))
				d.ecs.Fail("DescribeClusters", -1, ecsfake.Exception("AccessDeniedException", longRefusal("ecs:DescribeClusters")))
				d.wait(time.Second) // what was read just now is not read again
				d.press("r")
			},
			see: sights{
				onClusters: {`no permission for ecs:DescribeClusters`}, onServices: {`no permission for ecs:DescribeServices`, `checkout +– +– `},
				onBoard: {`no permission for ecs:DescribeServices`, `nothing has been read yet`}, onActivity: {`the-last-word`},
			},
		},
		{
			name: "bytes that are no text", world: odd(external(1, set(ecsfake.Primary, 1, raw{
				"externalId": verbatim("\"a\xff\xfe\x9b2Jb\""), "startedBy": verbatim("\"\xc3(\""), "platformFamily": verbatim(`"a\ud800b"`), "id": verbatim(`"ecs-svc/\ud83d"`),
			}))),
			see: sights{onSet: {`externalId +a���2Jb`, `startedBy +�\(`, `platformFamily +a�b`}, onBoard: {`PRIMARY +ecs-svc/�`}},
		},
	}
	for partition, region := range map[string]string{"aws-cn": "cn-north-1", "aws-us-gov": "us-gov-west-1", "aws-iso": "us-iso-east-1", "aws-iso-b": "us-isob-east-1"} {
		world := odd(external(1, set(ecsfake.Primary, 1, nil)))
		world.Partition, world.Region = partition, region
		cases = append(cases, oddity{
			name: "the partition " + partition, world: world,
			see: sights{onClusters: {`odd +● ACTIVE`}, onServices: {`checkout +1/1`}, onBoard: {`odd › checkout`}, onSet: {`clusterArn +arn:` + partition + `:ecs:` + region + `:123456789012:cluster/odd`}, onDialog: {`123456789012`}},
		})
	}
	written := external(1, set(ecsfake.Primary, 1, nil))
	written.Tags = scripts()
	written.TaskSets[0].Tags = written.Tags
	cases = append(cases, oddity{name: "tags in every script", world: odd(written), see: sights{onSet: {`tags.emoji +🙂🚀🔥🙂`, `tags.hebrew +שלום שלום`, `tags.word null +null`}}})
	harmful := append(cleantest.Payloads(t), strings.Repeat("long ", 500))
	for i, texts := range slices.Collect(slices.Chunk(harmful, 6)) {
		cases = append(cases, oddity{name: fmt.Sprintf("payloads %d", i), world: everyMember("a" + strings.Join(texts, " ") + "z")})
	}
	return cases
}

func longEvents() (events []raw) {
	for i := range 100 {
		events = append(events, raw{
			"id": fmt.Sprint(i), "createdAt": 946_684_700 - i,
			"message": fmt.Sprintf("(service checkout) event-%d %s the-end-of-%d", i, strings.Repeat("was-unable-to place a task, since no container instance met all of its requirements ", 20), i),
		})
	}
	return events
}

// longRefusal is as long as those that name the user, the resource and the policy.
func longRefusal(action string) string {
	return "User: arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_" + strings.Repeat("OnCall", 12) + "_0123456789abcdef/" + strings.Repeat("somebody.", 10) +
		"example is not authorized to perform: " + action + " on resource: arn:aws:ecs:eu-west-1:123456789012:service/odd/" + strings.Repeat("checkout-", 12) +
		" with an explicit deny in a service control policy: arn:aws:organizations::123456789012:policy/o-exampleorgid/service_control_policy/p-" + strings.Repeat("0123456789", 12) + " the-last-word"
}
