"""Prevention actions and team meetings as tables of a workbook."""

from __future__ import annotations

from django.db.models import QuerySet

from consultations.models import PreventionAction, TeamMeeting
from csipa.french.grammar import upper_first
from csipa.spreadsheets import Cell, Sheet

_ACTIONS = (
    *("Intitulé", "Thème", "Public", "Du", "Au", "Lieu", "Site", "Commune", "Nom du lieu"),
    *("Partenaires", "Personnes touchées", "Minutes de l’équipe", "Engagement", "Bilan"),
)
_MEETINGS = (
    *("Date", "Site", "Objet", "Minutes", "Ouverte à l’extérieur", "Situations étudiées"),
    *("Professions présentes", "Présents", "Engagement"),
)


def actions_sheet(rows: QuerySet[PreventionAction]) -> Sheet:
    """Return the table of some actions, one a line; two queries."""
    found = rows.select_related("site", "commune", "commitment").prefetch_related(
        "partners__organisation"
    )
    return Sheet("Prévention", _ACTIONS, [_action(one) for one in found])


def meetings_sheet(rows: QuerySet[TeamMeeting]) -> Sheet:
    """Return the table of some meetings, one a line; two queries."""
    found = rows.select_related("site", "commitment").prefetch_related("attendance__profession")
    return Sheet("Réunions", _MEETINGS, [_meeting(one) for one in found])


def _action(row: PreventionAction) -> list[Cell]:
    partners = sorted(row.partners.all(), key=lambda one: (one.position, one.pk))
    return [
        row.title,
        upper_first(row.get_theme_display()),
        row.public,
        row.date,
        row.last_day or row.date,
        upper_first(row.get_place_display()),
        row.site.name if row.site else None,
        row.commune.name if row.commune else None,
        row.place_name or None,
        ", ".join(map(str, partners)) or None,
        row.reached,
        row.minutes,
        row.commitment.text if row.commitment else None,
        row.comment or None,
    ]


def _meeting(row: TeamMeeting) -> list[Cell]:
    came = sorted(row.attendance.all(), key=lambda one: (one.position, one.pk))
    return [
        row.date,
        row.site.name,
        upper_first(row.get_kind_display()),
        row.minutes,
        "oui" if row.is_open else "non",
        row.cases,
        ", ".join(f"{one} ({one.number})" for one in came) or None,
        sum(one.number for one in came) or None,
        row.commitment.text if row.commitment else None,
    ]
