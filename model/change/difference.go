package change

// Difference is one thing about a target that is not the same in two reads.
type Difference struct {
	What, Was, Is string
}
