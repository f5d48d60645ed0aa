"""Activity, one file a subject."""

from consultations.models.count import KEY, KEY_SQL, NUMBERS, ActivityCount, ActivityKind
from consultations.models.month import MonthEvent, MonthLock, MonthState, MonthStep
from consultations.models.prevention import (
    MeetingAttendance,
    MeetingKind,
    PreventionAction,
    PreventionPartner,
    PreventionPlace,
    PreventionTheme,
    TeamMeeting,
)
from consultations.models.recording import RecordingLine, SiteRecording
from consultations.models.session import (
    Ledger,
    Session,
    SessionCommune,
    SessionCount,
    SessionFeed,
    SessionPurpose,
    SessionSeries,
    SessionState,
)
from consultations.models.totals import MonthlyTotal

__all__ = [
    "KEY",
    "KEY_SQL",
    "NUMBERS",
    "ActivityCount",
    "ActivityKind",
    "Ledger",
    "MeetingAttendance",
    "MeetingKind",
    "MonthEvent",
    "MonthLock",
    "MonthState",
    "MonthStep",
    "MonthlyTotal",
    "PreventionAction",
    "PreventionPartner",
    "PreventionPlace",
    "PreventionTheme",
    "RecordingLine",
    "Session",
    "SessionCommune",
    "SessionCount",
    "SessionFeed",
    "SessionPurpose",
    "SessionSeries",
    "SessionState",
    "SiteRecording",
    "TeamMeeting",
]
