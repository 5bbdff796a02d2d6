// Package feed holds the reads that repeat: of one value (Value), and of a list whose
// names come page by page and whose rows are described where they are looked at (List).
// It knows no page and draws nothing.
//
// Every read and every pause has a Token, which a Poller hands out when it starts one.
// What comes back carries the token. A Poller takes a message only if its token is that
// of what is under way; every other is late and is dropped. Tokens are unique in a
// program, so a late message cannot pass for one of another feed, page or source.
//
// # A Poller
//
//	state    | Read        | Pause, BackOff | message with its token | Stop
//	---------+-------------+----------------+------------------------+--------------
//	idle     | → reading   | → pausing      | –                      | idle
//	reading  | –           | –              | → idle with the last   | → idle, cancels
//	pausing  | –           | –              | → idle                 | → idle, cancels
//
// Read and Pause are called on an idle Poller only. So one read at most is under way, and
// no number of refreshes makes two chains of timers. A read may be of several requests side
// by side, which have one token.
//
// # A List
//
// Its reads come in rounds. What starts next, when its Poller is idle or in a pause that is
// not for a fault:
//
//	rows on the screen not described in this round | names due | next
//	-----------------------------------------------+-----------+---------------------------
//	some                                           | any       | DescribeX, side by side
//	none                                           | yes       | ListX, the next page
//	none                                           | no        | pause until the next round
//
// What a message does:
//
//	message             | good                             | bad
//	--------------------+----------------------------------+-------------------------------
//	a page of names     | folded in; the next page, scope,  | the scope is left out (it is gone
//	                    | or the end of the listing        | or forbidden), else BackOff
//	rows described      | folded in                        | the scope is left out until the
//	                    |                                  | next round, else BackOff
//	the pause has ended | a new round, or, between two     |
//	                    | rounds, the row under the cursor |
//
// Beside the rounds the sweep describes every other row once, through a Poller of its own.
package feed
