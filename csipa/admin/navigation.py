"""Places in the navigation of the back office, and the links its pages offer."""

from dataclasses import dataclass, field
from enum import Enum
from typing import Any


class Section(Enum):
    """A part of the work, in the order of the menu; the value is what people read."""

    SITES = "Sites"
    STAFFING = "Effectifs"
    ACTS = "Actes et conventions"
    ACTIVITY = "Activité"
    TERRITORY = "Territoire"
    NETWORK = "CPTS et offre de soins"
    PROGRAMMES = "Programmes de santé et partenaires"
    SETTINGS = "Réglages"

    @property
    def slug(self) -> str:
        """Anchor of the section on the page of all pages."""
        return self.name.lower()


@dataclass(frozen=True)
class ToolbarLink:
    """A button that leads somewhere, at the top of a page; `more` puts it in the « Plus » menu."""

    label: str
    url: str
    primary: bool = False
    new_tab: bool = False
    more: bool = False


@dataclass(frozen=True)
class Panel:
    """Something that a change page tells above its form: a template, and what it reads."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)
