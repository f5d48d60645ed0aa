"""What the follow-up sheet of a party says, gathered from the obligations that it has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from conventions.documents.obligations import render_sheet, sheet_context
from conventions.models import Annex, Convention
from conventions.review.obligations import Obligation, noted_on
from conventions.rules.convention_stages import ConventionStage
from conventions.rules.obligations import ObligationState
from csipa.french.grammar import upper_first

Data = dict[str, Any]


def printed_sheet(obligations: Sequence[Obligation], *, today: dt.date) -> bytes:
    """Return the PDF of what one party owes, convention by convention, in the order given.

    Raises ValueError when it owes nothing, csipa.pdf.door.PdfError when it cannot be laid out.
    """
    source = sheet_source(obligations, today=today)
    return render_sheet(sheet_context(source), source)


def sheet_source(obligations: Sequence[Obligation], *, today: dt.date) -> Data:
    """Return the data of the sheet; two queries. Raises ValueError when there is nothing."""
    if not obligations:
        raise ValueError("this party owes nothing")
    noted = noted_on(obligations)
    by_convention = groupby(obligations, key=lambda line: line.convention.pk)
    return {
        "party": obligations[0].organisation,
        "issuer": _issuer([line.convention for line in obligations]),
        "date": today.isoformat(),
        "conventions": [
            _convention(lines, noted) for _, found in by_convention if (lines := list(found))
        ],
    }


def _convention(lines: Sequence[Obligation], noted: dict[int, list[Any]]) -> Data:
    convention, stage = lines[0].convention, lines[0].stage
    return {
        "title": convention.title,
        "reference": convention.reference,
        "start": convention.start.isoformat() if convention.start else "",
        "end": convention.ends_on.isoformat() if convention.ends_on else "",
        "stage": stage.label,
        "draft": stage is ConventionStage.DRAFT,
        "lines": [_line(line, noted.get(line.commitment_pk) or []) for line in lines],
    }


def _line(line: Obligation, noted: Sequence[Any]) -> Data:
    return {
        "text": f"{line.verb}{line.gap}{line.object}",
        "every": line.every,
        "due_on": line.due_on.isoformat() if line.due_on else "",
        "proof": line.proof,
        "last_done": line.last_done.isoformat() if line.last_done else "",
        "last_proof": noted[0].proof if noted else "",
        "state": line.state.value,
        # Its periodicity says it already.
        "label": "" if line.state is ObligationState.CONTINUOUS else line.state.label,
    }


def _issuer(conventions: Sequence[Convention]) -> str:
    """Return the authority whose act authorises the first convention that is annexed to one."""
    annex = (
        Annex.objects.filter(convention__in={row.pk for row in conventions})
        .select_related("act__authority")
        .order_by("-act__signature_date", "pk")
        .first()
    )
    if annex is None:
        return ""
    return annex.act.authority_name or upper_first(annex.act.authority.name)
