"""Pages of the back office on activity."""

from consultations.admin import finding
from consultations.admin.answers import ANSWERS
from consultations.admin.completeness import COMPLETENESS
from consultations.admin.counts import ActivityCountAdmin
from consultations.admin.grid import GRID
from consultations.admin.importing import IMPORT
from consultations.admin.months import MONTHS
from consultations.admin.planning import PLANNING
from consultations.admin.prevention import PreventionActionAdmin, TeamMeetingAdmin
from consultations.admin.prevention_year import YEAR
from consultations.admin.recording import SiteRecordingAdmin
from consultations.admin.report import REPORT
from consultations.admin.session_counts import SESSIONS
from consultations.admin.session_feeds import FEEDS
from consultations.admin.sessions import SessionAdmin

__all__ = [
    "ANSWERS",
    "COMPLETENESS",
    "FEEDS",
    "GRID",
    "IMPORT",
    "MONTHS",
    "PLANNING",
    "REPORT",
    "SESSIONS",
    "YEAR",
    "ActivityCountAdmin",
    "PreventionActionAdmin",
    "SessionAdmin",
    "SiteRecordingAdmin",
    "TeamMeetingAdmin",
    "finding",
]
