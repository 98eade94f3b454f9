# make run    builds the program and opens its window
# make test   everything that must hold: lint, all tests with -race, the real window under Xvfb
# make bench  the figures of docs/figures.md (DATA=folder adds the measuring data)
# make bench-typeset  the typesetter's figures alone, beside typst and Chromium where they are installed
# make bench-search DATA=folder  searching beside its peers (ARTICLES=0 takes all)
# make bench-import DATA=folder  how well and how fast pages are read (MISSES=1 prints each miss)
# make fuzz   every fuzz target of the importer, FUZZTIME each (5m)
# make lint   go vet and staticcheck alone
# make build  bin/baoge and bin/baogectl
# make pictures  the manual's screenshots, from the real window

.PHONY: run test bench bench-search bench-import fuzz bench-typeset lint build pictures

# The window test must not be passed over where this file runs it.
export BAOGE_REQUIRE_WINDOW = 1
# Nor the tests that print to a real server.
export BAOGE_REQUIRE_PRINTING = 1

run:
	.ci/setup run
	go build -o bin/baoge ./cmd/baoge
	bin/baoge $(ARGS)

build:
	.ci/setup run
	go build -o bin/baoge ./cmd/baoge
	CGO_ENABLED=0 go build -o bin/baogectl ./cmd/baogectl

lint:
	go vet ./...
	go tool staticcheck ./...

test:
	.ci/setup test
	$(MAKE) lint
	CGO_ENABLED=0 go build -o bin/baogectl ./cmd/baogectl
	go test -race -timeout 20m -skip '^TestPDFA$$' ./...
	BAOGE_PDFA=1 go test -race -timeout 20m -v -run '^TestPDFA$$' ./app/export

bench: build
	.ci/setup test
	BAOGE_DATA=$(DATA) .ci/bench

bench-search:
	BAOGE_DATA=$(DATA) .ci/bench-search

bench-import:
	BAOGE_DATA=$(DATA) .ci/bench-import

fuzz:
	.ci/fuzz

pictures:
	.ci/setup test
	BAOGE_SHOTS=$(CURDIR)/docs/pictures go test -count=1 -run 'TestReading|TestPrintAndReview|TestChineseInput/fcitx5' ./cmd/baoge

bench-typeset:
	.ci/setup test
	.ci/bench-typeset
