"""Pages of the back office on activity."""

from consultations.admin.completeness import COMPLETENESS
from consultations.admin.grid import GRID
from consultations.admin.months import MONTHS
from consultations.admin.planning import PLANNING
from consultations.admin.prevention import PreventionActionAdmin, TeamMeetingAdmin
from consultations.admin.prevention_year import YEAR
from consultations.admin.session_counts import SESSIONS
from consultations.admin.sessions import SessionAdmin

__all__ = [
    "COMPLETENESS",
    "GRID",
    "MONTHS",
    "PLANNING",
    "SESSIONS",
    "YEAR",
    "PreventionActionAdmin",
    "SessionAdmin",
    "TeamMeetingAdmin",
]
