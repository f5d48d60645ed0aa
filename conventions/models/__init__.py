"""The models of the app, one knowledge a file."""

from conventions.models.act import Act
from conventions.models.act_parts import Effect, Execution, Provision, Recital, Visa, Vote
from conventions.models.annex import Annex
from conventions.models.article import Article, Commitment
from conventions.models.choices import (
    ActState,
    AttendanceStatus,
    Body,
    ConventionKind,
    Delegate,
    EffectVerb,
    LegalForm,
    Nature,
    OrderKind,
    Origin,
    PartyRank,
    TextKind,
    TextState,
)
from conventions.models.convention import Conclusion, Convention
from conventions.models.feed import CalendarFeed
from conventions.models.frozen import DocumentKind, FrozenDocument
from conventions.models.library import LegalText
from conventions.models.meeting import Attendance, Meeting
from conventions.models.numbering import CancelledNumber, NumberSeries
from conventions.models.party import EmpoweringAct, Party
from conventions.models.powers import (
    ActPower,
    CouncilDelegation,
    DelegatedSubject,
    DelegationOrder,
    Mandate,
)
from conventions.models.signing import SignatureOverride

__all__ = [
    "Act",
    "ActPower",
    "ActState",
    "Annex",
    "Article",
    "Attendance",
    "AttendanceStatus",
    "Body",
    "CalendarFeed",
    "CancelledNumber",
    "Commitment",
    "Conclusion",
    "Convention",
    "ConventionKind",
    "CouncilDelegation",
    "Delegate",
    "DelegatedSubject",
    "DelegationOrder",
    "DocumentKind",
    "Effect",
    "EffectVerb",
    "EmpoweringAct",
    "Execution",
    "FrozenDocument",
    "LegalForm",
    "LegalText",
    "Mandate",
    "Meeting",
    "Nature",
    "NumberSeries",
    "OrderKind",
    "Origin",
    "Party",
    "PartyRank",
    "Provision",
    "Recital",
    "SignatureOverride",
    "TextKind",
    "TextState",
    "Visa",
    "Vote",
]
