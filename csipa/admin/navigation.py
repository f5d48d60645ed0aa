"""Places in the navigation of the back office, and the links its pages offer."""

from dataclasses import dataclass
from enum import Enum


class Section(Enum):
    """A part of the work, in the order of the menu; the value is what people read."""

    SITES = "Sites"
    STAFFING = "Effectifs"
    ACTS = "Actes et conventions"
    ACTIVITY = "Activité"
    TERRITORY = "Territoire"
    SETTINGS = "Réglages"

    @property
    def slug(self) -> str:
        """Anchor of the section on the start page."""
        return self.name.lower()


@dataclass(frozen=True)
class ToolbarLink:
    """A button that leads somewhere, at the top of a page."""

    label: str
    url: str
    primary: bool = False
    new_tab: bool = False
