"""Last touches on the HTML of any printed page."""

import re

from csipa.french.typography import raise_ordinals

_TAG_OR_HYPHEN = re.compile(r"(<[^>]*>)|(?<=\w)(-)(?=\w)|(?<= )- ")


def finished(page: str) -> str:
    """Return an HTML page with raised ordinals, and no hyphen of a word at the end of a line."""
    head, body = page.split("<body>", 1)
    return f"{head}<body>{_bound_hyphens(raise_ordinals(body))}"


def _bound_hyphens(html: str) -> str:
    """Keep written hyphens off line ends: one that ends a line is then always an added one.

    Compound words stay whole, and a hyphen used as a dash opens the next line.
    """
    return _TAG_OR_HYPHEN.sub(
        lambda found: found[1] or ("\u2011" if found[2] else "\u2011\u00a0"), html
    )
