"""From the board of a CPTS to its prints and to the table of its indicators."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from csipa.french.dates import long_date, period
from csipa.french.grammar import enumeration, upper_first
from csipa.french.numbers import counted, decimal
from csipa.spreadsheets import Sheet
from sites.documents.notes import figure_source
from sites.models import Figure, Representative, Site
from sites.review.communities import CommunityBoard, IndicatorLine, MissionLine
from sites.rules.tracked import Reach, said
from sites.rules.typed_values import without_zeros

Data = dict[str, Any]

HEADINGS = (
    *("CPTS", "Mission", "Indicateur", "Unité", "Mode de calcul et source"),
    *("Valeur de départ", "Cible", "Cible attendue le", "Sens"),
    *("Date de la valeur", "Valeur", "Précision", "Source de la valeur", "État de l’indicateur"),
)


def board_source(board: CommunityBoard, *, today: dt.date) -> Data:
    """Return what the prints of a CPTS tell, ready for JSON."""
    community, size = board.community, board.size
    return {
        "day": board.day.isoformat(),
        "printed": today.isoformat(),
        "name": str(community),
        "official_name": upper_first(community.organisation.official_name),
        "inhabitants": figure_source(size.inhabitants),
        "size": figure_source(size.size),
        "territory": _territory(board),
        "communes": enumeration(one.name for one in size.communes) if size.communes else "",
        "steps": [
            {"label": one.label, "said": one.said, "aside": one.aside} for one in board.steps
        ],
        "people": [_person(one) for one in board.in_office],
        "formerly": [_person(one) for one in board.formerly],
        "missions_words": board.missions_words,
        "core_missing": enumeration(rule.label for rule in board.core_missing)
        if board.core_missing and board.has_agreement
        else "",
        "missions": [_mission(one, board.day) for one in board.missions],
        "sites": [_site(one, board.day) for one in board.sites],
    }


def indicators_table(board: CommunityBoard) -> Sheet:
    """Return every value of every indicator, a line each; an indicator without any has one line."""
    rows = []
    for mission in (*board.missions, *board.ended):
        for line in mission.indicators:
            head = _indicator_cells(board, mission, line)
            state = line.judged.reach.label
            rows += [
                [*head, one.as_of, _bare(one.value), one.get_precision_display(), one.source, state]
                for one in line.values
            ] or [[*head, None, None, "", "", state]]
    return Sheet("Indicateurs", HEADINGS, rows, decimals="General")


def _indicator_cells(board: CommunityBoard, mission: MissionLine, line: IndicatorLine) -> list[Any]:
    row = line.row
    return [
        *(str(board.community), mission.rule.label, row.name, row.unit, row.how),
        *(_bare(row.baseline), _bare(row.target), row.target_on, row.get_direction_display()),
    ]


def _bare(value: Decimal | None) -> Decimal | None:
    return without_zeros(value) if value is not None else None


def _territory(board: CommunityBoard) -> list[str]:
    """Return what the figures of the territory do not say by themselves."""
    size = board.size
    told = [counted(len(size.communes), "commune", "communes")] if size.communes else []
    told += [f"{_stated(one)}" for one in (size.stated_communes, size.stated) if one is not None]
    if size.thresholds:
        told.append(upper_first(f"{size.thresholds[0].sentence}."))
    return [*told, *(one for one in (size.remark, size.warning, size.crossing) if one)]


def _stated(figure: Figure) -> str:
    noun = figure.get_measure_display()
    value = f"{figure.sign}{decimal(figure.value, 0)}"
    return f"Énoncé\u00a0: {noun} {value}, au {long_date(figure.as_of)} ({figure.source})."


def _person(one: Representative) -> str:
    if one.start and one.end:
        when = period(one.start, one.end)
    elif one.end:
        when = f"jusqu’au {long_date(one.end)}"
    else:
        when = f"depuis le {long_date(one.start)}" if one.start else ""
    return ", ".join(part for part in (one.full_name, one.agreed_capacity, when) if part)


def _site(one: Site, day: dt.date) -> str:
    opened = one.opened_on is not None and one.opened_on <= day
    since = f"ouvert depuis le {long_date(one.opened_on)}" if opened else "pas encore ouvert"
    return f"{upper_first(one.full_name)} ({since})"


def _mission(line: MissionLine, day: dt.date) -> Data:
    row = line.row
    dates = [
        f"{what} le {long_date(when)}"
        for what, when in (
            ("prise", row.start),
            ("démarrée", row.started_on),
            ("déployée", row.deployed_on),
        )
        if when is not None and when <= day
    ]
    reached = sum(one.judged.reach is Reach.REACHED for one in line.indicators)
    targets = sum(one.row.target is not None for one in line.indicators)
    tally = f"{reached} sur {counted(targets, 'cible atteinte', 'cibles atteintes')}"
    return {
        "name": line.rule.label,
        "core": line.rule.core,
        "state": line.standing.state.label,
        "late": line.standing.state.is_late,
        "dates": upper_first(f"{', '.join(dates)}.") if dates else "",
        "due": figure_source(line.due) if line.standing.next_due else None,
        "summary": row.summary,
        "indicators": [_indicator(one) for one in line.indicators],
        "counted": tally if targets else "",
    }


def _indicator(line: IndicatorLine) -> Data:
    row, judged = line.row, line.judged
    return {
        "name": row.name,
        "unit": row.unit,
        "how": row.how,
        "latest": line.said_latest,
        "on": f"au {long_date(judged.latest.as_of)}" if judged.latest else "",
        "baseline": said(row.baseline, row.unit) if row.baseline is not None else "",
        "target": line.said_target,
        "target_value": str(row.target) if row.target is not None else "",
        "progress": figure_source(line.progress),
        "reach": judged.reach.label,
        "late": judged.reach is Reach.LATE,
        "trend": judged.trend.label if judged.trend else "",
        "values": [
            {
                "on": long_date(one.as_of),
                "short": f"{one.as_of:%d/%m/%Y}",
                "value": str(one.value),
                "said": f"{one.sign}{said(one.value, row.unit)}",
                "source": one.source,
            }
            for one in line.values
        ],
    }
