"""The back-office pages of acts and conventions."""

from conventions.admin import finding
from conventions.admin.act import ActAdmin
from conventions.admin.action_sheets import ActionSheetAdmin, SheetIndicatorAdmin
from conventions.admin.clauses import ClauseAdmin
from conventions.admin.committee_meetings import CommitteeMeetingAdmin
from conventions.admin.committees import CommitteeAdmin
from conventions.admin.convention import ConventionAdmin
from conventions.admin.decisions_page import DECISIONS
from conventions.admin.feed import CalendarFeedAdmin
from conventions.admin.library import LegalTextAdmin
from conventions.admin.meeting import MeetingAdmin
from conventions.admin.open_data_page import OPEN_DATA
from conventions.admin.partnerships_page import PARTNERSHIPS
from conventions.admin.party import PartyAdmin
from conventions.admin.powers import CouncilDelegationAdmin, DelegationOrderAdmin, MandateAdmin
from conventions.admin.programmes import ProgrammeAdmin
from conventions.admin.progress_page import PROGRESS
from conventions.admin.proof_views import PROOFS
from conventions.admin.receipts_page import RECEIPTS
from conventions.admin.retention import RetentionRuleAdmin
from conventions.admin.series import NumberSeriesAdmin
from conventions.admin.templates import ConventionTemplateAdmin
from conventions.admin.watch_views import WatchAdmin

__all__ = [
    "DECISIONS",
    "OPEN_DATA",
    "PARTNERSHIPS",
    "PROGRESS",
    "PROOFS",
    "RECEIPTS",
    "ActAdmin",
    "ActionSheetAdmin",
    "CalendarFeedAdmin",
    "ClauseAdmin",
    "CommitteeAdmin",
    "CommitteeMeetingAdmin",
    "ConventionAdmin",
    "ConventionTemplateAdmin",
    "CouncilDelegationAdmin",
    "DelegationOrderAdmin",
    "LegalTextAdmin",
    "MandateAdmin",
    "MeetingAdmin",
    "NumberSeriesAdmin",
    "PartyAdmin",
    "ProgrammeAdmin",
    "RetentionRuleAdmin",
    "SheetIndicatorAdmin",
    "WatchAdmin",
    "finding",
]
