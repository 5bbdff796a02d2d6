package model

import "testing"

// An ARN is cut at its first five colons; its resource may have more of them, and
// other text is no ARN.
func TestParseARN(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text string
		want ARN
		ok   bool
	}{
		{"arn:aws:ecs:eu-west-1:123456789012:cluster/shop", ARN{"aws", "ecs", "eu-west-1", "123456789012", "cluster/shop"}, true},
		{"arn:aws-cn:ecs:cn-north-1:123456789012:service/shop/cart", ARN{"aws-cn", "ecs", "cn-north-1", "123456789012", "service/shop/cart"}, true},
		{"arn:aws:ecs:eu-west-1:123456789012:task-definition/cart:41", ARN{"aws", "ecs", "eu-west-1", "123456789012", "task-definition/cart:41"}, true},
		{"arn:aws:iam::123456789012:role/oncall", ARN{"aws", "iam", "", "123456789012", "role/oncall"}, true},
		{"arn:aws:s3:::bucket", ARN{"aws", "s3", "", "", "bucket"}, true},
		{"arn:aws:ecs:eu-west-1:123456789012", ARN{}, false},
		{"urn:aws:ecs:eu-west-1:123456789012:cluster/shop", ARN{}, false},
		{"shop", ARN{}, false},
		{"", ARN{}, false},
	} {
		if got, ok := ParseARN(test.text); got != test.want || ok != test.ok {
			t.Errorf("%q: %+v %t, want %+v %t", test.text, got, ok, test.want, test.ok)
		}
	}
}

// A name is what a person calls the thing: the end of its ARN in the long and the
// old short form, in every partition, and a name itself stays as it is.
func TestNameOf(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"arn:aws:ecs:eu-west-1:123456789012:cluster/shop":               "shop",
		"arn:aws:ecs:eu-west-1:123456789012:service/shop/cart":          "cart",
		"arn:aws:ecs:eu-west-1:123456789012:service/cart":               "cart",
		"arn:aws-cn:ecs:cn-north-1:123456789012:service/shop/cart":      "cart",
		"arn:aws-us-gov:ecs:us-gov-west-1:123456789012:cluster/shop":    "shop",
		"arn:aws-iso-b:ecs:us-isob-east-1:123456789012:service/s/cart":  "cart",
		"arn:aws:ecs:eu-west-1:123456789012:service/shop/cart_v2-green": "cart_v2-green",
		"arn:aws:ecs:eu-west-1:123456789012:cart":                       "cart",
		"shop":      "shop",
		"shop/cart": "shop/cart",
		"":          "",
	} {
		if got := NameOf(text); got != want {
			t.Errorf("%q is named %q, want %q", text, got, want)
		}
	}
}

// A revision is told by its family and number, with or without an ARN around it.
func TestRevision(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"arn:aws:ecs:eu-west-1:123456789012:task-definition/cart:41":       "cart:41",
		"arn:aws-cn:ecs:cn-north-1:123456789012:task-definition/cart-b:41": "cart-b:41",
		"arn:aws:ecs:eu-west-1:123456789012:task-definition/cart":          "cart",
		"cart:41": "cart:41",
		"cart":    "cart",
		"":        "",
	} {
		if got := Revision(text); got != want {
			t.Errorf("%q is revision %q, want %q", text, got, want)
		}
	}
}

// A long id is cut to the digits that tell it apart, within ten cells; what fits
// into those comes back whole.
func TestShortID(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]string{
		"ecs-svc/9876543210712345678": "…712345678",
		"9876543210712345678":         "…712345678",
		"ecs-svc/12345678901":         "…345678901",
		"ecs-svc/1234567890":          "1234567890",
		"ecs-svc/42":                  "42",
		"ecs-svc/":                    "",
		"":                            "",
		"ecs-svc/a1b2c3d4e5f6":        "…2c3d4e5f6",
		"ecs-svc/ééééééééééé":         "…ééééééééé",
	} {
		if got := ShortID(id); got != want {
			t.Errorf("%q is cut to %q, want %q", id, got, want)
		}
	}
}
