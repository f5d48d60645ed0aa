"""Who uses the demonstration, and what each job may do."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.db.models import Q

APPS = ("sites", "staffing", "conventions", "consultations")
# Links and anchors are the business of the program: people read verifications and ask for one.
INTEGRITY = ("add_verification", "view_verification")
READ_ONLY, WRITERS = ("view",), ("add", "change", "delete", "view")
# Who applied is known to those who recruit only.
CANDIDATES = ("candidate", "candidatestep")
HEAD, MANAGER, READER = "Responsables", "Gestionnaires", "Lecture seule"
SECRETARY, COORDINATOR = "Secrétaires", "Coordination de CPTS"
OFFICER = "Chargés de projet du contrat local de santé"


def every(*models: str) -> tuple[str, ...]:
    """Return the permissions to add, change, delete and see some models."""
    return tuple(f"{verb}_{model}" for model in models for verb in WRITERS)


def reading(*models: str) -> tuple[str, ...]:
    """Return the permissions to see some models."""
    return tuple(f"view_{model}" for model in models)


# Beyond the verbs: what only some may do.
BEYOND = {
    HEAD: (
        "sign_despite",
        "seal_document",
        "withdraw_publication",
        "see_people",
        "close_month",
        "check_month",
        "validate_month",
        "reopen_month",
        "see_members_contacts",
    ),
    MANAGER: ("seal_document", "see_people", "close_month", "check_month"),
    SECRETARY: (
        "add_activitycount",
        "change_activitycount",
        "view_activitycount",
        "view_monthlock",
        "close_month",
        "view_site",
        "add_session",
        "change_session",
        "view_session",
        "add_sessioncount",
        "change_sessioncount",
        "view_sessioncount",
        "view_preventionaction",
        "view_teammeeting",
    ),
    COORDINATOR: (
        "add_session",
        "change_session",
        "view_session",
        "add_sessioncount",
        "change_sessioncount",
        "view_sessioncount",
        *every("membership", "membershipfee", "workinggroup", "workinggroupmember"),
        *every("communityevent", "eventcount", "eventguest"),
        *every("communitymission", "missionindicator", "missionvalue"),
        *reading("careprovider", "careplace", "registerimport", "territory", "figure"),
        *reading("community", "commune", "organisation", "site", "programme", "actionsheet"),
        *reading("committee", "committeemeeting", "committeedecision", "zoning"),
        "change_community",
        "see_members_contacts",
    ),
    OFFICER: (
        *every("programme", "axis", "objective", "actionsheet", "sheetplace", "sheetmission"),
        *every("sheetpartner", "sheetstep", "sheetbudget", "sheetindicator", "sheetvalue"),
        *every("committee", "committeemember", "committeemeeting", "committeeattendance"),
        *every("committeedecision", "figure", "zoning"),
        *reading("territory", "commune", "communepopulation", "organisation", "representative"),
        *reading("community", "communitymission", "missionindicator", "missionvalue", "site"),
        *reading("careprovider", "careplace", "membership", "communityevent", "convention"),
        *reading("registerimport", "communeoutline"),
    ),
}


def group_of(name: str) -> Group:
    """Return the group of a job, made with its permissions the first time."""
    group, created = Group.objects.get_or_create(name=name)
    if created:
        known = Permission.objects.filter(
            Q(content_type__app_label__in=APPS) | Q(codename__in=INTEGRITY)
        )
        verbs = {READER: READ_ONLY, HEAD: WRITERS, MANAGER: WRITERS}.get(name, ())
        group.permissions.set(
            one
            for one in known
            if one.codename in BEYOND.get(name, ())
            or (
                one.codename.split("_")[0] in verbs
                and not (name == READER and one.codename.endswith(CANDIDATES))
            )
        )
    return group
