"""The roles, by code: a name, what the person does in French, and what the program lets them do.

Nothing here is read from the database. Who holds a role is a row (the groups of an account); for
which sites and which CPTS, rows of `sites` (`SiteScope`, `CommunityScope`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

APPS = ("sites", "staffing", "conventions", "consultations")
# Elsewhere a permission may bear the same name: Django calls « session » what keeps a login.
RIGHTS_APPS = (*APPS, "auth", "audit")
READ, WRITE = ("view",), ("add", "change", "delete", "view")


class Bound(StrEnum):
    """What part of the house a role works on."""

    HOUSE = "house"  # everything, unless sites or CPTS are chosen for the account
    SITES = "sites"  # nothing until sites are chosen for the account
    COMMUNITIES = "communities"  # nothing until CPTS are chosen for the account


@dataclass(frozen=True)
class Role:
    """What a job may do.

    `verbs` hold for every model of the business applications, but those of `without`; `rights` are
    code names of permissions given besides, of any application.
    """

    name: str
    told: str
    bound: Bound
    verbs: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    rights: tuple[str, ...] = ()


def every(*models: str) -> tuple[str, ...]:
    """Return the permissions to add, change, delete and see some models."""
    return tuple(f"{verb}_{model}" for model in models for verb in WRITE)


def reading(*models: str) -> tuple[str, ...]:
    """Return the permissions to see some models."""
    return tuple(f"view_{model}" for model in models)


# Links and anchors are the business of the program: people read verifications and ask for one.
INTEGRITY = ("add_verification", "view_verification")
# Who applied is known to those who recruit only; who may what, to those who give rights.
CANDIDATES = ("candidate", "candidatestep")
SCOPES = ("sitescope", "communityscope")
EVERYWHERE = ("every_site", "every_community")

HEAD = Role(
    name="Responsables",
    told=(
        "Dirige le centre\u00a0: voit et modifie tout, valide et rouvre les mois, signe malgré une "
        "réserve en la motivant, scelle, publie et retire les actes."
    ),
    bound=Bound.HOUSE,
    verbs=WRITE,
    rights=(
        *EVERYWHERE,
        *INTEGRITY,
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
)
MANAGER = Role(
    name="Gestionnaires",
    told=(
        "Écrit et imprime les décisions et les conventions, tient les postes et l’équipe, "
        "contrôle les mois."
    ),
    bound=Bound.HOUSE,
    verbs=WRITE,
    without=SCOPES,
    rights=(
        *EVERYWHERE,
        *INTEGRITY,
        *reading(*SCOPES),
        *("seal_document", "see_people", "close_month", "check_month"),
    ),
)
SECRETARY = Role(
    name="Secrétaires",
    told="Saisit les consultations et le planning de ses sites, et clôt leurs mois.",
    bound=Bound.SITES,
    rights=(
        *("add_activitycount", "change_activitycount", "view_activitycount"),
        *("view_monthlock", "close_month", "view_site"),
        *("add_session", "change_session", "view_session"),
        *("add_sessioncount", "change_sessioncount", "view_sessioncount"),
        *("view_preventionaction", "view_teammeeting"),
    ),
)
COORDINATOR = Role(
    name="Coordination de CPTS",
    told=(
        "Tient les permanences de soins non programmés de sa CPTS, leurs décomptes, ses membres, "
        "ses groupes et ses missions."
    ),
    bound=Bound.COMMUNITIES,
    rights=(
        *("add_session", "change_session", "view_session"),
        *("add_sessioncount", "change_sessioncount", "view_sessioncount"),
        *every("membership", "membershipfee", "workinggroup", "workinggroupmember"),
        *every("communityevent", "eventcount", "eventguest"),
        *every("communitymission", "missionindicator", "missionvalue"),
        *reading("careprovider", "careplace", "registerimport", "territory", "figure"),
        *reading("community", "commune", "organisation", "programme", "actionsheet"),
        *reading("committee", "committeemeeting", "committeedecision", "zoning"),
        *("change_community", "see_members_contacts"),
    ),
)
OFFICER = Role(
    name="Chargés de projet du contrat local de santé",
    told="Suit le contrat local de santé\u00a0: ses fiches-actions, ses comités, le diagnostic.",
    bound=Bound.HOUSE,
    rights=(
        *EVERYWHERE,
        *every("programme", "axis", "objective", "actionsheet", "sheetplace", "sheetmission"),
        *every("sheetpartner", "sheetstep", "sheetbudget", "sheetindicator", "sheetvalue"),
        *every("committee", "committeemember", "committeemeeting", "committeeattendance"),
        *every("committeedecision", "figure", "zoning"),
        *reading("territory", "commune", "communepopulation", "organisation", "representative"),
        *reading("community", "communitymission", "missionindicator", "missionvalue", "site"),
        *reading("careprovider", "careplace", "membership", "communityevent", "convention"),
        *reading("registerimport", "communeoutline"),
    ),
)
READER = Role(
    name="Lecture seule",
    told="Lit tout, sauf les candidatures, et ne modifie rien.",
    bound=Bound.HOUSE,
    verbs=READ,
    without=(*CANDIDATES, *SCOPES),
    rights=(*EVERYWHERE, "view_verification"),
)
ADMINISTRATOR = Role(
    name="Administration technique",
    told=(
        "Ouvre et ferme les comptes, leur donne un rôle, des sites ou une CPTS, surveille "
        "l’intégrité\u00a0; ne lit ni les actes, ni l’équipe, ni l’activité."
    ),
    bound=Bound.HOUSE,
    rights=(
        *("add_user", "change_user", "view_user", "view_group"),
        *every(*SCOPES),
        *EVERYWHERE,
        *reading("site", "community"),
        *INTEGRITY,
    ),
)
ROLES = (HEAD, MANAGER, SECRETARY, COORDINATOR, OFFICER, READER, ADMINISTRATOR)


def role_named(name: str) -> Role | None:
    """Return the role whose group bears that name; None for a group made by hand."""
    return next((role for role in ROLES if role.name == name), None)
