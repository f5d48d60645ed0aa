"""Where one acts on what a convention calls for: the address of a page for each call."""

from __future__ import annotations

from django.urls import reverse

from conventions.review.watch import Call
from conventions.rules.watch import CallKind

_PAGES = {
    CallKind.SIGNATURE: "signatures",
    CallKind.COMMITMENT: "commitments",
}
_CHANGE = "change"


def place_of(call: Call) -> str:
    """Return the path of the page where one acts on a call."""
    name = _PAGES.get(call.kind, _CHANGE)
    return reverse(f"admin:conventions_convention_{name}", args=[call.convention.pk])
