"""How acts, conventions and programmes are found from the search box, and what pages are called."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from conventions.models import (
    Act,
    ActionSheet,
    Clause,
    Committee,
    Convention,
    ConventionTemplate,
    Programme,
)
from csipa.admin import Section
from csipa.admin.finding import (
    Command,
    Told,
    call_page,
    joined,
    register_commands,
    register_findable,
)
from csipa.french.dates import long_date, period
from csipa.french.typography import shortened

VIEW_CONVENTION = "conventions.view_convention"
_LONG = 160


def _short(text: str) -> str:
    return shortened(text, _LONG)


def _told_act(act: Act) -> Told:
    day = long_date(act.signature_date) if act.is_signed and act.signature_date else ""
    return Told(act.get_nature_display(), str(act), joined(day, _short(act.title)))


def _told_convention(convention: Convention) -> Told:
    kind = "avenant" if convention.is_amendment else "convention"
    held = period(convention.start, convention.end) if convention.start else ""
    about = joined(convention.reference, convention.get_kind_display(), held)
    return Told(kind, _short(convention.title), about)


def _told_programme(programme: Programme) -> Told:
    held = period(programme.start, programme.end) if programme.start else ""
    return Told("programme", programme.name, joined(programme.get_kind_display(), held))


def _told_sheet(sheet: ActionSheet) -> Told:
    pilot = f"pilote\u00a0: {sheet.pilot.brief_name}" if sheet.pilot else ""
    return Told("fiche action", sheet.title, joined(sheet.get_state_display(), pilot))


def _told_committee(committee: Committee) -> Told:
    about = joined(committee.get_kind_display(), committee.programme)
    return Told("instance", committee.name, about)


def _told_clause(clause: Clause) -> Told:
    return Told("clause", clause.name, clause.get_subject_display())


def _told_template(template: ConventionTemplate) -> Told:
    return Told("modèle", template.name, joined(template.get_kind_display(), template.description))


register_findable(
    Act,
    10,
    "actes",
    tell=_told_act,
    names=("title",),
    codes=("number",),
    ordering=("-pk",),
    called="acte actes décision décisions délibération délibérations arrêté arrêtés",
    new="Nouvel acte",
)
register_findable(
    Convention,
    20,
    "conventions",
    tell=_told_convention,
    names=("title",),
    codes=("reference",),
    ordering=("-start", "-pk"),
    called="convention conventions",
    new="Nouvelle convention",
)
register_findable(
    Programme,
    90,
    "programmes de santé",
    tell=_told_programme,
    names=("name", "short_name"),
    ordering=("-start", "-pk"),
    called="programme programmes",
    new="Nouveau programme",
)
register_findable(
    ActionSheet,
    100,
    "fiches actions",
    tell=_told_sheet,
    names=("title",),
    ordering=("title", "pk"),
    load=lambda rows: rows.select_related("pilot"),
    called="fiche fiches action actions",
    new="Nouvelle fiche action",
)
register_findable(
    Committee,
    110,
    "instances",
    tell=_told_committee,
    names=("name",),
    ordering=("name", "pk"),
    load=lambda rows: rows.select_related("programme"),
    called="instance instances",
    new="Nouvelle instance",
)
register_findable(
    Clause,
    150,
    "clauses",
    tell=_told_clause,
    names=("name",),
    ordering=("name",),
    called="clause clauses",
    only_named=True,
    new="Nouvelle clause",
)
register_findable(
    ConventionTemplate,
    160,
    "modèles de conventions",
    tell=_told_template,
    names=("name", "title"),
    ordering=("name", "pk"),
    called="modèle modèles",
    only_named=True,
    new="Nouveau modèle de convention",
)


def _commands(request: HttpRequest) -> list[Command]:
    """Return the pages of conventions that the menu does not hold."""
    user, section = request.user, Section.ACTS.value
    found = []
    if user.has_perm(VIEW_CONVENTION):
        found += [
            Command(
                "Engagements des conventions",
                section,
                reverse("admin:conventions_convention_obligations"),
                "obligations tenus retard qui doit quoi",
            ),
            Command(
                "Occupation des locaux",
                section,
                reverse("admin:conventions_convention_occupation"),
                "salles mises à disposition créneaux",
            ),
        ]
    if user.has_perm("conventions.change_convention"):
        found.append(
            Command(
                "Écrire une convention",
                section,
                reverse("admin:conventions_convention_write"),
                "modèle rédiger nouvelle convention",
                main=25,
            )
        )
    if user.has_perm("conventions.view_act"):
        found.append(
            Command(
                "Registre annuel des actes",
                section,
                reverse("admin:conventions_act_register"),
                "registre relié feuillets imprimer",
            )
        )
    return found


register_commands(_commands)

call_page("conventions.act", "décisions délibérations arrêtés")
call_page("conventions.act.add", "décision délibération arrêté rédiger", main=20)
call_page("conventions.convention", "loyers échéancier baux partenariats signatures avenants")
call_page(
    "conventions.digestsubscription",
    "loyers échéancier échéances préavis rappels alertes retard agenda",
    main=40,
)
call_page("conventions.calendarfeed", "calendrier agenda ical délais recours")
call_page("conventions.legaltext", "visas textes lois code bibliothèque")
call_page("conventions.numberseries", "numéros séries registre numérotation")
call_page("conventions.mandate", "élus signataires pouvoirs")
call_page("conventions.councildelegation", "délégation pouvoirs président signature")
call_page("conventions.delegationorder", "délégation signature arrêté vice-président")
call_page("conventions.meeting", "conseil bureau séance compte rendu")
call_page("conventions.actionsheet", "actions CLS contrat local de santé avancement", main=56)
call_page("conventions.programme", "CLS contrat local de santé feuille de route")
call_page("conventions.committee", "comité de pilotage COPIL COTECH groupe")
call_page("conventions.committeemeeting", "comité COPIL ordre du jour compte rendu")
call_page("conventions_progress", "avancement indicateurs CLS bilan")
call_page("conventions_decisions", "suites relevé de décisions à faire")
call_page("conventions_partnerships", "partenaires partenariats réseau")
call_page("conventions_open_data", "SCDL open data publier CSV")
call_page("conventions_proofs", "preuve archives contentieux ZIP")
call_page("conventions_receipts", "préfecture contrôle de légalité @CTES accusé")
