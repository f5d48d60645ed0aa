"""Pages of the back office on activity."""

from consultations.admin.prevention import PreventionActionAdmin, TeamMeetingAdmin
from consultations.admin.prevention_year import YEAR

__all__ = [
    "YEAR",
    "PreventionActionAdmin",
    "TeamMeetingAdmin",
]
