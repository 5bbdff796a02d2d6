package ui

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"

	"tealset/ecsapi/ecsfake"
	"tealset/model/change"
	"tealset/ui/dialog"
)

var randomSequences = flag.Int("sequences", 500, "how many sequences TestRandomKeysInTheDeleteDialog tries")

// A DeleteTaskSet only ever follows an enter on Delete that came alone, with nothing shortly
// before it or after it, after a quiet time, with the target and the force that were on the
// screen when it was pressed: never two for one enter, and none in read-only. That is so for random sequences of all that
// can come from a keyboard and a terminal, while the service moves.
func TestRandomKeysInTheDeleteDialog(t *testing.T) {
	t.Parallel()
	var sum score
	start, sequences := time.Now(), *randomSequences
	if raced {
		sequences /= 20 // it looks for races, not for rare sequences
	}
	for i := range sequences {
		seed := *randomSeed + uint64(i)
		one := runTrial(t, seed)
		sum.add(one.score)
	}
	t.Logf("%d sequences in %s: %+v", sequences, time.Since(start).Round(time.Second), sum)
	if sequences >= 500 && (sum.Deletions < sequences/10 || sum.Forced == 0 || sum.Named == 0 || sum.Dismissed == 0) {
		t.Errorf("too few sequences came that far: %+v", sum)
	}
}

// score counts what the sequences came to.
type score struct {
	Enters    int // on Delete, armed and alone
	Deletions int // that were sent
	Forced    int // of them with force
	Named     int // of them with the service's name typed
	Dismissed int // enters that counted and sent nothing
}

func (s *score) add(o score) {
	s.Enters += o.Enters
	s.Deletions += o.Deletions
	s.Forced += o.Forced
	s.Named += o.Named
	s.Dismissed += o.Enters - o.Deletions
}

// The times by which a key is meant, as the documentation promises them.
const (
	promisedQuiet   = 425 * time.Millisecond
	promisedAlone   = 150 * time.Millisecond
	promisedUnknown = time.Second
)

// movingName is the service's name in the trials: typed elsewhere than into the field,
// each of its letters is a command.
const movingName = "off-by-n"

// moving is a service with a PRIMARY, a candidate and an empty set, beside another one.
func moving() ecsfake.World {
	world := shop()
	world.Timing.Drain = 5 * time.Second
	world.Clusters[0].Services = append(world.Clusters[0].Services, ecsfake.Service{
		Name: movingName, Controller: ecsfake.External, Desired: 4, TaskSets: []ecsfake.TaskSet{
			{Status: ecsfake.Primary, Revision: 41, Age: 72 * time.Hour},
			{Status: ecsfake.Active, Revision: 42, Age: time.Hour, Scale: new(50.0)},
			{Status: ecsfake.Active, Revision: 40, Age: 90 * time.Hour, Scale: new(0.0)},
		},
	})
	return world
}

// trial is one random sequence. It keeps its own account of what was pressed and of what
// was on the screen, by which it judges each change that is sent: it is the Changes of
// the dashboard.
type trial struct {
	*driver
	*rand.Rand
	score
	Changes

	readOnly bool
	did      []string
	overlays map[string]raw // of the sets and the service
	service  string         // its ARN

	inputs    []time.Time                        // since the last event that disarmed
	disarmed  time.Time                          // by the last such event
	unknownAt time.Time                          // of the last sequence that means nothing
	last      time.Time                          // of the last input
	ticked    time.Time                          // when the last input ticked force; zero where it did not
	known     map[change.CheckID]change.Severity // the dangers that are told

	mu    sync.Mutex
	drawn shown  // of the dialog that is open
	meant *shown // by the last enter that counts; nil after a change was sent for it
	enter time.Time
}

// shown is what a person reads in the dialog.
type shown struct {
	set, status, revision, service string
	force                          bool
	name                           string // as it was typed
	risk                           string // a line that tells of a danger; empty for none
	onDelete                       bool   // Delete has the focus
}

