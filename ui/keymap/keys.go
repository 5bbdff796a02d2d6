package keymap

import "slices"

// Keys are the keys of actions, by their names. An action whose list is empty has none.
type Keys map[string][]string

// InForce are the keys of all actions. What somebody set takes the place of an action's
// usual keys, and takes its keys away from every other action of the same place; the later
// set counts before the earlier one.
func InForce(sets ...Keys) Keys {
	all := Actions()
	keys := make(Keys, len(all))
	for _, a := range all {
		keys[a.Name] = a.Keys
	}
	for _, set := range sets {
		for _, a := range all {
			own, ok := set[a.Name]
			if !ok {
				continue
			}
			keys[a.Name] = slices.Clone(own)
			for _, other := range all {
				if _, too := set[other.Name]; !too {
					keys[other.Name] = without(keys[other.Name], other, own, a)
				}
			}
		}
	}
	return keys
}

// In are the keys of an action that count in a place.
func (k Keys) In(place Place, name string) []string {
	action, _ := Find(name)
	return slices.DeleteFunc(slices.Clone(k[name]), func(key string) bool { return action.counts(key)&place == 0 })
}

// without are keys of an action without those that another one has in the same place.
func without(keys []string, a Action, taken []string, by Action) []string {
	return slices.DeleteFunc(slices.Clone(keys), func(key string) bool {
		return slices.Contains(taken, key) && meet(a, by, key)
	})
}

// meet tells whether a key would mean both actions somewhere.
func meet(a, b Action, key string) bool { return a.counts(key)&b.counts(key) != 0 }

// Clash is a key of two actions that count in one place.
type Clash struct{ Key, First, Second string }

// Clashes are those among the keys that somebody set.
func Clashes(own Keys) []Clash {
	var clashes []Clash
	all := Actions()
	for i, first := range all {
		for _, second := range all[i+1:] {
			for _, key := range own[first.Name] {
				if slices.Contains(own[second.Name], key) && meet(first, second, key) {
					clashes = append(clashes, Clash{key, first.Name, second.Name})
				}
			}
		}
	}
	return clashes
}

// Lost are the actions that always have a key, and would have none, with the one that took
// the last.
func Lost(own Keys, inForce Keys) []Clash {
	var lost []Clash
	for _, a := range Actions() {
		if !a.Kept || len(inForce[a.Name]) > 0 {
			continue
		}
		for _, by := range Actions() {
			for _, key := range own[by.Name] {
				if by.Name != a.Name && slices.Contains(a.Keys, key) && meet(a, by, key) {
					lost = append(lost, Clash{key, a.Name, by.Name})
				}
			}
		}
	}
	return lost
}
