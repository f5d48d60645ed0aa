"""Asks the box as somebody would, and reads what it shows."""

import re

from django.contrib.auth.models import Permission
from django.urls import reverse

from tests.admin.factories import UserFactory

_MARK = re.compile(r"</?mark>")


def agent(client, *codenames):
    """Log somebody in who has some rights, and return them."""
    user = UserFactory()
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client.force_login(user)
    return user


def ask(client, typed=""):
    """Return what the box answers: its groups, and the sentence that tells how many."""
    response = client.get(reverse("admin:search_found"), {"q": typed})
    assert response.status_code == 200
    return response.context["found"]


def found(client, typed, title=None):
    """Return the names of the lines found, of one group or of all, the best first."""
    groups = ask(client, typed).groups
    return [line.title for group in groups if title in (None, group.title) for line in group.lines]


def line(client, typed, title):
    """Return the only line of a group."""
    (one,) = next(group for group in ask(client, typed).groups if group.title == title).lines
    return one


def shown(client, typed):
    """Return the text that the box sends, without its marks."""
    answer = client.get(reverse("admin:search_found"), {"q": typed}).content.decode()
    return _MARK.sub("", answer)