func runTrial(t *testing.T, seed uint64) *trial {
	t.Helper()
	one := &trial{Rand: rand.New(rand.NewPCG(seed, 8)), overlays: map[string]raw{}} //nolint:gosec // chance, no secret
	one.readOnly = one.IntN(12) == 0
	defer func() {
		if t.Failed() {
			t.Logf("it was -sequences=1 -seed=%d:\n%s", seed, strings.Join(one.did, "\n"))
		}
	}()
	server := func(now func() time.Time) *ecsfake.Server { return ecsfake.New(now, moving()) }
	option := func(o *setup) {
		o.Cluster, o.Service, o.Refresh = "shop", movingName, 2*time.Second
		if one.readOnly {
			o.ReadOnly = func(string) string { return "it is so for the test" }
		}
		o.Forbidden = func(_ string, kind change.Kind) string { // so that every form is that of a deletion
			if kind == change.DeleteTaskSet {
				return ""
			}
			return "it is not allowed for the test"
		}
		one.Changes, o.Changes = o.Changes, one
	}
	size := trialSizes[one.IntN(3)]
	driveServer(t, server, size.Width, size.Height, option, func(d *driver) {
		one.driver = d
		one.pass(time.Second)
		service, ok := d.m.boardService()
		if !ok {
			t.Fatalf("the board is empty:\n%s", d.screen())
		}
		one.service = service.ARN
		one.open()
		for range 4 + one.IntN(8) {
			one.anything()
			if t.Failed() {
				return
			}
		}
		one.pass(2 * time.Second)
		one.overWire()
	})
	return one
}

// overWire compares what ECS got with what the dashboard handed out.
func (o *trial) overWire() {
	o.t.Helper()
	asked := o.asked()
	if len(asked) > o.Deletions {
		o.t.Errorf("%d DeleteTaskSet requests for %d changes", len(asked), o.Deletions)
	}
	forced := 0
	for _, body := range asked {
		if body["force"] == true {
			forced++
		}
	}
	if forced > o.Forced {
		o.t.Errorf("%d DeleteTaskSet requests had force, %d changes", forced, o.Forced)
	}
}

// Do judges a change, and sends it.
func (o *trial) Do(ctx context.Context, request change.Request) change.Answer {
	o.mu.Lock()
	meant := o.meant
	o.meant = nil
	o.Deletions++
	switch {
	case o.readOnly:
		o.t.Errorf("a change was sent in read-only")
	case meant == nil:
		o.t.Errorf("a change was sent that no enter was meant for: %+v", request.Target)
	case time.Since(o.enter) < promisedAlone:
		o.t.Errorf("a change was sent %s after enter, when other keys could still come with that", time.Since(o.enter))
	default:
		if request.Force {
			o.Forced++
		}
		if meant.name != "" {
			o.Named++
		}
		o.judge(*meant, request)
	}
	o.mu.Unlock()
	return o.Changes.Do(ctx, request)
}

// judge compares a change with what was on the screen.
func (o *trial) judge(meant shown, request change.Request) {
	o.t.Helper()
	got := meant
	got.set, got.status, got.force = request.Target.ID, request.Seen.Status, request.Force
	if got != meant || !strings.HasSuffix(request.Seen.TaskDefinition, meant.revision) || !strings.HasSuffix(request.Target.ServiceARN, "shop/"+meant.service) {
		o.t.Errorf("%+v was on the screen, and this was sent: %+v", meant, request)
	}
	if meant.risk != "" && meant.name != movingName {
		o.t.Errorf("the name is %q, and at risk was: %s", meant.name, meant.risk)
	}
	if strings.Contains(meant.risk, "✗") {
		o.t.Errorf("it was sent although ECS refuses: %s", meant.risk)
	}
}

var (
	drawnSet     = regexp.MustCompile(`task set +(ecs-svc/\d+) · (\S+) · (\S+)`)
	drawnService = regexp.MustCompile(`service +shop › (\S+)`)
	drawnForce   = regexp.MustCompile(`\[([ x])\] force`)
	drawnName    = regexp.MustCompile(`(?m)^type the service's name to delete: (.*)$`)
	drawnRisk    = regexp.MustCompile(`(?m)^[✗▲] .*$`)
)

