"""Writes a convention from a model and annexes it to an act that is still a draft."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Max

from conventions.actions.writing import WritingRefused, write_convention
from conventions.models import Act, Annex, Convention


@transaction.atomic
def write_for(*, act: Act, by: AbstractBaseUser | None, **choices: Any) -> Convention:
    """Write a convention and annex it to `act`, after what is annexed already.

    `choices` are those of `write_convention`. Raises WritingRefused, and writes nothing, with all
    that is missing, when the act is signed or when the body that takes it is no party.
    """
    row = Act.objects.select_for_update().select_related("authority").get(pk=act.pk)
    if row.is_signed:
        raise WritingRefused(["L’acte est signé : sa convention ne change plus."])
    convention = write_convention(by=by, **choices)
    if not convention.parties.filter(organisation=row.authority_id).exists():
        body = row.authority.the_name
        raise WritingRefused([f"L’acte est pris par {body}, qui n’est pas partie."])
    last = row.annexes.aggregate(last=Max("position"))["last"] or 0
    annex = Annex(act=row, position=last + 1, title=convention.title, convention=convention)
    annex._history_user = by
    annex.full_clean()
    annex.save()
    return convention
