"""Where the act that a text cites by its number is read."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from conventions.models import Act
from conventions.rules.numbering import number_key

_PERMISSIONS = ("conventions.view_act", "conventions.change_act")


def act_page_of(request: HttpRequest, number: str) -> str:
    """Return the address of the page of the signed act that bears `number`, here or elsewhere.

    Whatever its spelling: « 2026 008 », « n° 2026-008 », « 2026_008 ». When several acts bear it,
    the address is that of the list that shows them; empty when none does, or for who may not read
    acts.
    """
    key = number_key(number)
    if not key or not any(request.user.has_perm(permission) for permission in _PERMISSIONS):
        return ""
    found = list(Act.objects.signed().numbered(number)[:2])
    if len(found) > 1:
        return f"{reverse('admin:conventions_act_changelist')}?{urlencode({'q': key})}"
    return reverse("admin:conventions_act_change", args=[found[0].pk]) if found else ""
