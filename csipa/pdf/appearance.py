"""What a signature shows in its field: a few lines in our own font, kept inside the frame."""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import cache
from typing import Any

from fontTools.ttLib import TTFont
from pyhanko.pdf_utils.font import FontEngineFactory
from pyhanko.pdf_utils.font.opentype import GlyphAccumulator
from pyhanko.pdf_utils.layout import AxisAlignment, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.text import TextBoxStyle
from pyhanko.stamp import TextStampStyle

from csipa.pdf.resources import FONT_DIR

FONT = FONT_DIR / "ActeSans-Regular.ttf"
SIZE = 8
LEADING = 10
MARGIN = 3
"""Points: size of the letters, from line to line, and between the text and the frame."""

# Signs that the font draws like a plainer one, and that are copied as that one.
_PLAIN = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2011": "-"})

# pyHanko would keep ten points around the text, inside the margins: low fields have no room.
_BARE = SimpleBoxLayoutRule(
    x_align=AxisAlignment.ALIGN_MIN, y_align=AxisAlignment.ALIGN_MIN, margins=Margins.uniform(0)
)


class _OwnFont(FontEngineFactory):
    """Puts in the file the letters of our font that are used (that of pyHanko leaves it open)."""

    def create_font_engine(self, writer: Any, obj_stream: Any = None) -> GlyphAccumulator:
        """Return what collects the letters for one file."""
        return GlyphAccumulator(
            writer=writer,
            font_handle=io.BytesIO(FONT.read_bytes()),
            font_size=SIZE,
            obj_stream=obj_stream
            or (writer.prepare_object_stream() if writer.stream_xrefs else None),
        )


def shown_style(lines: Iterable[str], width: float) -> TextStampStyle:
    """Return how pyHanko draws `lines` in a field of `width` points; too long a text is reduced."""
    wrapped = [part for line in lines for part in wrap(line, width - 2 * MARGIN)]
    text = "\n".join(wrapped).translate(_PLAIN)
    return TextStampStyle(
        stamp_text=text.replace("%", "%%"),
        background=None,
        border_width=0,
        text_box_style=TextBoxStyle(
            font=_OwnFont(), font_size=SIZE, leading=LEADING, box_layout_rule=_BARE
        ),
        inner_content_layout=SimpleBoxLayoutRule(
            x_align=AxisAlignment.ALIGN_MIN,
            y_align=AxisAlignment.ALIGN_MID,
            margins=Margins(MARGIN, MARGIN, MARGIN, MARGIN),
        ),
    )


def wrap(line: str, width: float) -> list[str]:
    """Cut a line into lines of at most `width` points, between words; no-break spaces hold.

    What the font cannot draw is left out; a word wider than that stands alone.
    """
    widths = _widths()
    words = "".join(sign for sign in line if sign in widths).split(" ")
    lines: list[str] = []
    for word in filter(None, words):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and sum(widths[sign] for sign in longer) * SIZE <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@cache
def _widths() -> dict[str, float]:
    """Return how wide each sign of the font is, in letters of size 1."""
    with TTFont(FONT, lazy=True) as font:
        units, advances = font["head"].unitsPerEm, font["hmtx"]
        return {chr(code): advances[name][0] / units for code, name in font.getBestCmap().items()}
