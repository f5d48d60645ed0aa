"""Pages of the back office on people and time."""

from staffing.admin import channels
from staffing.admin.candidates import CandidateAdmin
from staffing.admin.continuity import CONTINUITY
from staffing.admin.figures import FIGURES
from staffing.admin.fragility import FRAGILITY
from staffing.admin.need import NeedProfessionAdmin, NeedStudyAdmin
from staffing.admin.recruitments import RecruitmentAdmin
from staffing.admin.welcome import WelcomeItemAdmin

__all__ = [
    "CONTINUITY",
    "FIGURES",
    "FRAGILITY",
    "CandidateAdmin",
    "NeedProfessionAdmin",
    "NeedStudyAdmin",
    "RecruitmentAdmin",
    "WelcomeItemAdmin",
    "channels",
]
