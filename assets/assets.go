// Package assets holds the data the program carries in its binary: fonts, icon,
// translations, dictionaries. Embedded files are mapped, not decoded: naming one
// costs nothing until it is read.
package assets

import _ "embed"

// Fonts, TrueType, SIL Open Font License (fonts/OFL.txt). SerifRegular is whole;
// the others are cut to the characters a newspaper needs (fonts/README.md).
var (
	//go:embed fonts/NotoSerifSC-Regular.ttf
	SerifRegular []byte
	//go:embed fonts/NotoSerifSC-Bold.ttf
	SerifBold []byte
	//go:embed fonts/NotoSansSC-Regular.ttf
	SansRegular []byte
	//go:embed fonts/NotoSansSC-Bold.ttf
	SansBold []byte
)

// Icon is the program's picture, a 512-pixel PNG.
//
//go:embed icon.png
var Icon []byte
