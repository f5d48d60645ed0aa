"""What an app tells on the pages of an app below it, which does not know it.

An app contributes when it starts (`AppConfig.ready`): panels for the page of a model, and the way
to the page of an act that a text cites.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest

from csipa.admin.navigation import Panel, ToolbarLink

PanelSource = Callable[[HttpRequest, Any], Iterable[Panel]]
LinkSource = Callable[[HttpRequest, Any], Iterable[ToolbarLink]]
ActFinder = Callable[[HttpRequest, str], str]

_PANELS: dict[str, list[PanelSource]] = {}
_LINKS: dict[str, list[LinkSource]] = {}
_ACT_FINDERS: list[ActFinder] = []


def contribute_panels(model_label: str, source: PanelSource) -> None:
    """Add what `source(request, row)` tells to the change pages of `model_label` (« sites.Site »).

    The source checks by itself what the person may see.
    """
    if source not in _PANELS.setdefault(model_label, []):
        _PANELS[model_label].append(source)


def contribute_links(model_label: str, source: LinkSource) -> None:
    """Add the buttons of `source(request, row)` to the change pages of `model_label`."""
    if source not in _LINKS.setdefault(model_label, []):
        _LINKS[model_label].append(source)


def contributed_panels(request: HttpRequest, row: Any) -> list[Panel]:
    """Return what the apps above tell about `row`."""
    return [panel for source in _PANELS.get(row._meta.label, ()) for panel in source(request, row)]


def contributed_links(request: HttpRequest, row: Any) -> list[ToolbarLink]:
    """Return the buttons that the apps above add to the page of `row`."""
    return [link for source in _LINKS.get(row._meta.label, ()) for link in source(request, row)]


def register_act_finder(finder: ActFinder) -> None:
    """Declare who finds the page of an act by its number."""
    if finder not in _ACT_FINDERS:
        _ACT_FINDERS.append(finder)


def act_address(request: HttpRequest, number: str) -> str:
    """Return the address of the page of the act numbered `number`; empty if there is none to see.

    The number is compared in its transmissible form (« 2026 008 » is « 2026_008 »).
    """
    if not number.strip():
        return ""
    return next((found for finder in _ACT_FINDERS if (found := finder(request, number))), "")
