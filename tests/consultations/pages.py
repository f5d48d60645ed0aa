"""People with rights, and pages as they are read."""

import re

from django.contrib.auth.models import Permission

from tests.consultations.factories import UserFactory
from tests.sites.factories import SiteScopeFactory


def account(*rights, sites=()):
    """Make an account with some rights on activity, for some sites or for all."""
    user = UserFactory()
    found = Permission.objects.filter(content_type__app_label="consultations", codename__in=rights)
    assert found.count() == len(rights)
    user.user_permissions.set(found)
    if not sites:
        user.user_permissions.add(Permission.objects.get(codename="every_site"))
    for site in sites:
        SiteScopeFactory(user=user, site=site)
    return user


def read(answer):
    """Return what the page says, spaces as one."""
    body = answer.content.decode().partition("<main")[2]
    apart = re.sub(r"</?(?:td|th|tr|li|p|h2|div|button)\b", r" \g<0>", body)
    bare = re.sub(r"<[^>]+>", "", apart).replace("\u00a0", " ").replace("&nbsp;", " ")
    return re.sub(r"\s+", " ", bare)
