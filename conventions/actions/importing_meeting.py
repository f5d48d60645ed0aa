"""Finds or writes the meeting that the file of a collegial act tells."""

from __future__ import annotations

from typing import Any

from conventions.actions.records import RecordBook
from conventions.exchange import mapping
from conventions.exchange.compare import pruned
from conventions.exchange.faults import ExchangeError, Fault
from conventions.exchange.mapping import columns
from conventions.exchange.meetings import meeting_data
from conventions.models import Act, Attendance, Meeting
from csipa.french.dates import long_date

Data = dict[str, Any]


def take_meeting(act: Act, data: Data, book: RecordBook, *, replace: bool) -> Meeting:
    """Return the meeting of `act`, an act not saved yet, as the file tells it.

    One meeting serves every act taken at it. What the file leaves out is taken from the record and
    told; what it adds completes the record; what contradicts it raises ExchangeError, unless
    `replace` is asked for and no other act that is signed rests on the meeting.
    """
    told = pruned({key: value for key, value in data.items() if key != "rank"})
    held_on = Meeting._meta.get_field("held_on").to_python(data["held_on"])
    meeting = Meeting.objects.filter(
        authority=act.authority, body=act.body, held_on=held_on
    ).first()
    if meeting is None:
        return _write(Meeting(authority=act.authority, body=act.body), told)
    known = pruned(meeting_data(meeting))
    if all(known.get(key) == value for key, value in told.items()):
        if known != told:
            book.notices.append(
                f"« {meeting} » était déjà enregistrée : ce que le fichier n’en dit pas vient "
                "de sa fiche."
            )
        return meeting
    if replace and not meeting.acts.signed().exists():
        return _write(meeting, told)
    if faults := _contradictions(meeting, known, told):
        raise ExchangeError(faults)
    if meeting.acts.filter(sealed=True).exists():
        raise ExchangeError([Fault("meeting", _resting(meeting))])
    return _write(meeting, {**known, **told})


def _contradictions(meeting: Meeting, known: Data, told: Data) -> list[Fault]:
    day = long_date(meeting.held_on)
    return [
        Fault(
            f"meeting.{key}",
            f"la réunion du {day} est déjà enregistrée autrement : corrigez sa fiche ou le "
            "fichier.",
        )
        for key, value in told.items()
        if key in known and known[key] != value
    ]


def _resting(meeting: Meeting) -> str:
    day = long_date(meeting.held_on)
    return (
        f"la réunion du {day} est déjà enregistrée avec moins d’informations, et un acte signé ici "
        "s’y rattache : elle ne peut plus être complétée."
    )


def _write(meeting: Meeting, data: Data) -> Meeting:
    """Give a meeting the words of a file, its list written again from the first line."""
    for column, value in columns(Meeting, data, mapping.MEETING).items():
        setattr(meeting, column, value)
    meeting.second_convocation = bool(data.get("second_convocation"))
    if meeting.pk:
        meeting.version += 1
        meeting.attendances.all().delete()
    meeting.save()
    rows = {}
    for position, line in enumerate(data.get("attendances") or [], start=1):
        values = columns(Attendance, line, mapping.ATTENDANCE)
        rows[line["name"]] = Attendance.objects.create(meeting=meeting, position=position, **values)
    for line in data.get("attendances") or []:
        if line.get("proxy"):
            row = rows[line["name"]]
            row.proxy = rows[line["proxy"]]
            row.save()
    return meeting
