"""What the tests of the week grid share: a site with a line, somebody who types, addresses."""

import datetime as dt
import json
import re

from django.contrib.auth.models import Permission
from django.urls import reverse

from consultations.rules.cell_names import BASE, CELL, cell_end
from consultations.rules.cells import CellKey, Measure
from sites.models import Activity
from tests.consultations.factories import MONDAY, RecordingLineFactory, UserFactory
from tests.sites.factories import OpeningHoursFactory, SiteFactory

TODAY = MONDAY + dt.timedelta(days=3)
"""A Thursday: Friday is still to come."""
WEEK = "2026-W23"
WRITES = ("view_activitycount", "change_activitycount")


def secretary(*codenames):
    """Make an account with these permissions; those of whoever types, unless told otherwise."""
    user = UserFactory()
    rights = (*(codenames or WRITES), "every_site")
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return user


def open_site(weekdays=(1, 2, 3, 4, 5), **fields):
    """Make a site that consults on these weekdays."""
    site = SiteFactory(**fields)
    for weekday in weekdays:
        OpeningHoursFactory(site=site, weekday=weekday, activity=Activity.MEDICAL)
    return site


def line_at(site, **fields):
    """Make the line of general practitioners of a site."""
    return RecordingLineFactory(site=site, **fields)


def end_of(line, day=MONDAY, measure=Measure.DONE, person=None):
    """Return the end of the names of a cell."""
    key = CellKey.of(line.site_id, day, line.profession_id, line.kind, person and person.pk)
    return cell_end(key, measure)


def name_of(line, day=MONDAY, measure=Measure.DONE, person=None):
    """Return the name of a cell."""
    return f"{CELL}-{end_of(line, day, measure, person)}"


def typed(line, value, base="", **where):
    """Return the fields of a form in which one cell was typed."""
    end = end_of(line, **where)
    return {f"{CELL}-{end}": value, f"{BASE}-{end}": base}


def address(**query):
    """Return the address of the week of the tests."""
    query = {"semaine": WEEK, **query}
    return f"{reverse('saisie')}?{'&'.join(f'{key}={value}' for key, value in query.items())}"


def sent(client, *cells, **extra):
    """Send cells as the browser does, each a name, a value and what it showed."""
    body = {
        "cells": [
            {"name": name, "value": value, "base": base, **extra} for name, value, base in cells
        ]
    }
    return client.post(
        reverse("saisie-cellules"), json.dumps(body), content_type="application/json"
    )


def words(answer):
    """Return the text of a page, spaces made plain."""
    bare = re.sub(r"<script.*?</script>|<[^>]+>", " ", answer.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", bare.replace("\u00a0", " ").replace("&nbsp;", " "))


def cell(answer, name):
    """Return the tag of one input."""
    (found,) = re.findall(rf'<input [^>]*name="{name}"[^>]*>', answer.content.decode())
    return found
