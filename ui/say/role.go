package say

import (
	"strings"

	"tealset/model"
)

// Roles are the roles of task sets with their scales, in short and in the order given:
// "P 100% · A 50% · D". It is empty for no sets.
func Roles(sets []model.TaskSet) string {
	var roles []string
	for _, set := range sets {
		role := string([]rune(OrNone(set.Status))[:1])
		if set.Scale != nil && !set.Draining() {
			role += " " + Scale(set.Scale)
		}
		roles = append(roles, role)
	}
	return strings.Join(roles, Dot)
}
