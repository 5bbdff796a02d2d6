package main

import tea "charm.land/bubbletea/v2"

// suspension is nothing on Windows, which stops no process for a shell.
type suspension struct{}

func suspensionOf(*tea.Program) (s *suspension, done func()) { return &suspension{}, func() {} }

func (*suspension) stop()   {}
func (*suspension) retake() {}
