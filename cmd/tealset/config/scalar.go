package config

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"tealset/ui"
)

// The names of the settings that are no scalars.
const (
	settingReadOnly = "read_only"
	settingAllow    = "allow"
	settingConfirm  = "confirm"
	settingColumns  = "columns"
	settingKeys     = "keys"
)

// The values of ascii.
const (
	Auto  = "auto" // where the locale is not UTF-8
	True  = "true"
	False = "false"
)

// scalar is a setting of one value.
type scalar struct {
	name, flag, variable string
	usual                string // what it is where nobody sets it
	// take sets it. The error is the end of a sentence that begins with the setting.
	take func(c *Config, text string) error
}

// scalars are all, in the order in which they are documented.
func scalars() []scalar {
	return []scalar{
		{"refresh", "refresh", "TEALSET_REFRESH", "5s", takeRefresh},
		{"budget", "budget", "TEALSET_BUDGET", "25%", takeBudget},
		{"theme", "theme", "TEALSET_THEME", string(ui.ThemeAuto), takeTheme},
		{"ascii", "ascii", "TEALSET_ASCII", Auto, takeASCII},
	}
}

// takerOf sets the scalar of a name.
func takerOf(name string) func(c *Config, text string) error {
	all := scalars()
	return all[slices.IndexFunc(all, func(s scalar) bool { return s.name == name })].take
}

func takeRefresh(c *Config, text string) (err error) {
	if c.Refresh, err = time.ParseDuration(text); err != nil {
		return fmt.Errorf("%q is not a time; give a number with its unit, such as 5s", text)
	}
	if c.Refresh < ui.LeastRefresh || c.Refresh > ui.MostRefresh {
		return fmt.Errorf("%s is out of range; give a time from 1s to 1h, such as 5s", c.Refresh)
	}
	return nil
}

func takeBudget(c *Config, text string) error {
	percent, err := strconv.Atoi(strings.TrimSuffix(text, "%"))
	if err != nil || percent < 1 || percent > 100 {
		return fmt.Errorf("%q is not a share; give a whole number of percent from 1%% to 100%%, such as 25%%", text)
	}
	c.Budget = float64(percent) / 100
	return nil
}

func takeTheme(c *Config, text string) error {
	if c.Theme = text; !slices.Contains(ui.Themes(), ui.Theme(text)) {
		return fmt.Errorf("%q is not a theme; give %s", text, oneOf(themeNames()))
	}
	return nil
}

func themeNames() []string {
	themes := ui.Themes()
	names := make([]string, len(themes))
	for i, theme := range themes {
		names[i] = string(theme)
	}
	return names
}

func takeASCII(c *Config, text string) error {
	switch text {
	case Auto, True, False:
		c.ASCII = text
	case "1":
		c.ASCII = True
	case "0":
		c.ASCII = False
	default:
		return fmt.Errorf("%q is neither on nor off; give auto, true or false", text)
	}
	return nil
}

// variableReadOnly adds to read_only that nothing may be changed.
const variableReadOnly = "TEALSET_READ_ONLY"

// readOnlyVariable is TEALSET_READ_ONLY: 1 or true, 0, false or unset.
func readOnlyVariable(getenv func(string) string) (bool, error) {
	switch value := getenv(variableReadOnly); value {
	case "", "0", False:
		return false, nil
	case "1", True:
		return true, nil
	default:
		return false, errors.New(variableReadOnly + "=" + value + " is neither on nor off; set it to 1 or 0")
	}
}

// oneOf lists words to choose from: "auto, dark or light".
func oneOf(words []string) string { return listed(words, "or") }

func listed(words []string, last string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " " + last + " " + words[len(words)-1]
}
