"""How each paragraph style of the Word documents looks; Word shows the stock names in French."""

from __future__ import annotations

from dataclasses import dataclass

SERIF, SANS = "Cambria", "Calibri"
INK, QUIET, ACCENT, RULE = "1A1A1A", "4D5560", "17375E", "9AA5B1"

BULLETS, NUMBERS = "List Bullet", "List Number"


@dataclass(frozen=True)
class Look:
    """A paragraph style; sizes in points, spaces and indents in millimetres."""

    name: str
    base: str = "Normal"
    font: str = ""
    size: float = 0
    bold: bool | None = None
    italic: bool = False
    colour: str = ""
    before: float | None = None
    after: float | None = None
    align: str = ""
    left: float = 0
    together: bool = False  # with the next paragraph, on one page
    level: int | None = None  # in the outline, 0 for a title
    borders: tuple[str, ...] = ()  # sides, in RULE; the left one in ACCENT
    list_number: int = 0  # of the numbering part, for list styles


def _heading(level: int, size: float, colour: str = ACCENT, before: float = 4) -> Look:
    return Look(
        f"Heading {level}",
        font=SANS,
        size=size,
        bold=True,
        colour=colour,
        before=before,
        after=2,
        align="left",
        together=True,
        level=level - 1,
    )


LOOKS = (
    Look("Normal", font=SERIF, size=11, colour=INK, before=0, after=2.6, align="both"),
    Look("Header", font=SANS, size=8.5, colour=QUIET, after=0, align="left"),
    Look("Footer", font=SANS, size=8.5, colour=QUIET, after=0, align="right", borders=("top",)),
    Look(
        "Title",
        font=SANS,
        size=19,
        colour=ACCENT,
        before=4,
        after=3,
        align="left",
        together=True,
        level=0,
    ),
    _heading(1, 13, before=0),
    _heading(2, 11.5, before=5.5),
    _heading(3, 11),
    _heading(4, 10.5, INK),
    _heading(5, 10.5, INK),
    _heading(6, 10.5, INK),
    Look(BULLETS, list_number=1),
    Look(NUMBERS, list_number=2),
    Look("Suite de liste"),
    # An act.
    Look(
        "Autorité",
        font=SANS,
        size=13,
        bold=True,
        colour=ACCENT,
        after=10,
        align="left",
        borders=("left",),
    ),
    Look("Rubrique", font=SANS, size=9.5, bold=True, colour=QUIET, after=2, align="left"),
    Look(
        "Objet",
        font=SANS,
        size=11.5,
        bold=True,
        before=1,
        after=6,
        align="left",
        borders=("top", "bottom"),
    ),
    Look("Matière", font=SANS, size=9, colour=QUIET, after=6, align="left"),
    Look("Titre de séance", font=SANS, size=11.5, bold=True, after=2, align="left", together=True),
    Look("Séance", size=10, after=0.8, align="left"),
    Look("Visa"),
    Look("Considérant"),
    Look("Délégation"),
    Look("Formule", bold=True, before=5, after=3.5, align="left", together=True),
    Look("Dispositif"),
    Look("Article", "Heading 2"),
    Look("Vote", together=True),
    Look("Signature", after=1, align="left", left=80, together=True),
    Look("Nom du signataire", "Signature", bold=True),
    Look("Mention", font=SANS, size=9, colour=QUIET, after=0, align="left", together=True),
    # A convention.
    Look("Intitulé d’annexe", font=SANS, size=9.5, colour=QUIET, after=0.8, align="left"),
    Look("Titre d’annexe", "Title", size=17, before=7, bold=True),
    Look("Sous-titre", font=SANS, size=11.5, after=7, align="left"),
    Look("Charnière", bold=True, before=5, after=3, align="left", together=True),
    Look("Partie"),
    Look("Côté", italic=True, after=4, align="right"),
    Look("Introduction", together=True),
    Look("Clôture", align="left", together=True),
    Look("Groupe", "Rubrique", before=3, together=True),
    Look("Signature de partie", after=1, align="left"),
    Look("Nom de partie", "Signature de partie", bold=True),
)
