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
// Names are due until they have been listed once, and when a key asks for them; those of
// tasks, which come and go, all the time.
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
// # The background
//
// Beside the rounds, through a Poller of its own, the background of a List reads what is
// not on the screen. What starts next there, when its Poller is idle and no round reads:
//
//	a row was never read, and | names are old, and it is | a row | next
//	the list is on the screen | the turn of a page       | is old|
//	--------------------------+--------------------------+-------+-------------------
//	yes                       | any                      | any   | DescribeX at once
//	no                        | yes                      | any   | ListX, in turn
//	no                        | no                       | yes   | DescribeX, in turn
//	no                        | no                       | no    | nothing
//
// A row is old after a minute, or the time of a round where that is longer. Names are old a
// minute after their listing began, or as many times six seconds as that took requests. It is the turn of a page
// when the names had none for as long as the Allowance says; in the first listing also when
// all rows that have been listed were read. A list off the screen (Unseen) has this background alone, in
// turn from its first name on.
//
// In turn means that the Allowance of the account spaces the reads out. It is drawn through
// these points, for all lists together whose background goes on:
//
//	descriptions that a sweep takes | requests a minute, with the rounds and boards | a sweep takes at most
//	--------------------------------+-----------------------------------------------+----------------------
//	4 (40 services)                 | 40                                            | a minute or two
//	50 (500)                        | 40                                            | 5 minutes
//	500 (5,000)                     | 60                                            | 15 minutes
//
// What the rounds and boards of the last minute leave of it is the background's. Where that
// is too little, names are listed more rarely, down to a listing in a quarter of an hour; then the sweep
// slows down to its floor, the last column; then the rows beside an open board do, up to
// six times. The read of the row under the cursor takes the nine longest unread rows
// along, as one request describes ten services.
package feed
