"""People and time: posts, who holds them, who is looked for, how many are needed."""

from staffing.models.assignment import (
    NOT_A_DEPARTURE,
    VOLUNTARY,
    Absence,
    Assignment,
    AssignmentShare,
    ContractKind,
    DepartureReason,
)
from staffing.models.care_offer import (
    CarePlace,
    CareProvider,
    ImportState,
    RegisterImport,
    RegisterStagedPlace,
)
from staffing.models.community_event import CommunityEvent, EventCount, EventGuest, EventKind
from staffing.models.membership import (
    MemberRole,
    Membership,
    MembershipFee,
    WorkingGroup,
    WorkingGroupMember,
)
from staffing.models.need import (
    NeedProfession,
    NeedStudy,
    ServiceWork,
    SupportScope,
    SupportUnit,
    SupportWork,
)
from staffing.models.person import Person
from staffing.models.post import Post, PostShare, PostTarget, TargetState
from staffing.models.profession import Profession, ProfessionFamily
from staffing.models.recruitment import (
    FINAL_STAGES,
    Candidate,
    CandidateStep,
    Channel,
    Outcome,
    Recruitment,
    Stage,
)
from staffing.models.stated import StaffingMeasure, StatedStaffing
from staffing.models.welcome import WelcomeItem, WelcomeStep, WelcomeTheme

__all__ = [
    "FINAL_STAGES",
    "NOT_A_DEPARTURE",
    "VOLUNTARY",
    "Absence",
    "Assignment",
    "AssignmentShare",
    "Candidate",
    "CandidateStep",
    "CarePlace",
    "CareProvider",
    "Channel",
    "CommunityEvent",
    "ContractKind",
    "DepartureReason",
    "EventCount",
    "EventGuest",
    "EventKind",
    "ImportState",
    "MemberRole",
    "Membership",
    "MembershipFee",
    "NeedProfession",
    "NeedStudy",
    "Outcome",
    "Person",
    "Post",
    "PostShare",
    "PostTarget",
    "Profession",
    "ProfessionFamily",
    "Recruitment",
    "RegisterImport",
    "RegisterStagedPlace",
    "ServiceWork",
    "StaffingMeasure",
    "Stage",
    "StatedStaffing",
    "SupportScope",
    "SupportUnit",
    "SupportWork",
    "TargetState",
    "WelcomeItem",
    "WelcomeStep",
    "WelcomeTheme",
    "WorkingGroup",
    "WorkingGroupMember",
]
