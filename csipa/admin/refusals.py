"""A write that the database refuses is said on the page, with what was typed still there."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError

from csipa.admin.conflicts import PageEdit
from csipa.constraints import refusal_of


class RefusalMixin:
    """Shows a page again when a constraint that forms cannot see refuses what it saves.

    Forms check what they can beforehand: this is for two people at once, and for lines that are
    right together but not one after the other.
    """

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Open or save a page; a refused save has written nothing."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError as error:
            request.refused_write = refusal_of(error)
            if not request.refused_write:
                raise
        if hasattr(request, "page_edit"):
            request.page_edit = PageEdit()
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request, obj=None, **kwargs):
        """Return the form; after a refusal, one that tells it and is not saved."""
        form = super().get_form(request, obj, **kwargs)
        told = getattr(request, "refused_write", "")
        return refusing(form, told) if told else form


def refusing(form_class: Any, message: str) -> Any:
    """Return the form class with an error that keeps the page from being saved."""

    class RefusingForm(form_class):
        def full_clean(self):
            super().full_clean()
            self.add_error(None, message)

    return RefusingForm
