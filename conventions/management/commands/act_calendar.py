"""Tells the dates and deadlines of an act: those known, and those that follow from them."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from conventions.exports import TextNotFound, find_text
from conventions.models import Act
from conventions.review.terms import Terms, terms_of, with_terms
from conventions.review.timeline import authorised_conventions, authorising_act, timeline_of
from conventions.rules.timeline import Code, Step, Timeline
from csipa.french.dates import long_date

_STATES = {"known": "connue", "computed": "calculée", "awaited": "attendue", "fault": "IMPOSSIBLE"}
# Keys of the file, for the steps that other programs ask for by name.
_KEYS = {
    "signed_on": Code.SIGNED,
    "sent_on": Code.SENT,
    "received_on": Code.RECEIVED,
    "published_on": Code.PUBLISHED,
    "notified_on": Code.NOTIFIED,
    "enforceable_on": Code.ENFORCEABLE,
    "reported_on": Code.REPORTED,
    "appeal_until": Code.APPEAL,
    "prefect_referral_until": Code.REFERRAL,
}


class Command(BaseCommand):
    """Writes lines for people, or one JSON object."""

    help = "Donne les dates et les délais d’un acte : connus, calculés, attendus, impossibles."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the number and the form of the answer."""
        parser.add_argument("number", metavar="NUMÉRO")
        parser.add_argument("--json", action="store_true", help="écrit un objet JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Tell the life of the act that carries the number, or that authorises the convention."""
        try:
            text = find_text(options["number"])
        except TextNotFound as error:
            raise CommandError(str(error), returncode=2) from None
        act = text if isinstance(text, Act) else authorising_act(text)
        if act is None:
            message = f"« {text} » : l’acte qui autorise cette convention n’est pas au registre."
            raise CommandError(message, returncode=2)
        today = timezone.localdate()
        line = timeline_of(act, today=today)
        if options["json"]:
            data = _data(act, line) | _conventions(act, today)
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=1))
        else:
            self.stdout.write(f"{act} – {act.title}")
            for step in line.steps:
                self.stdout.write(_sentence(step))


def _data(act: Act, line: Timeline) -> dict[str, Any]:
    days = {key: _iso(line.day(code)) for key, code in _KEYS.items()}
    steps = [
        {
            "code": step.code.value,
            "label": step.label,
            "subject": step.subject,
            "date": _iso(step.day),
            "state": step.state,
            "fault": step.fault,
            "note": step.note,
        }
        for step in line.steps
    ]
    return {"number": act.number, "nature": act.nature, "title": act.title, **days, "steps": steps}


def _conventions(act: Act, today: dt.date) -> dict[str, Any]:
    """Return where each convention of the act stands and until when to act; nothing without one."""
    rows = with_terms(authorised_conventions(act))
    found = [_told(terms_of(row, today=today)) for row in rows]
    return {"conventions": found} if found else {}


def _told(terms: Terms) -> dict[str, Any]:
    convention = terms.convention
    return {
        "reference": convention.reference,
        "title": convention.title,
        "stage": terms.stage.value,
        "start": _iso(convention.start),
        "end": _iso(convention.end),
        "ends_on": _iso(terms.ends_on),
        "ended_by": terms.ended_by,
        "notice_by": _iso(terms.notice_by),
        "renewal_by": _iso(terms.renewal_by),
    }


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _sentence(step: Step) -> str:
    name = f"{step.label} ({step.subject})" if step.subject else step.label
    day = long_date(step.day) if step.day else "–"
    said = " ".join(filter(None, (step.fault, step.note)))
    return f"  {name} : {day} [{_STATES[step.state]}]{f' {said}' if said else ''}"
