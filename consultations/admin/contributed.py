"""What the pages of the apps below tell of activity, declared when this app starts."""

from __future__ import annotations

from consultations.admin.prevention_promises import promises_panel
from consultations.admin.session_panels import convention_panels, site_panels
from csipa.admin.contributions import contribute_panels

contribute_panels("sites.HealthProject", promises_panel)
contribute_panels("sites.Site", site_panels)
contribute_panels("conventions.Convention", convention_panels)