// dialogText is the text of the dialog on a screen, line by line; empty where none is drawn.
func dialogText(screen string) []string {
	lines := strings.Split(screen, "\n")
	top := slices.IndexFunc(lines, func(line string) bool { return strings.Contains(line, "╭─ Delete task set") })
	if top < 0 {
		return nil
	}
	edge := []rune(lines[top])
	left, right := slices.Index(edge, '╭'), slices.Index(edge, '╮')
	var inner []string
	for _, line := range lines[top+1:] {
		cells := []rune(line)
		if len(cells) <= right || cells[left] == '╰' {
			break
		}
		inner = append(inner, strings.TrimSpace(string(cells[left+1:right])))
	}
	return inner
}

// look reads the dialog on the screen. What a small screen has scrolled away stays as it
// was read last.
func (o *trial) look() {
	screen := o.screen()
	lines := dialogText(screen)
	s := &o.drawn
	s.name, s.risk, s.force, s.onDelete = "", "", false, false
	for i := range lines {
		rest := strings.Join(lines[i:min(len(lines), i+2)], " ") // a line may be wrapped
		if found := drawnSet.FindStringSubmatch(rest); found != nil {
			s.set, s.status, s.revision = found[1], found[2], found[3]
		}
		if found := drawnService.FindStringSubmatch(lines[i]); found != nil {
			s.service = found[1]
		}
		if found := drawnForce.FindStringSubmatch(lines[i]); found != nil {
			s.force = found[1] == "x"
		}
		if found := drawnName.FindStringSubmatch(lines[i]); found != nil && found[1] != "go here with tab" {
			s.name = found[1]
		}
		if drawnRisk.MatchString(lines[i]) && s.risk == "" && !toldBefore.MatchString(lines[i]) {
			s.risk = lines[i]
		}
		s.onDelete = s.onDelete || strings.Contains(lines[i], "[ Delete ]")
	}
	s.onDelete = s.onDelete && !strings.Contains(screen, "not ready: wait a moment")
}

// toldBefore are the news of a dialog, which stand in no way of a deletion.
var toldBefore = regexp.MustCompile(`nothing was sent|more is at risk than|it has changed since`)

// counts tells whether a key that comes at a time may press or toggle something.
func (o *trial) counts(msg tea.KeyPressMsg, now time.Time) bool {
	if msg.IsRepeat || now.Sub(o.last) < promisedAlone || now.Sub(o.unknownAt) < promisedUnknown {
		return false
	}
	from := o.disarmed
	for _, at := range append(slices.Clone(o.inputs), now) {
		if at.Sub(from) >= promisedQuiet && at.Sub(o.unknownAt) >= promisedUnknown {
			return true
		}
		from = at
	}
	return false
}

// input notes an input. One that comes shortly after an enter or a tick shows that those
// did not come alone; crowded tells that it did so to a tick.
func (o *trial) input(now time.Time) (crowded bool) {
	o.mu.Lock()
	if now.Sub(o.enter) < promisedAlone {
		o.meant = nil
	}
	o.mu.Unlock()
	crowded = now.Sub(o.ticked) < promisedAlone
	o.last, o.ticked = now, time.Time{}
	o.inputs = append(o.inputs, now)
	return crowded
}

// disarm notes an event after which keys must not count.
func (o *trial) disarm() { o.disarmed, o.inputs = time.Now(), nil }

// key presses a key.
func (o *trial) key(msg tea.KeyPressMsg) {
	o.keyOf(msg, time.Now())
	o.calm()
}

