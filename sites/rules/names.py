"""Keys under which two spellings of one French name are the same name."""

import re
from collections.abc import Callable, Iterable
from difflib import get_close_matches

from csipa.french.grammar import enumeration
from csipa.french.keys import accent_pattern, search_key

__all__ = ["accent_pattern", "did_you_mean", "organisation_key", "search_key", "site_key"]

_ARTICLES = frozenset({"le", "la", "les", "l"})
_SITE_PREFIX = re.compile(r"^(?:antenne|centre de sante)(?: intercommunale?)? (?:de |du |des |d )?")


def organisation_key(name: str) -> str:
    """Return the search key of an organisation's name, its leading article left out."""
    words = search_key(name).split()
    return " ".join(words[1:] if len(words) > 1 and words[0] in _ARTICLES else words)


def site_key(name: str) -> str:
    """Return the search key of a site's name, what kind of site it is left out.

    « L’antenne de Norrent-Fontes » and « Norrent-Fontes » give the same key. A name made of the
    kind alone (« Antenne ») keeps it.
    """
    key = organisation_key(name)
    return _SITE_PREFIX.sub("", key + " ").strip() or key


def did_you_mean(name: str, known: Iterable[str], key: Callable[[str], str] = search_key) -> str:
    """Return « ; vouliez-vous dire « Robecq » ? », or a full stop where no name is near."""
    by_key = {key(one): one for one in known}
    near = get_close_matches(key(name), list(by_key), n=3, cutoff=0.5)
    if not near:
        return "."
    said = enumeration((f"« {by_key[one]} »" for one in near), "ou")
    return f" ; vouliez-vous dire {said} ?"
