#!/bin/sh
# Makes the two Hanzi faces of this folder from Debian's fonts-noto-cjk, so that anyone can check or widen the choice of
# characters. Needs fonttools (pip install fonttools==4.68.0). Same input and same version give the same bytes.
set -eu
SOURCE=${1:-/usr/share/fonts/opentype/noto}
cd "$(dirname "$0")"

# Index 2 of the collection is the simplified Chinese face. Vertical metrics, hinting, region and vertical alternates go:
# these papers set Hanzi horizontally, at printer resolution, in the mainland's shapes.
trim() {
    pyftsubset "$1" --font-number=2 --unicodes="$2" --output-file="$3" --no-hinting --layout-features=kern \
        --drop-tables+=vhea,vmtx,VORG,BASE,GDEF,DSIG --name-IDs=0,1,2,3,4,5,6,13,14 --name-languages=0x409 \
        --notdef-outline --no-recalc-timestamp
}

# Latin, general punctuation, arrows and marks, circled numbers, radicals, CJK punctuation, bopomofo, strokes, Ext A, URO,
# compatibility, fullwidth, and what the font has of Ext B to H.
HANZI=U+0020-007E,U+00A0-00FF,U+2010-2027,U+2030-2033,U+203B,U+20AC,U+2103,U+2116,U+2160-216B,U+2170-2179
HANZI=$HANZI,U+2190-2193,U+2460-2473,U+25A0,U+25A1,U+25B2,U+25CB,U+25CF,U+2605,U+2606,U+2E80-2FDF,U+3000-303F
HANZI=$HANZI,U+3100-312F,U+31A0-31BF,U+31C0-31E3,U+3400-4DBF,U+4E00-9FFF,U+F900-FAFF,U+FE30-FE4F,U+FF00-FFEF
HANZI=$HANZI,U+20000-2A6DF,U+2A700-2EE5F,U+30000-323AF

trim "$SOURCE/NotoSansCJK-Regular.ttc" "$HANZI" NotoSansCJKsc-Regular-subset.otf
trim "$SOURCE/NotoSansCJK-Bold.ttc" U+0020-007E,U+00B7,U+2013 NotoSansCJKsc-Bold-figures.otf