// keyOf takes a key that came at a time, and notes whether it may send something.
func (o *trial) keyOf(msg tea.KeyPressMsg, at time.Time) {
	open := o.m.asking()
	counts := o.counts(msg, at)
	crowded := o.input(at)
	if open != nil && open.flow.State() == change.Asking && msg.String() == "enter" && counts {
		o.look()
		if o.drawn.onDelete {
			o.Enters++
			meant := o.drawn
			o.mu.Lock()
			o.meant, o.enter = &meant, at
			o.mu.Unlock()
		}
	}
	force := open != nil && open.force.On
	o.take(msg)
	if open != nil && open.force.On && !force {
		o.ticked = o.last
		if !counts {
			o.t.Errorf("%s ticked force, and was not meant", msg)
		}
	}
	if open != nil && open.force.On && crowded {
		o.t.Errorf("force stays ticked, although %s came with the key that ticked it", msg)
	}
	now := o.m.asking()
	if now != nil {
		o.known = o.risks(now)
	}
	switch {
	case now != nil && now != open:
		o.disarm()
		o.drawn = shown{}
		o.look()
	case open != nil && now == nil && open.flow.State() == change.Ended: // cancelled
		o.mu.Lock()
		o.meant = nil
		o.mu.Unlock()
	}
}

// other gives the dashboard a message that is no key: it must not move the focus off a
// field, tick force or close the dialog, but for a deletion that is sent.
func (o *trial) other(msg tea.Msg) {
	if late, ok := msg.(lateKey); ok {
		o.keyOf(late.KeyPressMsg, late.at)
		return
	}
	open := o.m.asking()
	if open == nil {
		o.take(msg)
		return
	}
	focus, force, state, set := open.form.Focus(), open.force.On, open.flow.State(), open.flow.TaskSet()
	o.take(msg)
	if o.m.asking() != open {
		if open.flow.State() == change.Ended || open.flow.State() == change.Asking {
			o.t.Errorf("%T closed the dialog", msg)
		}
		return
	}
	if open.form.Focus() != focus && focus.Kind == dialog.Text {
		o.t.Errorf("%T moved the focus", msg)
	}
	if open.force.On && !force {
		o.t.Errorf("%T ticked force", msg)
	}
	risks := o.risks(open)
	for id, severity := range risks {
		if was, known := o.known[id]; known && was <= severity {
			continue
		}
		o.disarm()
		if open.force.On {
			o.t.Errorf("there is more at risk, and force is on: %s", id)
		}
	}
	o.known = risks
	if state == change.Rereading && open.flow.State() == change.Asking {
		o.disarm()
	}
	if now := open.flow.TaskSet(); now.Status != set.Status || now.TaskDefinition != set.TaskDefinition {
		o.look() // before a key scrolls it away
	}
}

// risks are the dangers that a dialog tells of.
func (o *trial) risks(d *changeForm) map[change.CheckID]change.Severity {
	found := map[change.CheckID]change.Severity{}
	for _, check := range d.flow.Checks(o.m.circumstances(d)) {
		if check.Severity <= change.Danger {
			found[check.ID] = check.Severity
		}
	}
	return found
}

// calm gives the dashboard what comes without the clock.
func (o *trial) calm() {
	for {
		synctest.Wait()
		select {
		case msg := <-o.msgs:
			o.other(msg)
		default:
			return
		}
	}
}

// pass lets time pass.
func (o *trial) pass(long time.Duration) {
	timer := time.NewTimer(long)
	defer timer.Stop()
	for {
		select {
		case msg := <-o.msgs:
			o.other(msg)
		case <-timer.C:
			o.calm()
			return
		}
	}
}

var trialSizes = []tea.WindowSizeMsg{{Width: 80, Height: 24}, {Width: 120, Height: 36}, {Width: 60, Height: 15}, {Width: 59, Height: 40}, {Width: 80, Height: 14}, {Width: 1, Height: 1}}

// gap is a time between two inputs: often one at which something changes.
func (o *trial) gap() time.Duration {
	edges := []time.Duration{0, 0, 1, 10, 30, 100, 149, 150, 151, 200, 300, 424, 425, 426, 600, 999, 1000, 1001}
	if o.IntN(4) == 0 {
		return time.Duration(o.IntN(2000)) * time.Millisecond
	}
	return edges[o.IntN(len(edges))] * time.Millisecond
}

