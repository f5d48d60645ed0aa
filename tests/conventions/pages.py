"""What the tests of pages share: people, addresses, and a form sent back as a browser does."""

from django.contrib.auth.models import Permission, User
from django.urls import reverse

from tests.admin.browser import form_of

EVERYWHERE = ("every_site", "every_community")


def staff(*codenames):
    """Return a member of staff with these rights, for every site and every CPTS."""
    user = User.objects.create_user(f"user{User.objects.count()}", password="x", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=(*codenames, *EVERYWHERE)))
    return user


def address(name, row=None):
    """Return the address of a page of the app."""
    return reverse(f"admin:conventions_{name}", args=[row.pk] if row else [])


def send_back(client, page, **typed):
    """Open a page, type in some inputs, save; return the answer."""
    data = form_of(client.get(page))
    return client.post(page, {**data, **{name: [value] for name, value in typed.items()}})


def shown(response):
    """Return the text of a page, its no-break spaces made plain."""
    return response.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")
