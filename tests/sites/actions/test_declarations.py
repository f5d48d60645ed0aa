"""A change that the records show, declared or set aside."""

import datetime as dt
from dataclasses import replace

import pytest
from django.contrib.auth.models import User

from sites.actions.declarations import (
    DeclarationRefused,
    declare_change,
    set_change_aside,
    take_up_change,
)
from sites.models import ChangeSetAside, SubstantialChange
from sites.review.declarations import find_proposals
from sites.rules.declarations import Change
from tests.sites.changes import agglomeration_centre
from tests.sites.factories import OrganisationFactory, SiteFactory

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 2, 10)


@pytest.fixture
def author():
    return User.objects.create_user("camille")


@pytest.fixture
def change():
    """An antenna that opened without anybody being told."""
    antenna = SiteFactory(
        antenna=True,
        parent=agglomeration_centre(),
        name="Robecq",
        commune_id="62713",
        opened_on=dt.date(2026, 2, 2),
    )
    return Change(antenna.pk, antenna.parent_id, "antenna_opened", antenna.opened_on)


def test_a_declaration_is_written_from_what_the_records_show(change, author):
    agency = OrganisationFactory(kind="ars", official_name="Agence régionale de santé")
    row = declare_change(change=change, by=author, today=TODAY)
    assert (row.nature, row.site_id, row.happened_on) == ("antenna_opened", change.site, change.day)
    assert row.description == "L’antenne de Robecq a ouvert le 2\u00a0février\u00a02026."
    assert row.agency == agency
    assert row.sent_on is None
    assert row.history.get().history_user == author
    assert find_proposals(TODAY) == []


@pytest.mark.parametrize("count", [0, 2])
def test_an_agency_is_chosen_only_where_there_is_no_choice(change, count):
    OrganisationFactory.create_batch(count, kind="ars")
    assert declare_change(change=change, by=None, today=TODAY).agency is None


def test_a_change_is_declared_once(change):
    declare_change(change=change, by=None, today=TODAY)
    for answer in (declare_change, lambda **known: set_change_aside(reason="Non", **known)):
        with pytest.raises(DeclarationRefused, match="n’est plus à déclarer"):
            answer(change=change, by=None, today=TODAY)
    assert SubstantialChange.objects.count() == 1
    assert not ChangeSetAside.objects.exists()


def test_a_change_that_the_records_do_not_show_is_refused(change):
    for wrong in ({"nature": "quality"}, {"day": TODAY}, {"site": 0}):
        with pytest.raises(DeclarationRefused):
            declare_change(change=replace(change, **wrong), by=None, today=TODAY)


def test_a_change_set_aside_is_proposed_again_once_taken_up(change, author):
    row = set_change_aside(change=change, reason=" Déjà dit. ", by=author, today=TODAY)
    assert (row.reason, row.set_aside_on) == ("Déjà dit.", TODAY)
    assert find_proposals(TODAY) == []
    take_up_change(row=row, by=author)
    assert [one.change for one in find_proposals(TODAY)] == [change]
    deeds = ChangeSetAside.history.order_by("history_id")
    assert [(deed.history_type, deed.history_user) for deed in deeds] == [
        ("+", author),
        ("-", author),
    ]


def test_a_change_is_set_aside_for_a_reason(change):
    with pytest.raises(DeclarationRefused, match="Dites pourquoi"):
        set_change_aside(change=change, reason="  ", by=None, today=TODAY)
