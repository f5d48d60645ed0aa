"""Whether the executive of a body was a woman, from what the signature of an act tells.

The text agrees with the holder (circular of 21 November 2017), whoever signs in her place.
"""

from __future__ import annotations

import re

_WOMAN = re.compile(r"(?<![\w-])(?:présidente|la maire|directrice)\b", re.IGNORECASE)
_DEPUTY = re.compile(r"\bvice-|\badjointe?\b", re.IGNORECASE)


def held_by_woman(
    *, gender: str, capacity: str = "", on_behalf: str = "", prevented: bool = False
) -> bool:
    """Tell whether the signature names the holder as a woman; False when it does not tell.

    Who signs in person gives her own gender, « m » or « f »; who signs for another tells it in
    the words that open the signature.

    >>> held_by_woman(gender="m", on_behalf="Par délégation de la présidente")
    True
    """
    if on_behalf:
        return bool(_WOMAN.search(on_behalf))
    if prevented or _DEPUTY.search(capacity):
        return False
    return gender == "f" or bool(_WOMAN.search(capacity))
