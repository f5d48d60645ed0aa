"""What the tests of pages share: people with some rights, addresses, the text of a page."""

from django.contrib.auth.models import Permission, User
from django.urls import reverse


def staff(*codenames):
    """Return a member of staff with these rights on sites, for all of them and every CPTS."""
    user = User.objects.create_user(f"user{User.objects.count()}", password="x", is_staff=True)
    named = (*codenames, "every_site", "every_community")
    wanted = Permission.objects.filter(content_type__app_label="sites", codename__in=named)
    user.user_permissions.set(wanted)
    return user


def address(name, row=None):
    """Return the address of a page of the app."""
    return reverse(f"admin:sites_{name}", args=[row.pk] if row else [])


def shown(response):
    """Return the text of a page, its no-break spaces made plain."""
    return response.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")
