package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/model"
	"tealset/model/change"
)

// Messages are facts that have happened. Those of reads that repeat are of ui/feed.

// clockMsg: a second has passed.
type clockMsg struct{}

// tagsReadMsg: DescribeTaskSets has told the tags of one set, or not.
type tagsReadMsg struct {
	conn    *connection // that was asked
	service model.Key
	arn     string
	tags    []model.Tag
	err     error
}

// settledMsg: every input that came before a time has been handled, since it waited in the
// same queue as this.
type settledMsg struct{ at time.Time }

// aloneMsg: the time is over in which another input would have shown that a key did not
// come alone.
type aloneMsg struct {
	inputs int            // how many there were with the key
	do     func() tea.Cmd // what the key asked for
}

// targetReadMsg: the target of a confirmed change has been read again.
type targetReadMsg struct {
	id      string // of the confirmation
	parts   reread
	service model.Service
	err     error
	at      time.Time
}

// answeredMsg: the answer to a change has come, or why none will.
type answeredMsg struct {
	id     string
	answer change.Answer
}

// definitionReadMsg: a task definition has been read, or not.
type definitionReadMsg struct {
	conn       *connection
	arn        string
	definition model.TaskDefinition
	err        error
	began, at  time.Time
}

// callEndedMsg: a request to AWS has ended.
type callEndedMsg model.Call

// CallEnded is the message that tells the dashboard of a request to AWS, for its
// activity page.
func CallEnded(call model.Call) tea.Msg { return callEndedMsg(call) }
