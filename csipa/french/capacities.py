"""Feminine forms of the capacities in which people sign: data only.

Source: *Femme, j’écris ton nom…*, guide d’aide à la féminisation (INaLF, 1999), which the
circulaire of 21 November 2017 (JORF of 22 November 2017) makes the reference for public acts.
"""

_INVARIABLE = (
    "communautaire comptable dentiste femme gestionnaire honoraire interne juridique "
    "kinésithérapeute l maire médecin ministre notaire orthophoniste propriétaire psychologue "
    "responsable sage secrétaire sous technique titulaire unique vice et ou"
)

FEMININE = {
    "1er": "1re",
    "adjoint": "adjointe",
    "administrateur": "administratrice",
    "administratif": "administrative",
    "agent": "agente",
    "assistant": "assistante",
    "associé": "associée",
    "chargé": "chargée",
    "chef": "cheffe",
    "chirurgien": "chirurgienne",
    "conseiller": "conseillère",
    "coordinateur": "coordinatrice",
    "coordonnateur": "coordonnatrice",
    "délégué": "déléguée",
    "départemental": "départementale",
    "député": "députée",
    "directeur": "directrice",
    "docteur": "docteure",
    "doyen": "doyenne",
    "désigné": "désignée",
    "exécutif": "exécutive",
    "financier": "financière",
    "fondateur": "fondatrice",
    "général": "générale",
    "gérant": "gérante",
    "habilité": "habilitée",
    "infirmier": "infirmière",
    "intercommunal": "intercommunale",
    "le": "la",
    "mandaté": "mandatée",
    "masseur": "masseuse",
    "municipal": "municipale",
    "médical": "médicale",
    "pharmacien": "pharmacienne",
    "premier": "première",
    "préfet": "préfète",
    "président": "présidente",
    "recteur": "rectrice",
    "régional": "régionale",
    "régisseur": "régisseuse",
    "représentant": "représentante",
    "référent": "référente",
    "second": "seconde",
    "soussigné": "soussignée",
    "suppléant": "suppléante",
    "sénateur": "sénatrice",
    "technicien": "technicienne",
    "trésorier": "trésorière",
    "un": "une",
    "élu": "élue",
} | {word: word for word in _INVARIABLE.split()}
"""Masculine word → feminine word, lower case; words that do not vary map to themselves."""

COMPLEMENT = frozenset(("à", "au", "aux", "d", "de", "des", "du", "en", "par", "pour", "près"))
"""Words that open a complement: nothing agrees from there on (« délégué à la santé »)."""