// anything does one thing at random.
func (o *trial) anything() {
	if o.m.asking() == nil && o.IntN(3) > 0 {
		o.open()
		return
	}
	switch n := o.IntN(100); {
	case n < 12:
		o.someKeys("keys", 1+o.IntN(5), o.gap)
	case n < 20:
		o.someKeys("burst", 1+o.IntN(12), func() time.Duration { return time.Duration(o.IntN(2)*o.IntN(20)) * time.Millisecond })
	case n < 27:
		o.hold()
	case n < 31:
		text := trialPastes[o.IntN(len(trialPastes))]
		o.note("paste %q", text)
		o.input(time.Now())
		o.other(tea.PasteMsg{Content: text})
		o.calm()
	case n < 36:
		text := trialPastes[o.IntN(len(trialPastes))]
		o.note("paste without marks %q", text)
		o.letters(text, 0)
	case n < 39:
		o.stall()
	case n < 43:
		o.reply()
	case n < 48:
		o.window()
	case n < 68:
		o.move()
	case n < 74:
		long := time.Duration(o.IntN(2000)) * time.Millisecond
		o.note("wait %s", long)
		o.pass(long)
	case n < 88:
		o.delete()
	default:
		o.open()
	}
}

func (o *trial) note(format string, a ...any) { o.did = append(o.did, fmt.Sprintf(format, a...)) }

// trialKeys are the keys of the dialog, those most often that lead to a deletion.
var trialKeys = strings.Fields(`y y y enter enter enter enter tab tab shift+tab shift+tab f f space n esc left right up down
	pgup pgdown q r g j backspace home end ctrl+d ctrl+l o b - x`)

func (o *trial) someKeys(what string, n int, gap func() time.Duration) {
	for range n {
		name, long := trialKeys[o.IntN(len(trialKeys))], gap()
		o.note("%s: %s after %s", what, name, long)
		o.pass(long)
		msg := keyPress(name)
		msg.IsRepeat = o.IntN(12) == 0
		o.key(msg)
	}
}

// hold holds a key down: with its repeats told as such, or not.
func (o *trial) hold() {
	name, told, n := trialKeys[o.IntN(len(trialKeys))], o.IntN(2) == 0, o.IntN(16)
	o.note("hold %s, %d repeats, told %t", name, n, told)
	o.key(keyPress(name))
	o.pass(500 * time.Millisecond)
	for range n {
		msg := keyPress(name)
		msg.IsRepeat = told
		o.key(msg)
		o.pass(30 * time.Millisecond)
	}
	if o.IntN(2) == 0 {
		o.key(keyPress("enter"))
	}
}

// lateKey is a key that waits to be taken.
type lateKey struct {
	tea.KeyPressMsg
	at time.Time // when it came
}

// stall presses a key, and then more while the terminal takes no output, so that the
// dashboard takes nothing.
func (o *trial) stall() {
	first := trialKeys[o.IntN(len(trialKeys))]
	o.note("stall after %s", first)
	o.key(keyPress(first))
	for range o.IntN(4) {
		name, long := trialKeys[o.IntN(len(trialKeys))], o.gap()
		o.note("stalled: %s after %s", name, long)
		time.Sleep(long)
		o.msgs <- lateKey{keyPress(name), time.Now()}
	}
	time.Sleep(o.gap())
	o.calm()
}

var trialPastes = []string{"deploy-4711\n", "\ny\n", "\ndeploy-4711\n", "\n", " y\n", "\n\n", "fly-by-day\n", "y\n", "\ty\n\n", "ff\ty\n", movingName, movingName + "\n", movingName + "\t\t\n", "yes\n", "  \n"}

// letters presses the keys of a text, as a paste without marks or a quick hand.
func (o *trial) letters(text string, gap time.Duration) {
	for _, r := range text {
		name := map[rune]string{'\n': "enter", '\t': "tab", ' ': "space", '\x1b': "esc"}[r]
		if name == "" {
			name = string(r)
		}
		o.key(keyPress(name))
		o.pass(gap)
	}
}

