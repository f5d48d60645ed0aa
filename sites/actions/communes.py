"""The directory of communes, brought up to date from a file."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from csipa.french.numbers import counted
from sites.models import (
    Commune,
    CommuneAlias,
    Organisation,
    OrganisationAlias,
    OrganisationKind,
    PostalCode,
)
from sites.rules.communes_csv import CommuneRow, FaultyFile, LineFault
from sites.rules.names import search_key

_REASON = "Import du répertoire des communes"
_COLUMNS = ("name", "tncc", "siren", "department", "population", "population_year")
_BATCH = 500


@dataclass(frozen=True)
class ImportedCommunes:
    """How many communes an import created, changed and found as they were."""

    created: int
    updated: int
    unchanged: int

    def __str__(self):
        read = counted(self.created + self.updated + self.unchanged, "commune lue", "communes lues")
        created = counted(self.created, "créée", "créées")
        updated = counted(self.updated, "mise à jour", "mises à jour")
        unchanged = counted(self.unchanged, "inchangée", "inchangées")
        return f"{read}\u00a0: {created}, {updated}, {unchanged}."


@transaction.atomic
def import_communes(
    *,
    rows: list[CommuneRow],
    population_year: int | None = None,
    by: AbstractBaseUser | None = None,
) -> ImportedCommunes:
    """Create or update the communes of a file; a commune that is not in it is left alone.

    `population_year` is the census year of every population of the file; without it a changed
    population loses its year. A renamed commune keeps its former name as an alias, and so does
    its organisation. Raises FaultyFile when a SIREN belongs to a commune outside the file.
    """
    _refuse_borrowed_sirens(rows)
    known = Commune.objects.in_bulk([row.insee_code for row in rows])
    former = {code: _values(commune) for code, commune in known.items()}
    for row in rows:
        _fill(known.setdefault(row.insee_code, Commune(pk=row.insee_code)), row, population_year)
    new = [commune for code, commune in known.items() if code not in former]
    changed = [known[code] for code, values in former.items() if _values(known[code]) != values]

    history = {"default_user": by, "default_change_reason": _REASON, "batch_size": _BATCH}
    bulk_create_with_history(new, Commune, **history)
    if changed:
        columns = _changed_columns(changed, former)
        bulk_update_with_history(changed, Commune, [*columns, "search_key"], **history)
    recoded = _write_postal_codes(rows, history) & former.keys()
    _keep_former_names({commune: former[commune.pk]["name"] for commune in changed}, history)
    _rename_organisations(changed, by)

    updated = len({commune.pk for commune in changed} | recoded)
    return ImportedCommunes(len(new), updated, len(rows) - len(new) - updated)


def _values(commune):
    return {column: getattr(commune, column) for column in _COLUMNS}


def _changed_columns(communes, former):
    """Return the columns in which any commune changed: an update costs by column."""
    return [
        column
        for column in _COLUMNS
        if any(getattr(commune, column) != former[commune.pk][column] for commune in communes)
    ]


def _fill(commune, row, population_year):
    """Give `commune` the values of `row`."""
    if population_year is None and row.population == commune.population:
        population_year = commune.population_year
    commune.population_year = population_year if row.population is not None else None
    for column in ("name", "tncc", "siren", "department", "population"):
        setattr(commune, column, getattr(row, column))
    # `bulk_update` writes the attribute as it stands: it does not call the column's `pre_save`.
    commune.search_key = search_key(commune.name)


def _refuse_borrowed_sirens(rows):
    lines = {row.siren: row.line for row in rows if row.siren}
    owners = Commune.objects.filter(siren__in=lines).exclude(
        pk__in=[row.insee_code for row in rows]
    )
    faults = [
        LineFault(
            lines[owner.siren],
            f"le SIREN {owner.siren} est déjà celui {owner.de} ({owner.pk}).",
        )
        for owner in owners
    ]
    if faults:
        raise FaultyFile(sorted(faults, key=lambda fault: fault.line))


def _write_postal_codes(rows, history):
    """Make the postal codes those of the file; return the INSEE codes of what changed."""
    wanted = {(row.insee_code, code) for row in rows for code in row.postal_codes}
    communes = [row.insee_code for row in rows]
    present = {
        (code.commune_id, code.code): code
        for code in PostalCode.objects.filter(commune__in=communes)
    }
    added = [PostalCode(commune_id=pk, code=code) for pk, code in sorted(wanted - present.keys())]
    bulk_create_with_history(added, PostalCode, **history)
    removed = [present[key] for key in sorted(present.keys() - wanted)]
    for postal_code in removed:
        postal_code._history_user = history["default_user"]
        postal_code.delete()
    return {postal_code.commune_id for postal_code in [*added, *removed]}


def _keep_former_names(names, history):
    """Note as an alias each former name that differs from the name of today."""
    aliases = [
        CommuneAlias(commune=commune, name=name)
        for commune, name in names.items()
        if name != commune.name and not commune.aliases.filter(name=name).exists()
    ]
    bulk_create_with_history(aliases, CommuneAlias, **history)


def _rename_organisations(communes, by):
    """Let the organisations that are these communes take their name again."""
    organisations = Organisation.objects.filter(kind=OrganisationKind.COMMUNE, commune__in=communes)
    for organisation in organisations.select_related("commune"):
        former = organisation.official_name
        organisation._history_user = by
        organisation.save()
        if not Organisation.objects.named(former).exists():
            alias = OrganisationAlias(organisation=organisation, name=former)
            alias._history_user = by
            alias.save()
