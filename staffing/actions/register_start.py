"""What is checked before a file of the register is read, and where a reading is taken up again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from csipa.french.dates import long_date
from sites.models import Territory
from staffing.exchange.register.source import (
    Source,
    SourceRefused,
    fingerprint,
    open_skills,
    open_source,
    skills_beside,
)
from staffing.models import ImportState, RegisterImport
from staffing.rules.register.header import Header, WrongHeader, read_header, read_skills_header
from staffing.rules.register.names import extracted_on

_LONGEST_NAME, _LONGEST_MESSAGE = 200, 300


class RegisterRefused(ValueError):
    """The file is not read, or no further; the text is French and says what to do."""


@dataclass(frozen=True)
class Started:
    """A reading ready to run: its row and what it reads.

    `already` tells a file already read for these communes, `resumed` one taken up again.
    """

    reading: RegisterImport
    source: Source
    skills: Source | None
    header: Header
    already: bool = False
    resumed: bool = False


def start_reading(
    *,
    path: Path,
    territory: Territory,
    now: dt.datetime,
    skills: Path | None = None,
    as_of: dt.date | None = None,
) -> Started:
    """Note that a file is read for a territory, or find the reading to take up again.

    Raises RegisterRefused: wrong or cut file, unknown day, older extraction, territory without
    communes. Reads the whole file once for its fingerprint, in constant memory.
    """
    source, special, header = _opened(path, skills)
    day = _day(source, path, as_of, timezone.localdate(now))
    communes = set(territory.communes_on(day).values_list("pk", flat=True))
    if not communes:
        raise RegisterRefused(
            f"«\u00a0{territory}\u00a0» n’a aucune commune au {long_date(day)}\u00a0: "
            "indiquez d’abord celles qui le composent."
        )
    _check_not_older(communes, day)
    digest = fingerprint(*([path, skills] if skills else [path]))
    with transaction.atomic():
        # Two people who start at once must not both find no reading under way.
        list(Territory.objects.select_for_update().filter(pk=territory.pk).values_list("pk"))
        reading, already, resumed = _reading(source, territory, digest, day, now)
    return Started(reading, source, special, header, already, resumed)


def _opened(path: Path, skills: Path | None) -> tuple[Source, Source | None, Header]:
    try:
        source = open_source(path)
        special = open_skills(skills) if skills else skills_beside(path)
        header = read_header(source.header()[0])
        if special:
            read_skills_header(special.header()[0])
        cut = [one.name for one in (source, special) if one and one.is_cut()]
    except (SourceRefused, WrongHeader) as error:
        raise RegisterRefused(str(error)) from error
    if cut:
        raise RegisterRefused(
            f"La dernière ligne de {cut[0]} est coupée\u00a0: le téléchargement s’est arrêté avant "
            "la fin. Téléchargez le fichier à nouveau."
        )
    return source, special, header


def _day(source: Source, path: Path, as_of: dt.date | None, today: dt.date) -> dt.date:
    day = as_of or extracted_on(source.name) or extracted_on(path.name)
    if day is None:
        raise RegisterRefused(
            f"Le nom {source.name} ne dit pas quel jour le répertoire a été extrait\u00a0: "
            "indiquez ce jour."
        )
    if day > today:
        raise RegisterRefused(
            f"Ce fichier serait extrait le {long_date(day)}, un jour encore à venir\u00a0: "
            "corrigez cette date."
        )
    return day


def _check_not_older(communes: Collection[str], day: dt.date) -> None:
    """Refuse an extraction older than the last one read for any of these communes."""
    done = RegisterImport.objects.filter(
        state=ImportState.DONE, territory__memberships__commune__in=communes
    )
    last = done.select_related("territory").order_by("-as_of").first()
    if last and day < last.as_of:
        raise RegisterRefused(
            f"Ce fichier est extrait le {long_date(day)}, et «\u00a0{last.territory}\u00a0» est "
            f"déjà à jour du {long_date(last.as_of)}\u00a0: lire un fichier plus ancien effacerait "
            "ce qui a changé depuis. Prenez une extraction de ce jour ou plus récente."
        )


def _reading(
    source: Source, territory: Territory, digest: str, day: dt.date, now: dt.datetime
) -> tuple[RegisterImport, bool, bool]:
    """Return the reading of a file, whether it is done already, whether it goes on."""
    readings = RegisterImport.objects.filter(territory=territory)
    last = readings.filter(state=ImportState.DONE).order_by("-started_at").first()
    if last and _is_same(last, digest, day):
        return last, True, False
    under_way = readings.select_for_update().filter(state=ImportState.READING).first()
    if under_way and _is_same(under_way, digest, day):
        return under_way, False, True
    if under_way:
        under_way.staged.all().delete()
        under_way.state, under_way.finished_at = ImportState.FAILED, now
        under_way.message = f"Remplacée par la lecture de {source.name}."[:_LONGEST_MESSAGE]
        under_way.save(update_fields=["state", "finished_at", "message"])
    new = RegisterImport.objects.create(
        territory=territory,
        file_name=source.name[:_LONGEST_NAME],
        file_size=source.size,
        file_hash=digest,
        as_of=day,
        started_at=now,
    )
    return new, False, False


def _is_same(reading: RegisterImport, digest: str, day: dt.date) -> bool:
    """Tell whether a reading is of this file, for the communes that the territory still has."""
    if (reading.file_hash, reading.as_of) != (digest, day):
        return False
    history = reading.territory.memberships.model.history
    edited = history.filter(territory=reading.territory_id, history_date__gt=reading.started_at)
    return not edited.exists()