// reply is a reply of the terminal's: whole, or cut anywhere, so that its rest comes as
// keys.
func (o *trial) reply() {
	whole := []tea.Msg{
		tea.CursorPositionMsg{X: 1, Y: 2},
		tea.BackgroundColorMsg{},
		tea.ForegroundColorMsg{},
		tea.ModeReportMsg{Mode: ansi.ModeSynchronizedOutput, Value: 2},
		tea.KeyboardEnhancementsMsg{},
		tea.TerminalVersionMsg{Name: "yny\r"},
		tea.CapabilityMsg{Content: "y\r"},
		tea.ClipboardMsg{Content: "y\r"},
		tea.KeyReleaseMsg{Code: tea.KeyEnter},
		tea.PasteStartMsg{},
		tea.PasteEndMsg{},
		uv.PrimaryDeviceAttributesEvent{1, 2},
	}
	if o.IntN(3) == 0 {
		msg := whole[o.IntN(len(whole))]
		o.note("reply %T", msg)
		o.other(msg)
		o.calm()
		return
	}
	texts := []string{"\x1b[?2026;2$y", "\x1b]11;rgb:ffff/ffff/ffff\x1b\\", "\x1bP>|tmux 3.5y\x1b\\", "\x1b[?62;22;52c", "\x1b[12;40R", "\x1b_Gi=31;OK\x1b\\", "\x1bP1+r524742=y\n"}
	text := texts[o.IntN(len(texts))]
	cut := 1 + o.IntN(len(text)-1)
	var msg tea.Msg = uv.UnknownEvent(text[:cut])
	switch text[1] {
	case '[':
		msg = uv.UnknownCsiEvent(text[:cut])
	case ']':
		msg = uv.UnknownOscEvent(text[:cut])
	case 'P':
		msg = uv.UnknownDcsEvent(text[:cut])
	case '_':
		msg = uv.UnknownApcEvent(text[:cut])
	}
	long := time.Duration(o.IntN(3)*o.IntN(400)) * time.Millisecond
	o.note("reply %q, cut after %d, rest after %s", text, cut, long)
	o.input(time.Now())
	o.disarm()
	o.unknownAt = o.last
	o.other(msg)
	o.pass(long)
	o.letters(text[cut:], 0)
	if o.IntN(2) == 0 {
		o.pass(o.gap())
		o.key(keyPress("enter"))
	}
}

// window is what happens to the terminal's window.
func (o *trial) window() {
	switch o.IntN(4) {
	case 0:
		o.note("blur, focus")
		o.other(tea.BlurMsg{})
		o.pass(o.gap())
		o.disarm()
		o.other(tea.FocusMsg{})
	case 1:
		o.note("suspend, resume")
		o.key(keyPress("ctrl+z"))
		time.Sleep(o.gap())
		o.disarm()
		o.other(tea.ResumeMsg{})
	default:
		size := trialSizes[o.IntN(len(trialSizes))]
		if o.IntN(3) == 0 {
			size = tea.WindowSizeMsg{Width: 50 + o.IntN(120), Height: 12 + o.IntN(40)}
		}
		o.note("resize to %dx%d", size.Width, size.Height)
		o.disarm()
		o.other(size)
		o.pass(o.gap())
		if o.m.tooSmall() && o.IntN(2) == 0 {
			o.disarm()
			o.other(trialSizes[0])
		}
	}
	o.calm()
}

// move changes something in AWS.
func (o *trial) move() {
	service, ok := o.m.boardService()
	if !ok || len(service.TaskSets) == 0 {
		service.TaskSets = nil
	}
	arn := o.service
	if n := len(service.TaskSets); n > 0 && o.IntN(5) > 0 {
		arn = service.TaskSets[o.IntN(n)].ARN
	}
	members := o.overlays[arn]
	if members == nil {
		members = raw{}
		o.overlays[arn] = members
	}
	switch n := o.IntN(20); {
	case n < 4:
		clear(members)
	case n < 6:
		o.trouble()
	case n < 7:
		o.ecs.Heal()
	case arn == o.service && n < 9:
		members["taskSets"] = []any{} // gone, and back when that is taken away
	case arn == o.service && n < 11:
		members["status"] = "INACTIVE"
	case arn == o.service:
		members["desiredCount"] = o.IntN(6)
	case n < 14:
		members["runningCount"] = o.IntN(6)
	case n < 16:
		members["stabilityStatus"] = []string{"STEADY_STATE", "STABILIZING"}[o.IntN(2)]
	case n < 18:
		members["status"] = []string{"PRIMARY", "ACTIVE", "ACTIVE", "DRAINING"}[o.IntN(4)]
	case n < 19:
		members["scale"] = raw{"unit": "PERCENT", "value": []float64{0, 33.3, 50, 100}[o.IntN(4)]}
	default:
		members["taskDefinition"] = fmt.Sprintf("arn:aws:ecs:eu-west-1:123456789012:task-definition/off:%d", 40+o.IntN(4))
	}
	o.note("move %s: %v", arn[strings.LastIndex(arn, "/")+1:], members)
	o.ecs.Overlay(arn, members)
	o.pass(time.Duration(o.IntN(1500)) * time.Millisecond)
}

