"""The models of the app, one knowledge a file."""

from conventions.models.act import Act
from conventions.models.act_parts import Effect, Execution, Provision, Recital, Visa, Vote
from conventions.models.agreeing import PartySignature, SignedCopy, SignedText, StoredFile
from conventions.models.annex import Annex
from conventions.models.article import Article, Commitment
from conventions.models.choices import (
    ActState,
    ArticleChange,
    AttendanceStatus,
    Body,
    ClauseSubject,
    ConventionKind,
    ConventionState,
    CopyKind,
    Delegate,
    EffectVerb,
    EndCause,
    FinanceMode,
    LegalForm,
    Nature,
    NoticeForm,
    NoticeTo,
    OrderKind,
    Origin,
    ParentRelation,
    PartyRank,
    PartyRole,
    PaymentPeriod,
    Periodicity,
    Renewal,
    TerminationKind,
    TextKind,
    TextState,
    TimeUnit,
)
from conventions.models.clauses import (
    Clause,
    ClauseVersion,
    ConventionTemplate,
    TemplateClause,
    TemplateParty,
)
from conventions.models.convention import Conclusion, Convention
from conventions.models.digest import DigestSubscription
from conventions.models.ending import RenewalDecision, Termination, TerminationNotice
from conventions.models.feed import CalendarFeed
from conventions.models.following import Fulfilment, Tracking
from conventions.models.frozen import DocumentKind, FrozenDocument
from conventions.models.library import LegalText
from conventions.models.meeting import Attendance, Meeting
from conventions.models.money import FinancialTerm, Instalment, Payer, RentReview
from conventions.models.numbering import CancelledNumber, NumberSeries
from conventions.models.party import EmpoweringAct, Party
from conventions.models.powers import (
    ActPower,
    CouncilDelegation,
    DelegatedSubject,
    DelegationOrder,
    Mandate,
)
from conventions.models.premises import LentEquipment, OccupiedRoom, OccupiedSlot
from conventions.models.signing import SignatureOverride

__all__ = [
    "Act",
    "ActPower",
    "ActState",
    "Annex",
    "Article",
    "ArticleChange",
    "Attendance",
    "AttendanceStatus",
    "Body",
    "CalendarFeed",
    "CancelledNumber",
    "Clause",
    "ClauseSubject",
    "ClauseVersion",
    "Commitment",
    "Conclusion",
    "Convention",
    "ConventionKind",
    "ConventionState",
    "ConventionTemplate",
    "CopyKind",
    "CouncilDelegation",
    "Delegate",
    "DelegatedSubject",
    "DelegationOrder",
    "DigestSubscription",
    "DocumentKind",
    "Effect",
    "EffectVerb",
    "EmpoweringAct",
    "EndCause",
    "Execution",
    "FinanceMode",
    "FinancialTerm",
    "FrozenDocument",
    "Fulfilment",
    "Instalment",
    "LegalForm",
    "LegalText",
    "LentEquipment",
    "Mandate",
    "Meeting",
    "Nature",
    "NoticeForm",
    "NoticeTo",
    "NumberSeries",
    "OccupiedRoom",
    "OccupiedSlot",
    "OrderKind",
    "Origin",
    "ParentRelation",
    "Party",
    "PartyRank",
    "PartyRole",
    "PartySignature",
    "Payer",
    "PaymentPeriod",
    "Periodicity",
    "Provision",
    "Recital",
    "Renewal",
    "RenewalDecision",
    "RentReview",
    "SignatureOverride",
    "SignedCopy",
    "SignedText",
    "StoredFile",
    "TemplateClause",
    "TemplateParty",
    "Termination",
    "TerminationKind",
    "TerminationNotice",
    "TextKind",
    "TextState",
    "TimeUnit",
    "Tracking",
    "Visa",
    "Vote",
]
