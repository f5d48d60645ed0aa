"""The filter of acts by the year of their series."""

from __future__ import annotations

import pytest

from tests.conventions.factories import ActFactory
from tests.conventions.pages import address, shown

pytestmark = pytest.mark.django_db

LIST = address("act_changelist")


def years(client, **asked):
    """Return what the filter of the list offers after « all », and what is chosen."""
    found = client.get(LIST, asked).context["cl"]
    specs = [one for one in found.filter_specs if hasattr(one, "years")]
    offered = [list(one.choices(found)) for one in specs]
    chosen = [choice["display"] for one in offered for choice in one if choice["selected"]]
    return [choice["display"] for one in offered for choice in one[1:]], chosen


def test_every_year_from_the_first_to_the_last_is_offered_the_latest_first(admin_client):
    for year in (2023, 2026, 2024):
        ActFactory(year=year)
    ActFactory(year=None)
    assert years(admin_client)[0] == ["2026", "2025", "2024", "2023"]


def test_acts_of_one_year_need_no_filter(admin_client):
    ActFactory(year=2026)
    ActFactory(year=None)
    assert years(admin_client) == ([], [])


def test_the_list_is_narrowed_to_the_year_chosen(admin_client):
    ActFactory(year=2024, title="Ancien")
    ActFactory(year=2026, title="Nouveau")
    page = shown(admin_client.get(LIST, {"year": "2024"}))
    assert "Ancien" in page
    assert "Nouveau" not in page
    assert years(admin_client, year="2024")[1] == ["2024"]


def test_a_year_that_is_none_leads_back_to_the_whole_list(admin_client):
    ActFactory(year=2024)
    assert admin_client.get(LIST, {"year": "surprise"}).status_code == 302
