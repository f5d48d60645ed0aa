"""Pages of the back office on activity."""

from consultations.admin.grid import GRID
from consultations.admin.prevention import PreventionActionAdmin, TeamMeetingAdmin
from consultations.admin.prevention_year import YEAR
from consultations.admin.session_counts import SESSIONS

__all__ = [
    "GRID",
    "SESSIONS",
    "YEAR",
    "PreventionActionAdmin",
    "TeamMeetingAdmin",
]
