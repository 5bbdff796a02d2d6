package dialog

// The keys that mean the same in every overlay.
const (
	keyEnter = "enter"
	keyEsc   = "esc"
)
