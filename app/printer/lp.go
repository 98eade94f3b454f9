//go:build !windows

package printer

import (
	"fmt"
	"strconv"
	"strings"
)

// lpArguments are lp's for a document on its standard input.
func lpArguments(d Document, o Options) []string {
	args := []string{"-d", o.Printer, "-t", d.Title, "-n", strconv.Itoa(o.Copies)}
	option := func(name, value string) {
		if value != "" {
			args = append(args, "-o", name+"="+value)
		}
	}
	if o.W > 0 {
		option("media", paperName(o.W, o.H, nil))
	}
	option("sides", sidesNames[o.Sides])
	if o.Grey {
		option("print-color-mode", "monochrome")
	}
	if q := qualityNumbers[o.Quality]; q != 0 {
		option("print-quality", strconv.Itoa(q))
	}
	return append(args, "--")
}

// lpJob reads the number of the job out of what lp says: request id is Q-19 (1 file(s)).
func lpJob(said, printer string) JobID {
	id := JobID{Printer: printer}
	_, rest, _ := strings.Cut(said, printer+"-")
	fmt.Sscanf(rest, "%d", &id.Number)
	return id
}
