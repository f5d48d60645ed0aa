"""What the pages of the apps below tell of activity, declared when this app starts."""

from __future__ import annotations

from consultations.admin.prevention_promises import promises_panel
from csipa.admin.contributions import contribute_panels

contribute_panels("sites.HealthProject", promises_panel)
