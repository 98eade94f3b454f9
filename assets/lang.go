package assets

import "embed"

// Lang holds the translations of the interface, one JSON file a language. The Chinese
// one carries Fyne's own texts too, as it takes their place.
//
//go:embed lang/*.json
var Lang embed.FS
