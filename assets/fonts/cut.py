"""Cut a Noto SC face to the characters a Chinese newspaper needs: python3 cut.py SOURCE.ttf TARGET.ttf

Needs fonttools, and Debian's package unicode-data unpacked into ud/ for the table of 8,105 characters (kTGH).
"""
import bz2
import sys

from fontTools import subset
from fontTools.ttLib import TTFont


def two_byte(codec, low, high):
    out = set()
    for a in range(low, high + 1):
        for b in range(0x40, 0xFF):
            try:
                out.update(map(ord, bytes([a, b]).decode(codec)))
            except UnicodeDecodeError:
                pass
    return out


def table_of_8105():
    out = set()
    for line in bz2.open("ud/usr/share/unicode/Unihan_OtherMappings.txt.bz2", "rt"):
        field = line.rstrip("\n").split("\t")
        if len(field) == 3 and field[1] == "kTGH":
            out.add(int(field[0][2:], 16))
    return out


def han(c):
    return 0x3400 <= c <= 0x9FFF or 0xF900 <= c <= 0xFAFF or c >= 0x20000


def main(source, target):
    has = set(TTFont(source).getBestCmap())
    want = two_byte("gb2312", 0xA1, 0xF7) | two_byte("big5", 0xA1, 0xC6) | table_of_8105()
    keep = {c for c in has if not han(c) and not 0xAC00 <= c <= 0xD7AF} | want & has
    options = subset.Options(layout_features=["*"], name_IDs=["*"], notdef_outline=True, glyph_names=False, hinting=False)
    font = subset.load_font(source, options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=keep)
    cutter.subset(font)
    subset.save_font(font, target, options)
    print(target, len(keep), "characters,", font["maxp"].numGlyphs, "glyphs")


main(*sys.argv[1:3])
