"""Which words make « de » a « d’ »: vowels, mute h, and the exceptions worth knowing.

Names of communes do not come here: INSEE says their case by TNCC code, which no rule of spelling
can guess (*de Ham-en-Artois* but *d’Hinges*); see :mod:`csipa.french.grammar`.
"""

import re
import unicodedata

_FIRST_WORD = re.compile(r"[\s«“\"(]*([^\W_]+)")

# Words with an aspirated h in the sense of the Dictionnaire de l’Académie française, limited to
# those an act, a post or a minute may hold. A whole word here (plural s understood)…
_ASPIRATED_WORDS = (
    "haie hall halle halte hamac hamster hanche hand handball hanse haras hareng hargne haricot "
    "harnais harpe havre hayon hernie heron heros herse hertz hibou hic hip hit hobby hockey hold "
    "homard hoquet horde hors hot hotline hotte houblon houe houx hub hublot huche huee huguenot "
    "huit huitaine huitante huitieme hussard hutte"
)
# … and here the beginning of a family (handicap, handicapé, handicapée…).
_ASPIRATED_STEMS = (
    *("hach", "haill", "hain", "halet", "hamburg", "hameau", "handicap", "hangar", "hant"),
    *("happ", "harass", "harcel", "hardi", "hasard", "hate", "hati", "hauban", "hauss", "haut"),
    *("hennir", "heriss", "hetre", "heurt", "hideu", "hierarch", "hiss", "hoch", "holland"),
    *("hongr", "hont", "houill", "houl", "housse", "hululer", "hupp", "hurl"),
)
# Vowels that refuse elision, and y before a vowel that accepts it.
_UNELIDED_VOWELS = frozenset({"onze", "onzieme", "oui", "ouistiti", "uhlan", "ululer"})
_ELIDED_Y = frozenset({"yerres", "yeu", "yeuse", "yeux", "yonne"})
# An initialism in H is spelled « hache », which refuses elision; this one is read from its noun.
_ELIDED_H_INITIALISMS = frozenset({"HAD"})
_INITIALISM_LENGTH = 4


def elides(phrase: str) -> bool:
    """Tell whether « de », « le », « que » lose their e before this phrase.

    Looks at the first word, whatever its case, accents or opening quote. An initialism follows
    its first letter: vowels elide (d’ARS), consonants do not (de SNP), H does not (de HAS).
    A number in figures and an empty phrase do not elide.
    """
    found = _FIRST_WORD.match(phrase)
    if found is None:
        return False
    word, bare = found[1], _bare(found[1])
    if bare.startswith("h"):
        return _has_mute_h(word, bare)
    if bare.startswith("y"):
        return bare in _ELIDED_Y or bare[1:2] not in tuple("aeiouy")
    return bare.startswith(tuple("aeiou")) and bare.removesuffix("s") not in _UNELIDED_VOWELS


def _has_mute_h(word: str, bare: str) -> bool:
    if word.isupper() and 1 < len(word) <= _INITIALISM_LENGTH:
        return word in _ELIDED_H_INITIALISMS
    whole = not {bare, bare.removesuffix("s")}.isdisjoint(_ASPIRATED_WORDS.split())
    return not whole and not bare.startswith(_ASPIRATED_STEMS)


def _bare(word: str) -> str:
    """Return the word in lower case without diacritics, ligatures opened."""
    opened = word.lower().replace("œ", "oe").replace("æ", "ae")
    decomposed = unicodedata.normalize("NFD", opened)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
