"""What the lines of the search box show: the words typed, marked in each name."""

import re
from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from csipa.french.keys import letters_pattern
from csipa.french.numbers import integer

register = template.Library()


@register.filter
def marked(text: str, words: Iterable[str]) -> SafeString:
    """Return a text, escaped, with each of the words typed in `mark`, whatever their accents."""
    patterns = [letters_pattern(word) for word in sorted(words, key=len, reverse=True)]
    if not patterns:
        return format_html("{}", text)
    # Cut at the words: the odd pieces are those that were typed.
    pieces = re.split(f"({'|'.join(patterns)})", text, flags=re.IGNORECASE)
    return format_html_join(
        "", "{}", ((_piece(piece, rank),) for rank, piece in enumerate(pieces) if piece)
    )


def _piece(piece: str, rank: int) -> str:
    return format_html("<mark>{}</mark>", piece) if rank % 2 else piece


@register.filter
def whole(number: int) -> str:
    """Return a whole number by groups of three figures."""
    return integer(number)
