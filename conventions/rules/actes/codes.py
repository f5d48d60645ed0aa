"""Codes of the exchange: natures of acts, types of documents, natures of senders."""

from __future__ import annotations

from conventions.rules.numbering import NATURE_CODES, NumberError

NATURES = {
    "DE": "Délibérations",
    "AR": "Actes réglementaires",
    "AI": "Actes individuels",
    "CC": "Contrats, conventions et avenants",
    "BF": "Documents budgétaires et financiers",
    "AU": "Autres",
}
"""What the nomenclature calls each nature; the order is that of its figures, from 1."""

MAIN_TYPES = {
    "DE": ("99_DE", "Délibération"),
    "AR": ("99_AT", "Acte réglementaire"),
    "AI": ("99_AI", "Acte individuel"),
    "CC": ("99_CO", "Contrat, convention ou avenant"),
    "BF": ("99_BU", "Document budgétaire"),
    "AU": ("99_AU", "Autre document"),
}
"""Type of the act itself, by nature; that of an order is not the abbreviation of its nature."""

CONVENTION_TYPE, AMENDMENT_TYPE = "22_CO", "42_AC"
ANNEX_TYPES = {
    CONVENTION_TYPE: "Convention",
    AMENDMENT_TYPE: "Avenant au contrat ou à la convention",
    "10_DE": "Délibération autorisant à passer le contrat",
    "22_DN": "Décision",
    "32_DP": "Documents précontractuels",
}
"""Types that an annex of an act of a health centre can be of; a prefecture may have others."""

SENDER_NATURES = {
    "31": "commune",
    "41": "syndicat à vocation unique",
    "42": "syndicat à vocation multiple",
    "44": "communauté de communes",
    "45": "communauté urbaine",
    "46": "communauté d’agglomération",
}
"""The most usual natures of those who send acts."""


def nature_figure(code: str) -> int:
    """Return the figure of a nature, 1 to 6; raise NumberError when there is no such nature.

    >>> nature_figure("DE"), nature_figure("AU")
    (1, 6)
    """
    if code not in NATURE_CODES:
        raise NumberError(f"Le code de nature « {code} » n’existe pas.")
    return NATURE_CODES.index(code) + 1


def main_type(nature: str) -> str:
    """Return the type of the document of an act, by the code of its nature.

    >>> main_type("AR")
    '99_AT'
    """
    return MAIN_TYPES[nature][0]


def type_label(code: str) -> str:
    """Return what a type of document is called, its code when the program does not know it."""
    main = dict(MAIN_TYPES.values())
    return ANNEX_TYPES.get(code) or main.get(code, code)
