"""What is kept until a row changes: read once, read again at the next write, never for another."""

import pytest
from django.contrib.auth.models import User
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from csipa.kept import CACHE, Reading, how_far, read_all
from sites.models import Site
from tests.admin.factories import UserFactory
from tests.sites.factories import SiteFactory

pytestmark = pytest.mark.django_db


class Counted:
    """A reading of the sites that tells how often it was done."""

    def __init__(self, *labels):
        self.times = 0
        self.reading = Reading("sites", labels or ("sites.Site",), self.read)

    def read(self):
        self.times += 1
        return sorted(site.name for site in Site.objects.all())

    def ask(self, key="somebody"):
        return read_all([self.reading], key=key)[0]


def test_what_did_not_change_is_read_once_with_one_query():
    sites = Counted()
    SiteFactory(name="Robecq")
    assert sites.ask() == ["Robecq"]
    with CaptureQueriesContext(connection) as found:
        assert sites.ask() == ["Robecq"]
    assert (sites.times, len(found)) == (1, 1)


def test_a_row_added_changed_or_deleted_is_read_at_once():
    sites = Counted()
    site = SiteFactory(name="Robecq")
    sites.ask()
    site.name = "Labourse"
    site.save()
    assert sites.ask() == ["Labourse"]
    other = SiteFactory(name="Allouagne")
    assert sites.ask() == ["Allouagne", "Labourse"]
    other.delete()
    assert sites.ask() == ["Labourse"]


def test_a_change_elsewhere_makes_nothing_be_read_again():
    sites = Counted()
    site = SiteFactory(name="Robecq")
    sites.ask()
    commune = site.commune
    commune.save()
    sites.ask()
    assert sites.times == 1
    both = Counted("sites.Site", "sites.Commune")
    both.ask()
    commune.save()
    both.ask()
    assert both.times == 2


def test_what_one_person_reads_is_never_given_to_another():
    sites = Counted()
    sites.ask("somebody")
    sites.ask("somebody else")
    assert sites.times == 2


def test_nothing_found_is_kept_too():
    calls = []
    nothing = Reading("nothing", ("sites.Site",), lambda: calls.append(1))
    assert read_all([nothing, nothing], key="x") == [None, None]
    assert len(calls) == 1


def test_a_version_seen_after_a_later_one_is_noticed():
    SiteFactory.create_batch(3)
    versions = Site.history.model.objects.order_by("history_id")
    late = versions[1]
    before = how_far(["sites.Site"])
    late.delete()
    hidden = how_far(["sites.Site"])
    assert hidden[0][0] == before[0][0]
    assert hidden != before


def test_the_mark_of_an_account_moves_with_the_account():
    before = how_far([User._meta.label])
    UserFactory()
    assert how_far([User._meta.label]) != before


def test_nothing_asked_costs_nothing():
    with CaptureQueriesContext(connection) as found:
        assert read_all([], key="x") == []
    assert len(found) == 0


def test_the_cache_is_of_the_process():
    assert "locmem" in type(caches[CACHE]).__module__
