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
from sites.review.commune_import import COLUMNS, plan_communes
from sites.rules.communes_csv import CommuneRow

_REASON = "Import du répertoire des communes"
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


class CommunesChanged(ValueError):
    """The directory is no longer as the preview showed it; the text is one French sentence."""


@transaction.atomic
def import_communes(
    *,
    rows: list[CommuneRow],
    population_year: int | None = None,
    digest: str | None = None,
    by: AbstractBaseUser | None = None,
) -> ImportedCommunes:
    """Create or update the communes of a file; a commune that is not in it is left alone.

    `population_year` is the census year of every population of the file; without it a changed
    population loses its year. A renamed commune keeps its former name as an alias, and so does
    its organisation. `digest` is that of the plan which was shown. Raises FaultyFile when a SIREN
    belongs to a commune outside the file, CommunesChanged when the plan is another by now.
    """
    plan = plan_communes(rows, population_year=population_year)
    if digest is not None and digest != plan.digest:
        raise CommunesChanged(
            "Le répertoire a changé depuis l’aperçu : voyez ce qui change maintenant."
        )
    history = {"default_user": by, "default_change_reason": _REASON, "batch_size": _BATCH}
    bulk_create_with_history([one.commune for one in plan.added], Commune, **history)
    changed = [one for one in plan.changed if one.has_new_values]
    if changed:
        columns = [*_changed_columns(changed), "search_key"]
        bulk_update_with_history([one.commune for one in changed], Commune, columns, **history)
    _write_postal_codes(rows, history)
    _keep_former_names({one.commune: one.before["name"] for one in changed}, history)
    _rename_organisations([one.commune for one in changed], by)
    return ImportedCommunes(len(plan.added), len(plan.changed), plan.unchanged)


def _changed_columns(changed):
    """Return the columns in which any commune changed: an update costs by column."""
    return [
        column
        for column in COLUMNS
        if any(getattr(one.commune, column) != one.before[column] for one in changed)
    ]


def _write_postal_codes(rows, history):
    """Make the postal codes those of the file."""
    wanted = {(row.insee_code, code) for row in rows for code in row.postal_codes}
    communes = [row.insee_code for row in rows]
    present = {
        (code.commune_id, code.code): code
        for code in PostalCode.objects.filter(commune__in=communes)
    }
    added = [PostalCode(commune_id=pk, code=code) for pk, code in sorted(wanted - present.keys())]
    bulk_create_with_history(added, PostalCode, **history)
    for key in sorted(present.keys() - wanted):
        postal_code = present[key]
        postal_code._history_user = history["default_user"]
        postal_code.delete()


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
