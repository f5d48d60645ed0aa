"""What the tests of pages on posts and people share: addresses, posted lines, what is said."""

from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse


def url(name, *args):
    """Return the address of a page of the app."""
    return reverse(f"admin:staffing_{name}", args=args)


def lines(prefix, *rows, initial=0):
    """Return the posted values of a set of lines."""
    values = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": initial}
    for index, row in enumerate(rows):
        values |= {f"{prefix}-{index}-{name}": value for name, value in row.items()}
    return values


def text(response):
    """Return a page as text."""
    return response.content.decode()


def said(response):
    """Return the messages of a page."""
    return " ".join(str(message) for message in response.context["messages"])


def staff(*permissions):
    """Return a client of somebody who has these permissions alone, for every site and CPTS."""
    user = User.objects.create_user("agent", is_staff=True)
    named = (*permissions, "every_site", "every_community")
    user.user_permissions.set(Permission.objects.filter(codename__in=named))
    client = Client()
    client.force_login(user)
    return client
