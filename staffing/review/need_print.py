"""A study of need as plain data: what its document prints, and what travels inside it."""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal
from typing import Any

from staffing.documents.need import figure, signed
from staffing.review.need import ProfessionNeed, StudyNeeds


def printed_source(needs: StudyNeeds) -> dict[str, Any]:
    """Return what the document of a study prints; dates in ISO 8601, figures in French."""
    study = needs.study
    return {
        "title": study.title,
        "year": study.year,
        "site": str(study.site) if study.site else "",
        "assumptions": study.assumptions,
        "date": needs.day.isoformat(),
        "professions": [_profession(line) for line in needs.lines],
        "total": _total(needs) if needs.is_whole and len(needs.lines) > 1 else None,
    }


def _profession(line: ProfessionNeed) -> dict[str, Any]:
    words = line.words
    return {
        "name": str(line.row.profession),
        "fault": line.fault,
        "required": figure(line.need.required) if line.need else "",
        "rounded": words.rounded if words else "",
        "authorised": figure(line.level.authorised),
        "filled": figure(line.level.filled),
        "authorised_gap": _gap(line.authorised_gap),
        "filled_gap": _gap(line.filled_gap),
        "lacks": line.filled_gap is not None and line.filled_gap < 0,
        "ratio": "" if line.ratio is None else figure(line.ratio, 3),
        "words": asdict(words) if words else None,
    }


def _total(needs: StudyNeeds) -> dict[str, str]:
    return {
        "required": figure(needs.required),
        "authorised": figure(needs.authorised),
        "filled": figure(needs.filled),
        "authorised_gap": signed(needs.authorised_gap),
        "filled_gap": signed(needs.filled_gap),
    }


def _gap(value: Decimal | None) -> str:
    return "" if value is None else signed(value)
