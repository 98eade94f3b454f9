package printer

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os/user"
	"strings"
	"sync/atomic"
	"time"

	"github.com/OpenPrinting/goipp"
)

// How long is waited: for a connection, for an answer, and while a document is sent for
// the other side to take any more of it.
const (
	dialPatience   = 2 * time.Second
	answerPatience = 20 * time.Second
)

// stallPatience is how long a printer may take nothing of a document: one that prints as
// it receives can stop for a page or two.
var stallPatience = 60 * time.Second

// A host is one server of IPP: a CUPS scheduler or a printer.
type host struct {
	base   string // http://host:port before the path of a request
	client *http.Client
}

var requests atomic.Uint32

// dial makes a host of a network address. Nothing is connected yet.
func dial(network, addr string, secure bool) *host {
	dialer := net.Dialer{Timeout: dialPatience}
	h := &host{base: "http://localhost", client: &http.Client{
		Transport: &http.Transport{
			DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
				return dialer.DialContext(ctx, network, addr)
			},
			DisableKeepAlives:     true, // a printer may close an idle connection under the next request
			ExpectContinueTimeout: time.Second,
			ResponseHeaderTimeout: stallPatience,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	if network != "unix" {
		h.base = "http://" + addr
	}
	if secure {
		h.base = "https://" + addr
	}
	return h
}

// request makes a message about a printer ("" for one about the server).
func request(op goipp.Op, printerURI string) *goipp.Message {
	m := goipp.NewRequest(goipp.DefaultVersion, op, requests.Add(1))
	add := func(name string, tag goipp.Tag, s string) {
		m.Operation.Add(goipp.MakeAttribute(name, tag, goipp.String(s)))
	}
	add("attributes-charset", goipp.TagCharset, "utf-8")
	add("attributes-natural-language", goipp.TagLanguage, "zh-cn") // CUPS answers in it
	if printerURI != "" {
		add("printer-uri", goipp.TagURI, printerURI)
	}
	return m
}

// asUser names the person, as the queue shows it.
func asUser(m *goipp.Message) {
	name := "anonymous"
	if u, err := user.Current(); err == nil && u.Username != "" {
		name = u.Username
	}
	m.Operation.Add(goipp.MakeAttribute("requesting-user-name", goipp.TagName, goipp.String(name)))
}

// wanted asks for these attributes alone.
func wanted(m *goipp.Message, names ...string) {
	a := goipp.Attribute{Name: "requested-attributes"}
	for _, n := range names {
		a.Values.Add(goipp.TagKeyword, goipp.String(n))
	}
	m.Operation.Add(a)
}

// do sends a message, with the document behind it where there is one, and reads the
// answer. The error is one of this package's without printer and operation.
func (h *host) do(ctx context.Context, path string, m *goipp.Message, document io.ReadSeeker) (*goipp.Message, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	if document == nil {
		late := time.AfterFunc(answerPatience, func() { cancel(ErrVanished) })
		defer late.Stop()
	}
	req, err := h.encode(ctx, path, m, document, func() { cancel(ErrVanished) })
	if err != nil {
		return nil, err
	}
	resp, err := h.client.Do(req)
	if err != nil {
		return nil, unreached(ctx, err)
	}
	defer resp.Body.Close()
	switch resp.StatusCode {
	case http.StatusOK:
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusUpgradeRequired:
		return nil, &Error{Err: fmt.Errorf("%w: %s", ErrDenied, resp.Status)}
	case http.StatusNotFound:
		return nil, &Error{Err: fmt.Errorf("%w: %s", ErrUnknown, resp.Status)}
	default:
		return nil, &Error{Err: fmt.Errorf("%w: %s", ErrAnswer, resp.Status)}
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, mostAnswer))
	if err != nil {
		return nil, unreached(ctx, err)
	}
	var answer goipp.Message
	if err := answer.DecodeBytes(body); err != nil {
		return nil, &Error{Err: fmt.Errorf("%w: %w", ErrAnswer, err)}
	}
	return &answer, status(&answer)
}

// mostAnswer bounds an answer; a printer's attributes take some 50 KB.
const mostAnswer = 8 << 20

// encode makes the HTTP request; stalled is called when nobody takes the document.
func (h *host) encode(ctx context.Context, path string, m *goipp.Message, document io.ReadSeeker, stalled func()) (*http.Request, error) {
	head, err := m.EncodeBytes()
	if err != nil {
		return nil, &Error{Err: fmt.Errorf("%w: %w", ErrOptions, err)}
	}
	var body io.Reader = bytes.NewReader(head)
	size := int64(len(head))
	if document != nil {
		n, err := document.Seek(0, io.SeekEnd)
		if err == nil {
			_, err = document.Seek(0, io.SeekStart)
		}
		if err != nil {
			return nil, fmt.Errorf("read document: %w", err)
		}
		size += n
		body = &watched{Reader: io.MultiReader(body, document), timer: time.AfterFunc(stallPatience, stalled)}
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, h.base+path, body)
	if err != nil {
		return nil, &Error{Err: fmt.Errorf("%w: %w", ErrUnknown, err)}
	}
	req.ContentLength = size
	req.Header.Set("Content-Type", goipp.ContentType)
	req.Header.Set("Accept", goipp.ContentType)
	if document != nil {
		req.Header.Set("Expect", "100-continue") // a refusal comes before the document goes
	}
	return req, nil
}

// watched is a document on its way: each piece that is taken winds the clock up again.
type watched struct {
	io.Reader
	timer *time.Timer
}

func (w *watched) Read(b []byte) (int, error) {
	n, err := w.Reader.Read(b)
	if err != nil {
		w.timer.Stop()
	} else {
		w.timer.Reset(stallPatience)
	}
	return n, err
}

func (w *watched) Close() error {
	w.timer.Stop()
	return nil
}

// unreached says why no answer came: the caller gave up, or the other side is not there.
func unreached(ctx context.Context, err error) error {
	if ctx.Err() != nil && !errors.Is(context.Cause(ctx), ErrVanished) {
		return ctx.Err()
	}
	var u *url.Error
	if errors.As(err, &u) {
		err = u.Err
	}
	return fmt.Errorf("%w: %w", ErrVanished, err)
}

// status turns an IPP status into an error; nil where the request was done.
func status(m *goipp.Message) error {
	code := goipp.Status(m.Code)
	if code < 0x0100 {
		return nil
	}
	return &Error{Message: text(m.Operation, "status-message"), Err: statusError(code)}
}

// statusError maps the statuses of RFC 8011 §B.1 that a caller decides on.
func statusError(code goipp.Status) error {
	switch code {
	case goipp.StatusErrorForbidden, goipp.StatusErrorNotAuthenticated, goipp.StatusErrorNotAuthorized:
		return ErrDenied
	case goipp.StatusErrorNotPossible:
		return ErrFinished
	case goipp.StatusErrorNotFound, goipp.StatusErrorGone:
		return ErrUnknown
	case goipp.StatusErrorAttributesOrValues, goipp.StatusErrorConflicting, goipp.StatusErrorRequestValue:
		return ErrOptions
	case goipp.StatusErrorDocumentFormatNotSupported, goipp.StatusErrorDocumentFormatError, goipp.StatusErrorDocumentUnprintable,
		goipp.StatusErrorCompressionNotSupported, goipp.StatusErrorCompressionError:
		return ErrDocument
	case goipp.StatusErrorNotAcceptingJobs, goipp.StatusErrorPrinterIsDeactivated:
		return ErrRejecting
	case goipp.StatusErrorBusy, goipp.StatusErrorTemporary, goipp.StatusErrorTooManyJobs:
		return ErrBusy
	case goipp.StatusErrorJobCanceled:
		return ErrCancelled
	}
	return fmt.Errorf("%w: %s", ErrAnswer, code)
}

// about names operation and printer in an error of this package.
func about(err error, op, printer string) error {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	var e *Error
	if errors.As(err, &e) {
		return &Error{Op: op, Printer: printer, Message: e.Message, Err: e.Err}
	}
	return &Error{Op: op, Printer: printer, Err: err}
}

// withPort adds IPP's port where an address has none.
func withPort(addr string) string {
	if _, _, err := net.SplitHostPort(addr); err == nil {
		return addr
	}
	return net.JoinHostPort(strings.Trim(addr, "[]"), "631")
}
