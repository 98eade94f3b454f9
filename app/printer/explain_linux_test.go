package printer

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// What only programmers read stays out of the sentences for people.
func TestSentencesAreForPeople(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	answers := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/no":
			http.NotFound(w, r)
		case "/login":
			w.WriteHeader(http.StatusUnauthorized)
		case "/broken":
			w.WriteHeader(http.StatusBadGateway)
		default:
			_, _ = w.Write([]byte("<html>not a printer</html>"))
		}
	}))
	defer answers.Close()
	host := "ipp" + strings.TrimPrefix(answers.URL, "http")
	for uri, want := range map[string]string{
		"ipp://" + closed.Addr().String(): "没有回应", "ipp://[::1": "没有叫", "ipp://": "没有叫",
		host + "/no": "没有叫", host + "/login": "要求先登录", host + "/broken": "看不懂", host + "/page": "看不懂",
	} {
		_, err := System().Caps(context.Background(), uri)
		said := strings.ReplaceAll(sentence(err), "“"+Short(uri)+"”", "")
		if !strings.Contains(said, want) || strings.ContainsAny(said, "abcdefghijklmnoqrstuvwxyz0123456789") {
			t.Errorf("%s: %v\n%s", uri, err, said)
		}
	}
}
