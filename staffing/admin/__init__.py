"""Pages of the back office on people and time."""

from staffing.admin import channels, finding
from staffing.admin.absences import AbsenceAdmin
from staffing.admin.assignments import AssignmentAdmin
from staffing.admin.board import BOARD
from staffing.admin.candidates import CandidateAdmin
from staffing.admin.care_offer import CareProviderAdmin
from staffing.admin.continuity import CONTINUITY
from staffing.admin.directories import DIRECTORIES
from staffing.admin.events import CommunityEventAdmin
from staffing.admin.exchange import EXCHANGE
from staffing.admin.figures import FIGURES
from staffing.admin.fragility import FRAGILITY
from staffing.admin.members import MembershipAdmin
from staffing.admin.need import NeedProfessionAdmin, NeedStudyAdmin
from staffing.admin.people import PersonAdmin
from staffing.admin.posts import PostAdmin
from staffing.admin.professions import ProfessionAdmin
from staffing.admin.recruitments import RecruitmentAdmin
from staffing.admin.register import REGISTER
from staffing.admin.stated import StatedStaffingAdmin
from staffing.admin.welcome import WelcomeItemAdmin
from staffing.admin.working_groups import WorkingGroupAdmin

__all__ = [
    "BOARD",
    "CONTINUITY",
    "DIRECTORIES",
    "EXCHANGE",
    "FIGURES",
    "FRAGILITY",
    "REGISTER",
    "AbsenceAdmin",
    "AssignmentAdmin",
    "CandidateAdmin",
    "CareProviderAdmin",
    "CommunityEventAdmin",
    "MembershipAdmin",
    "NeedProfessionAdmin",
    "NeedStudyAdmin",
    "PersonAdmin",
    "PostAdmin",
    "ProfessionAdmin",
    "RecruitmentAdmin",
    "StatedStaffingAdmin",
    "WelcomeItemAdmin",
    "WorkingGroupAdmin",
    "channels",
    "finding",
]
