"""Writes on studies of need: a copy to try other assumptions on, the public holidays."""

from __future__ import annotations

from decimal import Decimal

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Model
from simple_history.utils import bulk_create_with_history

from staffing.models import NeedProfession, NeedStudy, ServiceWork, SupportWork
from staffing.rules.wisn import weekday_holidays

_SUFFIX = " (copie)"


@transaction.atomic
def duplicate_study(*, study: NeedStudy, by: AbstractBaseUser | None = None) -> NeedStudy:
    """Return a copy of a study with its professions and all their lines, called « … (copie) »."""
    longest = NeedStudy._meta.get_field("title").max_length - len(_SUFFIX)
    copy = NeedStudy(
        title=f"{study.title[:longest]}{_SUFFIX}",
        year=study.year,
        site=study.site,
        assumptions=study.assumptions,
    )
    copy._history_user = by
    copy.save()
    rows = study.professions.prefetch_related("service_work", "support_work").order_by("pk")
    for row in rows:
        works = [*row.service_work.all(), *row.support_work.all()]
        need = _copied(row, study=copy)
        need._history_user = by
        need.save()
        for model in (ServiceWork, SupportWork):
            lines = [_copied(one, need=need) for one in works if isinstance(one, model)]
            bulk_create_with_history(lines, model, default_user=by)
    return copy


@transaction.atomic
def set_public_holidays(*, study: NeedStudy, by: AbstractBaseUser | None = None) -> int:
    """Give every profession the public holidays of the year on weekdays; return how many changed.

    The version of the study grows, so that a page opened before does not undo it.
    """
    days = Decimal(weekday_holidays(study.year))
    changed = list(NeedProfession.objects.filter(study=study).exclude(public_holidays=days))
    for row in changed:
        row.public_holidays = days
        row._history_user = by
        row.save(update_fields=["public_holidays"])
    if changed:
        held = NeedStudy.objects.select_for_update().get(pk=study.pk)
        held.version += 1
        held._history_user = by
        held.save()
    return len(changed)


def _copied(row: Model, **values: object) -> Model:
    """Return a new row like another, but for `values`."""
    fields = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key and field.name not in values
    }
    return type(row)(**fields, **values)