// trouble makes requests fail for a while.
func (o *trial) trouble() {
	missing := fmt.Sprintf(`{"services":[],"failures":[{"arn":%q,"reason":"MISSING"}]}`, o.service)
	reads := []ecsfake.Fault{
		ecsfake.Foreign(missing), ecsfake.Slow(200 * time.Millisecond), ecsfake.Slow(2 * time.Second), ecsfake.Slow(time.Second).Late(), ecsfake.Dropped(),
		ecsfake.Throttled(), ecsfake.Exception("AccessDeniedException", "no"), ecsfake.Empty(),
	}
	writes := []ecsfake.Fault{
		ecsfake.Slow(2 * time.Second), ecsfake.Dropped(), ecsfake.Dropped().Late(), ecsfake.Exception("AccessDeniedException", "no"), ecsfake.Exception("ServerException", "oh"), ecsfake.Empty(),
	}
	if o.IntN(3) == 0 {
		o.ecs.Fail("DeleteTaskSet", 1, writes[o.IntN(len(writes))])
		return
	}
	o.ecs.Fail("DescribeServices", 1+o.IntN(2), reads[o.IntN(len(reads))])
}

// open opens the dialog of any set, where none is open.
func (o *trial) open() {
	if o.m.asking() != nil {
		return
	}
	o.note("open")
	o.pass(promisedQuiet)
	if _, ok := o.m.boardService(); o.m.place() != atBoard || o.m.reader != nil || o.m.overlays.Top() != nil || !ok || o.m.tooSmall() {
		o.disarm()
		o.other(trialSizes[o.IntN(3)])
		for range 3 {
			o.key(keyPress("esc"))
		}
		o.letters(":", 0)
		o.letters("service shop/"+movingName+"\n", 0)
		o.pass(200 * time.Millisecond)
	}
	o.key(keyPress("g"))
	for range o.IntN(3) {
		o.key(keyPress("j"))
	}
	o.key(keyPress("ctrl+d"))
}

// delete does what a person does who means it, and often not quite that.
func (o *trial) delete() {
	o.note("delete")
	if o.IntN(8) > 0 {
		o.pass(promisedQuiet)
	}
	step := func(name string) {
		long := promisedAlone + time.Duration(o.IntN(200)-10)*time.Millisecond
		o.note("%s after %s", name, long)
		o.pass(long)
		o.key(keyPress(name))
	}
	if d := o.m.asking(); d != nil && slices.Contains(d.form.Stops(), d.name) && o.IntN(6) > 0 {
		for range len(d.form.Stops()) {
			if d.form.Focus() != d.name {
				step("tab")
			}
		}
		if d.name.Value() != movingName {
			o.letters(movingName, time.Duration(o.IntN(100))*time.Millisecond)
		}
		step("tab")
	}
	if o.IntN(2) == 0 {
		for range 4 {
			if d := o.m.asking(); d != nil && d.form.Focus() != d.force {
				step("tab")
			}
		}
		step([]string{"f", "space", "enter"}[o.IntN(3)])
	}
	for range 1 + o.IntN(3) {
		if o.m.height < 20 {
			step("pgdown")
		}
	}
	step("y")
	step("enter")
}
