"""What the other modules of the app put on the page of a programme: buttons and panels.

A source is called with the request and the programme, and checks by itself what the person may see.
"""

from __future__ import annotations

from conventions.admin.progress_page import programme_links
from csipa.admin.contributions import LinkSource, PanelSource

PROGRAMME_LINKS: tuple[LinkSource, ...] = (programme_links,)
PROGRAMME_PANELS: tuple[PanelSource, ...] = ()
