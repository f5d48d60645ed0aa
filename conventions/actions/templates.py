"""Copies models of conventions, and puts back in use those that were retired."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from conventions.models import ConventionTemplate, TemplateClause, TemplateParty


@transaction.atomic
def copy_template(
    *, template: ConventionTemplate, name: str, by: AbstractBaseUser | None
) -> ConventionTemplate:
    """Return a copy of a model under another name, in use, with its parties and its clauses.

    Raises ValidationError when another model bears that name.
    """
    copy = ConventionTemplate.objects.get(pk=template.pk)
    copy.pk, copy._state.adding = None, True
    copy.name, copy.version, copy.retired_on = name, 1, None
    copy._history_user = by
    copy.full_clean()
    copy.save()
    for model in (TemplateParty, TemplateClause):
        for row in model.objects.filter(template=template).order_by("position", "pk"):
            row.pk, row._state.adding = None, True
            row.template = copy
            row._history_user = by
            row.save()
    return copy


@transaction.atomic
def restore_template(
    *, template: ConventionTemplate, by: AbstractBaseUser | None
) -> ConventionTemplate:
    """Put a retired model back in use; one that is in use stays as it is."""
    row = ConventionTemplate.objects.select_for_update().get(pk=template.pk)
    if row.retired_on is not None:
        row.retired_on = None
        row.version += 1
        row._history_user = by
        row.save()
    return row
