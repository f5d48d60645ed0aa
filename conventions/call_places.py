"""Where one acts on what a convention calls for: the address of a page for each call."""

from __future__ import annotations

from django.urls import reverse

from conventions.review.watch import Call
from conventions.rules.watch import CallKind

_PAGES = {
    CallKind.SIGNATURE: "signatures",
    CallKind.COMMITMENT: "commitments",
    CallKind.REVIEW: "schedule",
    CallKind.PAYMENT: "schedule",
}
# It tells the end, the notice and the renewal, with the buttons of who may act on them.
_CHANGE = "change"


def place_of(call: Call) -> str:
    """Return the path of the page where one acts on a call; whoever sees it may open it."""
    name = _PAGES.get(call.kind, _CHANGE)
    return reverse(f"admin:conventions_convention_{name}", args=[call.convention.pk])
