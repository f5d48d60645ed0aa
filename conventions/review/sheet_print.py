"""What the print of an action sheet, or of the booklet of a programme, says: plain data."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Prefetch

from conventions.documents.action_sheets import render_booklet, render_one
from conventions.models import CommitteeMember, MemberQuality, Programme
from conventions.review.programme_parties import PartyLine, parties_of
from conventions.review.programme_tree import Entry, Tree, read_tree
from conventions.review.sheet_sites import facts_of
from conventions.review.sheets import Measure, ReadSheet
from csipa.derived import Derived, Input
from csipa.french.grammar import upper_first
from csipa.french.numbers import amount

Data = dict[str, Any]


def printed_sheet(read: ReadSheet, *, today: dt.date) -> bytes:
    """Return the PDF of one sheet. Raises csipa.pdf.door.PdfError."""
    return render_one({"date": today.isoformat(), "sheet": sheet_source(read)})


def printed_booklet(programme: Programme, *, today: dt.date) -> bytes:
    """Return the PDF of the whole booklet of a programme. Raises csipa.pdf.door.PdfError."""
    return render_booklet(booklet_source(programme, today=today))


def booklet_source(programme: Programme, *, today: dt.date) -> Data:
    """Return the data of the booklet, in a fixed number of queries."""
    tree = read_tree(programme, today=today)
    parties = parties_of(programme.convention) if programme.convention else None
    return {
        "date": today.isoformat(),
        "kind": programme.get_kind_display(),
        "name": programme.name,
        "short_name": programme.short_name,
        "carrier": str(programme.carrier) if programme.carrier else "",
        "territory": str(programme.territory) if programme.territory else "",
        "start": _iso(programme.start),
        "end": _iso(programme.end),
        "signed_on": _iso(programme.signed_on),
        "previous": programme.previous.name if programme.previous else "",
        "summary": programme.summary,
        "count": tree.summary,
        "states": [[label, count] for label, _, count in tree.counts],
        "late": len(tree.late),
        "chapters": _chapters(tree),
        "signatories": [_party(line) for line in parties.signatories] if parties else [],
        "others": [_party(line) for line in parties.others] if parties else [],
        "committees": _committees(programme, today),
    }


def sheet_source(read: ReadSheet, entry: Entry | None = None) -> Data:
    """Return the data of one sheet; in a booklet, `entry` tells its place."""
    row = read.row
    facts = facts_of([row.site], today=read.today) if row.site else {}
    return {
        "key": row.pk,
        "number": entry.place.number if entry else "",
        "title": row.title,
        "places": [
            {
                "programme": str(place.programme),
                "under": str(place.objective or place.axis or ""),
                "number": place.number,
            }
            for place in read.places
            if entry is None or place.pk != entry.place.pk
        ],
        "missions": [[str(one.mission.community), str(one.mission)] for one in read.missions],
        "state": read.state_label,
        "state_on": _iso(row.state_on),
        "late": read.why_late,
        "start": _iso(row.start),
        "end": _iso(row.end),
        "context": row.context,
        "goals": row.goals,
        "description": row.description,
        "public": row.public,
        "pilot": str(row.pilot) if row.pilot else "",
        "contact": row.contact,
        "partners": [[str(one), one.part] for one in read.partners],
        "territory": str(row.territory) if row.territory else "",
        "place": row.place,
        "site": str(row.site) if row.site else "",
        "site_facts": [
            {"said": one.opened, "antennas": _derived(one.antennas)} for one in facts.values()
        ],
        "means": row.means,
        "steps": [
            {
                "title": step.title,
                "due_on": _iso(step.due_on),
                "done_on": _iso(step.done_on),
                "late": step in read.late_steps,
            }
            for step in read.steps
        ],
        "budget": _budget(read),
        "measures": [_measure(one) for one in read.measures],
        "progress": row.progress,
        "sources": row.sources,
    }


def _chapters(tree: Tree) -> list[Data]:
    """Return a chapter an axis, then one for the sheets under none."""
    chapters = [
        {
            "title": str(node.row),
            "summary": node.row.summary,
            "sheets": [sheet_source(one.sheet, one) for one in node.entries],
            "objectives": [
                {
                    "title": str(objective.row),
                    "sheets": [sheet_source(one.sheet, one) for one in objective.entries],
                }
                for objective in node.objectives
            ],
        }
        for node in tree.axes
    ]
    if tree.loose:
        title = "Autres fiches-actions" if chapters else "Fiches-actions"
        sheets = [sheet_source(one.sheet, one) for one in tree.loose]
        chapters.append({"title": title, "summary": "", "sheets": sheets, "objectives": []})
    return chapters


def _budget(read: ReadSheet) -> Data:
    """Return the lines of the budget, and their sums, which the table right above explains."""
    whole = read.budget.whole
    if not whole.lines:
        return {}
    unknown = sum(line.spent is None for line in whole.lines)
    known = "somme des montants dépensés du tableau"
    if unknown:
        known += ", sans ceux qui ne sont pas encore connus"
    spent = whole.spent
    return {
        "lines": [
            {
                "year": str(line.year),
                "payer": line.payer,
                "purpose": row.purpose,
                "planned": amount(line.planned),
                "spent": amount(line.spent) if line.spent is not None else "",
            }
            for line, row in zip(whole.lines, read.row.budget.all(), strict=True)
        ],
        "planned": _derived(Derived(amount(whole.planned), "somme des montants prévus du tableau")),
        "spent": _derived(Derived(amount(spent) if spent is not None else "", known)),
        "share": _derived(whole.share_shown),
    }


def _measure(one: Measure) -> Data:
    latest = one.judged.latest
    return {
        "name": one.row.name,
        "nature": one.nature,
        "how": one.row.how,
        "baseline": one.baseline,
        "target": one.target,
        "latest": one.latest,
        "as_of": _iso(latest.as_of) if latest else "",
        "source": latest.source if latest else "",
        "reach": upper_first(one.judged.reach.label),
        "progress": _derived(one.progress),
    }


def _derived(figure: Derived | None) -> Data:
    """Return a figure with what its note says; nothing without a figure."""
    if figure is None or not figure.text:
        return {}
    return {
        "text": figure.text,
        "formula": figure.formula,
        "inputs": [_said(one) for one in figure.inputs],
    }


def _said(one: Input) -> str:
    return one.sentence


def _party(line: PartyLine) -> Data:
    return {"name": line.name, "person": line.person, "standing": line.standing}


def _committees(programme: Programme, today: dt.date) -> list[Data]:
    seats = CommitteeMember.objects.on(today).select_related("organisation")
    rows = programme.committees.order_by("kind", "name").prefetch_related(
        Prefetch("members", seats.order_by("position", "pk"))
    )
    return [
        {
            "name": row.name,
            "kind": row.get_kind_display(),
            "yearly": row.yearly_meetings or 0,
            "members": [
                [str(seat), upper_first(MemberQuality(seat.quality).label)]
                for seat in row.members.all()
            ],
        }
        for row in rows
    ]


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""
