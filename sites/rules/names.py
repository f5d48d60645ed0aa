"""Keys under which two spellings of one French name are the same name."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from difflib import get_close_matches

from csipa.french.grammar import enumeration

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
_SHORT_FORMS = {"st": "saint", "ste": "sainte"}
_ARTICLES = frozenset({"le", "la", "les", "l"})
_VARIANTS = {
    letter: f"[{letter}{accented}{(letter + accented).upper()}]"
    for letter, accented in {
        "a": "àâäáãå",
        "c": "ç",
        "e": "éèêë",
        "i": "îïíì",
        "n": "ñ",
        "o": "ôöóòõ",
        "u": "ùûüú",
        "y": "ÿý",
    }.items()
}
_VARIANTS |= {
    "ae": f"(?:{_VARIANTS['a']}{_VARIANTS['e']}|[æÆ])",
    "oe": f"(?:{_VARIANTS['o']}{_VARIANTS['e']}|[œŒ])",
}
_SITE_PREFIX = re.compile(r"^(?:antenne|centre de sante)(?: intercommunale?)? (?:de |du |des |d )?")


def search_key(text: str) -> str:
    """Return `text` in lower case without accents nor signs, « St » written « Saint ».

    « Saint-Hilaire-Cottes » and « ST HILAIRE COTTES » both give « saint hilaire cottes ».
    """
    lowered = unicodedata.normalize("NFKD", text.casefold().translate(_LIGATURES))
    bare = "".join(sign for sign in lowered if not unicodedata.combining(sign))
    words = re.findall(r"[a-z0-9]+", bare)
    return " ".join(_SHORT_FORMS.get(word, word) for word in words)


def accent_pattern(word: str) -> str:
    """Return a regular expression that finds a word of `search_key` in a text with its accents.

    For columns that keep no key of their own; letters carry both cases, for a database whose
    locale folds ASCII only.
    """
    return re.sub("ae|oe|.", lambda found: _VARIANTS.get(found[0], found[0]), word)


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
