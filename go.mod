module baoge

go 1.26.0

require (
	fyne.io/fyne/v2 v2.7.4 // the window
	github.com/OpenPrinting/goipp v1.2.0 // the messages of CUPS and IPP printers; no dependencies
	github.com/PuerkitoBio/goquery v1.13.0 // saved web pages, read by selectors
	github.com/RoaringBitmap/roaring/v2 v2.14.5 // the bitmaps bleve's postings come in
	github.com/adrg/xdg v0.5.3 // where data, cache and settings belong on each system
	github.com/alecthomas/kong v1.17.0 // baogectl's command line
	github.com/blevesearch/bleve/v2 v2.6.3 // the index (scorch)
	github.com/blevesearch/bleve_index_api v1.4.1 // bleve's own interfaces, named by app/index
	github.com/blevesearch/scorch_segment_api/v2 v2.4.11 // the same
	github.com/blevesearch/vellum v1.2.1 // the dictionaries of the index's segments
	github.com/blevesearch/zapx/v17 v17.2.5 // the format of the index's segments
	github.com/fsnotify/fsnotify v1.10.1 // tells of new files in a watched folder
	github.com/go-ego/gse v0.80.3 // word segmentation
	github.com/go-text/typesetting v0.3.5 // shaping and line break classes; Fyne uses it too
	github.com/klauspost/compress v1.20.3 // deflates PDF streams, a fifth of a book's time less than the standard library
	github.com/klippa-app/go-pdfium v1.20.0 // PDF text with places, without cgo: PDFium as WebAssembly
	github.com/pdfcpu/pdfcpu v0.15.0 // tests only: an outside judge of our PDF
	github.com/rogpeppe/go-internal v1.14.1 // tests only: scripts that run baogectl
	github.com/tetratelabs/wazero v1.12.0 // runs it
	github.com/xuri/excelize/v2 v2.11.1 // tables as XLSX
	go.etcd.io/bbolt v1.4.0 // to look whether bleve's store is held or damaged before bleve does
	golang.org/x/image v0.47.0 // glyph outlines and scan conversion; pictures scaled, TIFF and WebP read
	golang.org/x/net v0.62.0 // HTML as browsers read it
	golang.org/x/sync v0.24.0 // errgroup in the importer
	golang.org/x/sys v0.49.0 // file locks
	golang.org/x/text v0.43.0 // GB 18030, Big5, UTF-16; Unicode normalisation; which scripts run from right to left
	modernc.org/sqlite v1.61.1 // the archive, without cgo
)

require (
	fyne.io/systray v1.12.1 // indirect
	github.com/BurntSushi/toml v1.5.0 // indirect
	github.com/andybalholm/cascadia v1.3.4 // indirect
	github.com/bits-and-blooms/bitset v1.24.2 // indirect
	github.com/blevesearch/geo v0.2.8 // indirect
	github.com/blevesearch/go-faiss v1.1.5 // indirect
	github.com/blevesearch/go-porterstemmer v1.0.3 // indirect
	github.com/blevesearch/gtreap v0.1.1 // indirect
	github.com/blevesearch/mmap-go v1.2.0 // indirect
	github.com/blevesearch/segment v0.9.1 // indirect
	github.com/blevesearch/snowballstem v0.9.0 // indirect
	github.com/blevesearch/upsidedown_store_api v1.0.2 // indirect
	github.com/blevesearch/zapx/v11 v11.4.3 // indirect
	github.com/blevesearch/zapx/v12 v12.4.3 // indirect
	github.com/blevesearch/zapx/v13 v13.4.3 // indirect
	github.com/blevesearch/zapx/v14 v14.4.3 // indirect
	github.com/blevesearch/zapx/v15 v15.4.3 // indirect
	github.com/blevesearch/zapx/v16 v16.3.4 // indirect
	github.com/dustin/go-humanize v1.1.0 // indirect
	github.com/fredbi/uri v1.1.1 // indirect
	github.com/fyne-io/gl-js v0.2.0 // indirect
	github.com/fyne-io/glfw-js v0.3.0 // indirect
	github.com/fyne-io/image v0.1.1 // indirect
	github.com/fyne-io/oksvg v0.2.0 // indirect
	github.com/go-gl/gl v0.0.0-20231021071112-07e5d0ea2e71 // indirect
	github.com/go-gl/glfw/v3.3/glfw v0.0.0-20240506104042-037f3cc74f2a // indirect
	github.com/go-text/render v0.2.1 // indirect
	github.com/godbus/dbus/v5 v5.1.0 // indirect
	github.com/golang/snappy v1.0.0 // indirect
	github.com/google/uuid v1.6.0 // indirect
	github.com/hack-pad/go-indexeddb v0.3.2 // indirect
	github.com/hack-pad/safejs v0.1.0 // indirect
	github.com/hhrutter/tiff v1.0.6 // indirect
	github.com/jeandeaual/go-locale v0.0.0-20250612000132-0ef82f21eade // indirect
	github.com/jolestar/go-commons-pool/v2 v2.1.2 // indirect
	github.com/json-iterator/go v0.0.0-20171115153421-f7279a603ede // indirect
	github.com/jsummers/gobmp v0.0.0-20230614200233-a9de23ed2e25 // indirect
	github.com/mattn/go-isatty v0.0.24 // indirect
	github.com/mattn/go-runewidth v0.0.17 // indirect
	github.com/mschoch/smat v0.2.0 // indirect
	github.com/ncruces/go-strftime v1.1.0 // indirect
	github.com/nfnt/resize v0.0.0-20180221191011-83c6a9932646 // indirect
	github.com/nicksnyder/go-i18n/v2 v2.5.1 // indirect
	github.com/remyoudompheng/bigfft v0.0.0-20230129092748-24d4a6f8daec // indirect
	github.com/richardlehane/mscfb v1.0.9 // indirect
	github.com/richardlehane/msoleps v1.0.6 // indirect
	github.com/rivo/uniseg v0.2.0 // indirect
	github.com/rymdport/portal v0.4.2 // indirect
	github.com/srwiley/oksvg v0.0.0-20221011165216-be6e8873101c // indirect
	github.com/srwiley/rasterx v0.0.0-20220730225603-2ab79fcdd4ef // indirect
	github.com/stretchr/testify v1.12.1 // indirect
	github.com/tiendc/go-deepcopy v1.7.2 // indirect
	github.com/vcaesar/cedar v0.20.2 // indirect
	github.com/xuri/efp v0.0.3-0.20260924042702-217b81952dec // indirect
	github.com/xuri/nfp v0.0.2-0.20250530014748-2ddeb826f9a9 // indirect
	github.com/yuin/goldmark v1.8.7 // indirect
	go.yaml.in/yaml/v3 v3.0.5 // indirect
	golang.org/x/crypto v0.58.0 // indirect
	golang.org/x/exp/typeparams v0.0.0-20231108232855-2478ac86f678 // indirect
	golang.org/x/mod v0.42.0 // indirect
	golang.org/x/tools v0.52.0 // indirect
	google.golang.org/protobuf v1.36.11 // indirect
	honnef.co/go/tools v0.7.0 // indirect
	modernc.org/libc v1.79.0 // indirect
	modernc.org/mathutil v1.7.1 // indirect
	modernc.org/memory v1.12.1 // indirect
)

tool honnef.co/go/tools/cmd/staticcheck

// Its init fills a table for 40 ms at every start, for Fyne's one call; pdfcpu, a test's dependency, asks for it.
exclude github.com/mattn/go-runewidth v0.0.27
