"""What a file of members would change in a CPTS, before anything is written."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from csipa.french.dates import NotADate, long_date, parse_date
from csipa.french.grammar import enumeration
from csipa.french.numbers import counted
from csipa.tables import Row, Table
from sites.models import Commune, Community
from sites.models.commune_queryset import AmbiguousCommune, UnknownCommune
from sites.rules.care_professions import name_of
from sites.rules.names import search_key
from staffing.exchange.members_table import CONTACTS, HEADINGS
from staffing.models import MemberRole, Membership
from staffing.review.import_plan import Difference
from staffing.rules.member_words import (
    NotUnderstood,
    profession_code,
    rpps_number,
    yes_or_no,
)
from staffing.rules.rpps import has_right_key

_ROLES = {search_key(role.label): role.value for role in MemberRole}
_LENGTHS = {"title": 40, "last_name": 120, "first_name": 120, "phone": 20}


@dataclass(frozen=True)
class Fault:
    """Why a line is left aside; `column` may be empty."""

    line: int
    column: str
    message: str


@dataclass(frozen=True)
class Entry:
    """A line to write: the membership it changes (None: a new one) and its values."""

    line: int
    label: str
    member: Membership | None
    values: dict[str, Any]
    differences: list[Difference]

    @property
    def is_new(self) -> bool:
        """Tell whether it adds a member."""
        return self.member is None


@dataclass
class Plan:
    """The lines that would be written, those left aside, and what deserves a look."""

    entries: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unchanged: int = 0

    def __str__(self) -> str:
        new = sum(entry.is_new for entry in self.entries)
        told = [
            (new, "adhésion à ajouter", "adhésions à ajouter"),
            (len(self.entries) - new, "adhésion à modifier", "adhésions à modifier"),
            (self.unchanged, "ligne déjà enregistrée", "lignes déjà enregistrées"),
            (
                len({one.line for one in self.faults}),
                "ligne laissée de côté",
                "lignes laissées de côté",
            ),
        ]
        return enumeration(counted(*one) for one in told if one[0]) or "rien à écrire"

    @property
    def digest(self) -> str:
        """What tells one plan from another: two previews of the same write are equal."""
        content = [
            [
                entry.line,
                entry.member.pk if entry.member else 0,
                entry.member.version if entry.member else 0,
                {name: str(value) for name, value in sorted(entry.values.items())},
            ]
            for entry in self.entries
        ]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def plan_members(
    table: Table, community: Community, *, today: dt.date, sees_contacts: bool
) -> Plan:
    """Return what `table` changes among the members of `community` on `today` or to come.

    A cell left empty changes nothing. Contacts are left aside for who may not see them. Two
    queries, and a few for each commune that the file names.
    """
    plan = Plan(notes=list(table.notes))
    columns = {name for row in table.rows for name in row.texts}
    if not sees_contacts and columns & set(CONTACTS):
        plan.notes.append(
            "Votre compte ne voit pas les coordonnées : ces colonnes sont laissées de côté."
        )
    known = _Known(community, today)
    reader = _Reader(sees_contacts=sees_contacts)
    for row in table.rows:
        _plan_row(row, plan, known, reader)
    return plan


def _plan_row(row: Row, plan: Plan, known: _Known, reader: _Reader) -> None:
    faults = [Fault(row.number, HEADINGS[name], why) for name, why in row.faults]
    values, wrong = reader.values(row)
    faults += wrong
    if not faults:
        try:
            member = known.member_of(values)
        except NotUnderstood as error:
            faults.append(Fault(row.number, "", str(error)))
        else:
            faults += _lacking(row.number, values, member)
    if faults:
        plan.faults += faults
        return
    if (rpps := values.get("rpps")) and not has_right_key(rpps):
        plan.notes.append(
            f"Ligne {row.number} : la clé du numéro RPPS {rpps} ne suit pas la formule usuelle ; "
            "relisez-le."
        )
    changed = {
        name: value
        for name, value in values.items()
        if member is None or getattr(member, _column(name)) != _stored(value)
    }
    if not changed:
        plan.unchanged += 1
        return
    label = f"{values['last_name'].upper()} {values.get('first_name', '')}".strip()
    told = [
        Difference(
            HEADINGS[name],
            (_said(name, getattr(member, name)) or "rien") if member else "",
            _said(name, value),
        )
        for name, value in changed.items()
    ]
    plan.entries.append(Entry(row.number, label, member, changed, told))


def _lacking(line: int, values: dict[str, Any], member: Membership | None) -> list[Fault]:
    """Return what a membership would lack once the line is written."""
    faults = []
    if member is None and "start" not in values:
        faults.append(Fault(line, HEADINGS["start"], "donnez le jour de l’adhésion."))

    def after(name: str) -> Any:
        return values.get(name, getattr(member, name) if member else None)

    if after("listed") and not after("consent_on"):
        faults.append(Fault(line, HEADINGS["consent_on"], "donnez le jour de l’accord."))
    if after("contacts_listed") and not after("listed"):
        message = "les coordonnées ne paraissent à l’annuaire qu’avec le nom."
        faults.append(Fault(line, HEADINGS["contacts_listed"], message))
    start, end = after("start"), member.end if member else None
    if start and end and end < start:
        faults.append(Fault(line, HEADINGS["start"], "ce jour suit la fin de l’adhésion."))
    return faults


class _Known:
    """The members of a CPTS, found by RPPS number, then by name and profession."""

    def __init__(self, community: Community, today: dt.date) -> None:
        self.by_rpps: dict[str, Membership] = {}
        self.by_name: dict[str, list[Membership]] = defaultdict(list)
        self.taken: dict[Any, int] = {}
        members = Membership.objects.not_over(today).filter(
            community=community, organisation__isnull=True
        )
        for row in members.select_related("commune").order_by("pk"):
            if row.rpps:
                self.by_rpps[row.rpps] = row
            self.by_name[row.name_key].append(row)

    def member_of(self, values: dict[str, Any]) -> Membership | None:
        """Return the member that a line is about; NotUnderstood when it could be several."""
        rpps = values.get("rpps", "")
        found = self.by_rpps.get(rpps)
        key = search_key(f"{values['last_name']} {values.get('first_name', '')}")
        if found is None:
            profession = values.get("profession", "")
            same = [
                row
                for row in self.by_name.get(key, [])
                if (not profession or not row.profession or row.profession == profession)
                and not (rpps and row.rpps)
            ]
            if len(same) > 1:
                raise NotUnderstood(
                    "plusieurs adhérents portent ce nom : donnez le numéro RPPS ou la profession."
                )
            found = same[0] if same else None
        mark = found.pk if found else (rpps or (key, values.get("profession", "")))
        if mark in self.taken:
            raise NotUnderstood(f"cette personne est déjà à la ligne {self.taken[mark]}.")
        self.taken[mark] = values["line"]
        del values["line"]
        return found


class _Reader:
    """Cells to values; each commune is looked for once."""

    def __init__(self, *, sees_contacts: bool) -> None:
        self.communes: dict[str, Commune] = {}
        self.readers: dict[str, Callable[[str], Any]] = {
            "profession": profession_code,
            "rpps": rpps_number,
            "commune": self._commune,
            "role": _role,
            "founder": yes_or_no,
            "listed": yes_or_no,
            "contacts_listed": yes_or_no,
            "start": _day,
            "consent_on": _day,
            "email": _email,
        }
        self.left_out = () if sees_contacts else CONTACTS

    def values(self, row: Row) -> tuple[dict[str, Any], list[Fault]]:
        """Return the values of the cells that hold something, and what is wrong."""
        values: dict[str, Any] = {"line": row.number}
        faults = []
        for name, text in row.texts.items():
            if not text.strip() or name in self.left_out:
                continue
            try:
                values[name] = self.readers.get(name, str.strip)(text)
            except (NotUnderstood, NotADate, UnknownCommune, AmbiguousCommune) as error:
                faults.append(Fault(row.number, HEADINGS[name], str(error)))
                continue
            most = _LENGTHS.get(name)
            if most and len(values[name]) > most:
                message = f"ce texte dépasse {most} signes."
                faults.append(Fault(row.number, HEADINGS[name], message))
        if "last_name" not in values and not faults:
            faults.append(Fault(row.number, HEADINGS["last_name"], "donnez le nom."))
        return values, faults

    def _commune(self, text: str) -> Commune:
        if text not in self.communes:
            self.communes[text] = Commune.objects.resolve(text)
        return self.communes[text]


def _role(text: str) -> str:
    role = _ROLES.get(search_key(text))
    if role is None:
        known = enumeration((f"« {one.label} »" for one in MemberRole), "ou")
        raise NotUnderstood(f"« {text.strip()} » n’est pas un rôle connu : écrivez {known}.")
    return role


def _day(text: str) -> dt.date:
    return parse_date(text.strip())


def _email(text: str) -> str:
    try:
        validate_email(text.strip())
    except ValidationError as error:
        raise NotUnderstood(f"« {text.strip()} » n’est pas une adresse électronique.") from error
    return text.strip()


def _column(name: str) -> str:
    return "commune_id" if name == "commune" else name


def _stored(value: Any) -> Any:
    return value.pk if isinstance(value, Commune) else value


def _said(name: str, value: Any) -> str:
    """Return a value in words."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, dt.date):
        return long_date(value)
    if name == "profession" and value:
        return name_of(value)
    if name == "role" and value:
        return str(MemberRole(value).label)
    return str(value or "")
