package export

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"baoge/app/paper"
)

// A Table is what a spreadsheet holds: a list of hits, of a book, of contributions.
type Table struct {
	Name string   // of the sheet
	Head []string // one name a column
	Rows [][]any  // string, int or paper.Date; as long as Head
}

// TableFormats are the suffixes of tables.
func TableFormats() []string { return []string{"csv", "xlsx"} }

// Listing is a table of articles: day, page, headline, credits, section, characters.
func Listing(rows []paper.Summary) Table {
	t := Table{Name: "篇目", Head: []string{"日期", "版次", "版名", "标题", "署名", "栏目", "字数", "编号"}}
	for _, r := range rows {
		t.Rows = append(t.Rows, []any{r.Date, r.Page, r.PageLabel, orElse(r.Headline, untitled), paper.Byline(r.Credits), r.Section, r.Chars, string(r.ID)})
	}
	return t
}

// CSV writes the table as RFC 4180 has it, with a byte order mark, without which Excel
// takes UTF-8 for the system's own encoding. A text that a spreadsheet would run as a
// formula gets an apostrophe before it.
func (t Table) CSV(w io.Writer) error {
	out := bufio.NewWriter(w)
	out.WriteString("\uFEFF")
	c := csv.NewWriter(out)
	c.UseCRLF = true
	if err := c.Write(t.Head); err != nil {
		return err
	}
	row := make([]string, len(t.Head))
	for _, r := range t.Rows {
		for i, v := range r {
			s := fmt.Sprint(v)
			if _, text := v.(string); text && s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
				s = "'" + s
			}
			row[i] = s
		}
		if err := c.Write(row); err != nil {
			return err
		}
	}
	c.Flush()
	if err := c.Error(); err != nil {
		return err
	}
	return out.Flush()
}

// XLSX writes the table as a workbook of one sheet: days as days, numbers as numbers,
// texts as texts whatever they begin with, the head fixed and with filters.
func (t Table) XLSX(w io.Writer) error {
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetSheetName("Sheet1", t.Name); err != nil {
		return err
	}
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	pattern := "yyyy-mm-dd"
	day, err := f.NewStyle(&excelize.Style{CustomNumFmt: &pattern})
	if err != nil {
		return err
	}
	s, err := f.NewStreamWriter(t.Name)
	if err != nil {
		return err
	}
	if err := t.columns(s); err != nil {
		return err
	}
	if err := s.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	head := make([]any, len(t.Head))
	for i, h := range t.Head {
		head[i] = excelize.Cell{StyleID: bold, Value: h}
	}
	if err := s.SetRow("A1", head); err != nil {
		return err
	}
	for i, r := range t.Rows {
		row := make([]any, len(r))
		for k, v := range r {
			row[k] = cell(v, day)
		}
		if err := s.SetRow(fmt.Sprintf("A%d", i+2), row); err != nil {
			return err
		}
	}
	if err := s.Flush(); err != nil {
		return err
	}
	last, err := excelize.CoordinatesToCellName(len(t.Head), len(t.Rows)+1)
	if err == nil {
		err = f.AutoFilter(t.Name, "A1:"+last, nil)
	}
	if err != nil {
		return err
	}
	_, err = f.WriteTo(w)
	return err
}

// cell is a value as a spreadsheet has it; days before 1900 it has none for.
func cell(v any, day int) any {
	switch v := v.(type) {
	case paper.Date:
		if v.Known() && v.Year >= 1901 {
			return excelize.Cell{StyleID: day, Value: time.Date(v.Year, v.Month, v.Day, 0, 0, 0, 0, time.UTC)}
		}
		return v.String()
	case string:
		return cutText(xmlText(v))
	}
	return v
}

// cutText is a text as a cell can hold it: 32,767 characters.
func cutText(s string) string {
	if rs := []rune(s); len(rs) > excelize.TotalCellChars {
		return string(rs[:excelize.TotalCellChars])
	}
	return s
}

// columns sets the widths by what stands in the first rows.
func (t Table) columns(s *excelize.StreamWriter) error {
	for i, h := range t.Head {
		most := len([]rune(h))
		for _, r := range t.Rows[:min(len(t.Rows), 200)] {
			n := 0
			for _, c := range fmt.Sprint(r[i]) {
				n++
				if c > 0x7F {
					n++
				}
			}
			most = max(most, n)
		}
		if err := s.SetColWidth(i+1, i+1, float64(min(max(most+2, 8), 60))); err != nil {
			return err
		}
	}
	return nil
}

// Write writes the table in a format of TableFormats.
func (t Table) Write(w io.Writer, format string) error {
	switch format {
	case "csv":
		return t.CSV(w)
	case "xlsx":
		return t.XLSX(w)
	}
	return fmt.Errorf("%w %q: have %s", ErrFormat, format, strings.Join(TableFormats(), ", "))
}
