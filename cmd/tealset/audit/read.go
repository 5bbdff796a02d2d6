package audit

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"path/filepath"
)

// Read is the whole trail, rotated files included, oldest first. No trail is an
// empty one. Damaged counts the lines that are no records (cut off, edited,
// longer than 1 MiB) and were left out; a line that is just being written may be
// among them. The error is of the first file that is there and cannot be read;
// the records of the others come all the same.
func Read(path string) (records []Record, damaged int, err error) {
	damaged, err = scan(path, func(r Record, _ []byte) error {
		records = append(records, r)
		return nil
	})
	return records, damaged, err
}

// Lines gives each line of the trail to a function, oldest first, with all its members, also
// those that this version does not know. Only what a terminal must not see is escaped
// (\u009b), and white space between members taken out. An error of the function ends it;
// damaged and the other errors are those of Read.
func Lines(path string, each func(r Record, line []byte) error) (damaged int, err error) {
	return scan(path, func(r Record, line []byte) error {
		text, err := compact(line)
		if err != nil {
			return err
		}
		return each(r, text)
	})
}

// scan gives each record of the trail, with its line, to a function whose error
// ends the scan.
func scan(path string, each func(Record, []byte) error) (damaged int, err error) {
	if !filepath.IsAbs(path) { // or it would be looked for in the working directory
		return 0, &problem{path: path, wrong: noPlace, remedy: setHome}
	}
	files, err := openAll(path)
	defer func() {
		for _, f := range files {
			_ = f.Close()
		}
	}()
	for _, f := range files {
		bad, stop, fault := scanLines(f, each)
		damaged += bad
		switch {
		case stop != nil:
			return damaged, stop
		case fault != nil && err == nil:
			err = unreadable(f.Name(), fault)
		}
	}
	return damaged, err
}

// scanLines goes through one file. Stop is the function's error, fault the
// file's.
func scanLines(file io.Reader, each func(Record, []byte) error) (damaged int, stop, fault error) {
	in := bufio.NewReaderSize(file, 64<<10)
	for {
		line, whole, err := nextLine(in)
		if line = bytes.TrimSpace(line); !whole {
			damaged++
		} else if r, ok := decode(line); ok {
			if stop = each(r, line); stop != nil {
				return damaged, stop, nil
			}
		} else if len(line) > 0 {
			damaged++
		}
		if errors.Is(err, io.EOF) {
			return damaged, nil, nil
		}
		if err != nil {
			return damaged, nil, err
		}
	}
}

// nextLine is the next line, or the last one with an error. One that is too long
// is skipped in pieces and not whole.
func nextLine(in *bufio.Reader) (line []byte, whole bool, err error) {
	whole = true
	for {
		part, err := in.ReadSlice('\n')
		if whole = whole && len(line)+len(part) <= maxLine; whole {
			line = append(line, part...)
		} else {
			line = nil
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, whole, err
		}
	}
}
