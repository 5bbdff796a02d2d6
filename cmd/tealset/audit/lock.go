package audit

import (
	"context"
	"errors"
	"os"
	"time"

	"github.com/gofrs/flock"
)

// lockPoll is how often a lock that another process holds is tried. Writing takes
// a few milliseconds, most of them the disk's.
const lockPoll = time.Millisecond

// lockPath is a file of its own: the trail itself is renamed when it rotates,
// and a lock would go with it. It is never removed: whoever removes it while it
// is held makes it two locks.
func (t *Trail) lockPath() string { return t.path + ".lock" }

// lock keeps the Appends of other processes out, and those of another Trail, until
// unlock is called. Those of this Trail have queued before. The system releases it when a process dies. The lock is advisory:
// it binds tealset, and no editor.
func (t *Trail) lock() (unlock func(), err error) {
	path := t.lockPath()
	if _, err := vet(path); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), t.patience)
	defer cancel()
	held := flock.New(path, flock.SetFlag(os.O_RDWR|os.O_CREATE|plainFileOnly), flock.SetPermissions(fileMode))
	switch _, err := held.TryLockContext(ctx, lockPoll); {
	case errors.Is(err, context.DeadlineExceeded):
		return nil, newProblem(t.path, "has been locked by another process for "+t.patience.String(), "try again")
	case err != nil:
		return nil, unwritable(path, err)
	}
	return func() { _ = held.Unlock() }, nil
}
