package printer

import "testing"

func TestAddress(t *testing.T) {
	for typed, want := range map[string]string{
		"192.168.1.8": "ipp://192.168.1.8/ipp/print", " printer.local:8631 ": "ipp://printer.local:8631/ipp/print",
		"ipp://desk": "ipp://desk/ipp/print", "IPP://desk/queue/": "ipp://desk/queue/", "ipps://desk:631/ipp/print": "ipps://desk:631/ipp/print",
		"http://192.168.1.8/": "ipp://192.168.1.8/ipp/print", "https://desk/printers/two?x=1": "ipps://desk/printers/two",
		"[fe80::1]:631": "ipp://[fe80::1]:631/ipp/print",
		"":              "", "ftp://desk": "", "file:/tmp/x": "", "ipp://": "", "二楼 打印机": "", "ipp://me:secret@desk": "",
	} {
		if got, ok := Address(typed); got != want || ok != (want != "") {
			t.Errorf("%q is %q, %v", typed, got, ok)
		}
	}
}
