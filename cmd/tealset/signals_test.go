package main

import (
	"syscall"
	"testing"

	tea "charm.land/bubbletea/v2"
)

func TestWhatEndedTheDashboardFirstIsWhatCounts(t *testing.T) {
	end := newEnding(nil)
	if err := end.err(); err != nil {
		t.Errorf("before anything: %v", err)
	}
	if msg := end.filter(nil, tea.InterruptMsg{}); msg != (tea.QuitMsg{}) {
		t.Errorf("ctrl+c becomes %T", msg)
	}
	end.record(syscall.SIGTERM)
	if code := exitCode(end.err()); code != 130 {
		t.Errorf("ctrl+c and then SIGTERM: exit code %d", code)
	}
}

func TestOtherMessagesPassTheFilter(t *testing.T) {
	end := newEnding(nil)
	if msg := end.filter(nil, tea.ResumeMsg{}); msg != (tea.ResumeMsg{}) {
		t.Errorf("it becomes %T", msg)
	}
	if err := end.err(); err != nil {
		t.Error(err)
	}
}
