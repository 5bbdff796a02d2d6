package config

import (
	"fmt"
	"slices"

	"github.com/goccy/go-yaml/ast"

	"tealset/ui"
)

// columns are what a file says under columns for one table.
type columns struct {
	spot
	names []string
}

// takeColumns takes the columns of every table of a file.
func (d *document) takeColumns(value ast.Node) {
	mapping, ok := value.(*ast.MappingNode)
	if !ok {
		d.mistake(spotOf(d.file, value), settingColumns+" sets nothing; write it as {services: [serviceName, health, runningCount]}")
		return
	}
	var tables []string
	for _, table := range ui.Tables() {
		tables = append(tables, table.Name)
	}
	d.columns = map[string]columns{}
	for _, entry := range mapping.Values {
		name, ok := d.key(entry, "table", tables, "the tables are "+listed(tables, "and"))
		if !ok {
			continue
		}
		table := ui.Tables()[slices.Index(tables, name)]
		d.columns[name] = columns{spotOf(d.file, entry.Key), d.columnsOf(table, entry)}
	}
}

// columnsOf are the names of the columns of one table.
func (d *document) columnsOf(table ui.Table, entry *ast.MappingValueNode) (names []string) {
	before := len(d.mistakes)
	nodes := d.list(entry.Value, "columns of "+table.Name, "list columns, or remove the line", "["+listed(table.Columns[:2], ",")+"]")
	for _, node := range nodes {
		written, ok := node.(*ast.StringNode)
		if !ok {
			d.mistake(spotOf(d.file, node), oneLine(node)+" is no column; write its name")
			continue
		}
		name := d.word(node, written.Value, "column of "+table.Name, table.Columns, "the columns are "+listed(table.Columns, "and"))
		if slices.Contains(names, name) {
			d.mistake(spotOf(d.file, node), name+" stands twice; write it once")
		}
		names = append(names, name)
	}
	if len(d.mistakes) == before && !slices.Contains(names, table.Needs) {
		d.mistake(spotOf(d.file, entry.Key), fmt.Sprintf("the columns of %s need %s, or nobody could tell the rows apart", table.Name, table.Needs))
	}
	return names
}

// takeColumns takes the columns of each table from the file that counts first.
func (c *Config) takeColumns(documents []document) {
	c.Columns = map[string][]string{}
	for _, table := range ui.Tables() {
		for _, d := range documents {
			if of, ok := d.columns[table.Name]; ok {
				c.Columns[table.Name] = of.names
				c.settings = append(c.settings, Setting{Name: settingColumns + "." + table.Name, Value: of.names, From: of.from()})
				break
			}
		}
	}
}
