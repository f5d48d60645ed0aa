"""What the records show of changes to tell, and what was told."""

import datetime as dt

import pytest

from sites.models import ChangeNature, Representative, SubstantialChange
from sites.review.declaration_words import sentences
from sites.review.declarations import find_proposals, in_state, known_changes
from sites.rules.declarations import DeclarationState, state_of
from tests.sites.changes import agglomeration_centre, date_history, moved
from tests.sites.factories import OrganisationFactory, RepresentativeFactory, SiteFactory
from tests.sites.factories_projects import (
    ChangeSetAsideFactory,
    HealthProjectFactory,
    SubstantialChangeFactory,
)

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 3, 20)


def found(today=TODAY):
    """Return nature, site and day of what is still to tell."""
    return [
        (one.change.nature, one.site.name, one.change.day.isoformat())
        for one in find_proposals(today)
    ]


def told(today=TODAY):
    """Return the sentences, their no-break spaces made plain."""
    lines = sentences(find_proposals(today)).values()
    return [line.replace("\u00a0", " ") for line in lines]


def test_an_antenna_that_opens_then_closes_is_to_be_told():
    centre = agglomeration_centre()
    antenna = SiteFactory(
        antenna=True,
        parent=centre,
        name="Robecq",
        commune_id="62713",
        opened_on=dt.date(2025, 2, 3),
    )
    assert found() == [("antenna_opened", "Robecq", "2025-02-03")]
    assert told() == ["L’antenne de Robecq a ouvert le 3 février 2025."]
    assert found(dt.date(2025, 2, 2)) == []
    antenna.closed_on = dt.date(2026, 3, 2)
    antenna.save()
    assert found()[1] == ("antenna_closed", "Robecq", "2026-03-02")
    assert told()[1] == "L’antenne de Robecq a fermé le 2 mars 2026."


def test_an_antenna_opened_with_its_centre_belongs_to_the_first_project():
    centre = agglomeration_centre()
    SiteFactory(antenna=True, parent=centre, opened_on=centre.opened_on)
    SiteFactory(antenna=True, parent=centre, opened_on=dt.date(2024, 6, 17))
    SiteFactory(antenna=True, parent=centre, opened_on=None)
    SiteFactory(antenna=True, parent__opened_on=None)
    assert found() == []


def test_a_new_president_is_to_be_told_and_a_re_elected_one_is_not():
    centre = agglomeration_centre()
    assert found() == []
    newcomer = RepresentativeFactory(
        organisation=centre.manager,
        first_name="Hélène",
        last_name="Wattiez",
        start=dt.date(2026, 3, 16),
    )
    Representative.objects.exclude(pk=newcomer.pk).update(end=dt.date(2026, 3, 15))
    assert found() == [("representative", "Labourse", "2026-03-16")]
    assert told() == [
        (
            "Madame Hélène WATTIEZ, présidente, représente la communauté d’agglomération de "
            "Béthune-Bruay, Artois Lys Romane depuis le 16 mars 2026, à la suite de Monsieur "
            "Paul LEROY."
        )
    ]
    assert found(dt.date(2026, 3, 15)) == []
    Representative.objects.filter(pk=newcomer.pk).update(first_name="Paul", last_name="Leroy")
    assert found() == []


def test_who_signs_by_delegation_represents_nobody_anew():
    centre = agglomeration_centre()
    RepresentativeFactory(
        organisation=centre.manager,
        position=2,
        on_behalf="Par délégation du Président",
        start=dt.date(2026, 3, 1),
    )
    assert found() == []


def test_a_president_elected_before_the_centre_opened_is_no_change():
    centre = agglomeration_centre()
    Representative.objects.update(end=dt.date(2023, 12, 31))
    RepresentativeFactory(organisation=centre.manager, start=dt.date(2024, 1, 1))
    assert found() == []


def test_a_move_is_dated_by_the_day_it_was_typed():
    centre = agglomeration_centre()
    date_history(centre, dt.datetime(2024, 6, 3, 9, tzinfo=dt.UTC))
    centre.address = "3 rue Neuve"
    # Half past midnight in France is still the day before for the clock of the server.
    moved(centre, dt.datetime(2026, 3, 1, 23, 30, tzinfo=dt.UTC))
    assert found() == [("centre_moved", "Labourse", "2026-03-02")]
    assert told() == [
        (
            "Le centre de santé de Labourse est désormais installé 3 rue Neuve, 62113 Labourse, "
            "auparavant 12 rue de la Gare, 62113 Labourse."
        )
    ]


def test_an_address_typed_for_the_first_time_is_no_move():
    centre = agglomeration_centre(address="")
    centre.address = "3 rue Neuve"
    centre.save()
    centre.finess = ""
    centre.save()
    assert found() == []


def test_a_site_that_is_not_open_yet_may_move():
    antenna = SiteFactory(antenna=True, opened_on=None, address="1 rue Haute")
    antenna.address = "2 rue Haute"
    antenna.save()
    assert found() == []


def test_an_antenna_moves_and_follows_the_manager_of_its_centre():
    centre = agglomeration_centre()
    antenna = SiteFactory(
        antenna=True,
        parent=centre,
        manager=centre.manager,
        address="1 place du Bourg",
        commune_id="62713",
        name="Robecq",
        postal_code="62350",
        opened_on=centre.opened_on,
    )
    other = OrganisationFactory(official_name="syndicat de santé", article="le", gender="m")
    antenna.address, antenna.manager, centre.manager = "2 place du Bourg", other, other
    day = dt.datetime(2026, 3, 5, 10, tzinfo=dt.UTC)
    moved(antenna, day)
    moved(centre, day)
    assert found() == [
        ("manager", "Labourse", "2026-03-05"),
        ("antenna_moved", "Robecq", "2026-03-05"),
    ]
    assert told() == [
        (
            "Le gestionnaire du centre de santé de Labourse est désormais le syndicat de santé, "
            "auparavant la communauté d’agglomération de Béthune-Bruay, Artois Lys Romane."
        ),
        (
            "L’antenne de Robecq est désormais installée 2 place du Bourg, 62350 Robecq, "
            "auparavant 1 place du Bourg, 62350 Robecq."
        ),
    ]


@pytest.fixture
def antenna():
    return SiteFactory(
        antenna=True, parent=agglomeration_centre(), name="Robecq", opened_on=dt.date(2026, 2, 2)
    )


def test_what_is_declared_set_aside_or_in_an_edition_sent_since_is_not_proposed(antenna):
    change = {"site": antenna, "nature": ChangeNature.ANTENNA_OPENED}
    assert len(found()) == 1
    declared = SubstantialChangeFactory(**change, happened_on=dt.date(2026, 2, 20))
    assert found() == []
    declared.delete()
    aside = ChangeSetAsideFactory(**change, happened_on=antenna.opened_on)
    assert found() == []
    assert [one.is_set_aside for one in known_changes()] == [True]
    aside.delete()
    edition = HealthProjectFactory(site=antenna.parent, sent_on=dt.date(2026, 2, 1))
    assert len(found()) == 1
    edition.sent_on = dt.date(2026, 2, 2)
    edition.save()
    assert found() == []


def test_two_queries_whatever_the_number_of_sites(antenna, django_assert_num_queries):
    for _ in range(5):
        SiteFactory(antenna=True, parent=antenna.parent, opened_on=dt.date(2026, 2, 2))
    with django_assert_num_queries(2):
        assert len([one.label for one in find_proposals(TODAY)]) == 6


def test_the_database_sorts_declarations_as_the_rules_do():
    for happened in range(1, 12):
        for sent, received in ((None, None), (1, None), (1, 2)):
            day = dt.date(2026, 3, happened)
            SubstantialChangeFactory(
                happened_on=day,
                sent_on=sent and day + dt.timedelta(sent),
                means="registered" if sent else "",
                received_on=received and day + dt.timedelta(received),
            )
    rows = SubstantialChange.objects.all()
    for state in DeclarationState:
        expected = {
            row.pk
            for row in rows
            if state
            is state_of(
                row.happened_on, sent_on=row.sent_on, received_on=row.received_on, today=TODAY
            )
        }
        assert {row.pk for row in in_state(rows, state, today=TODAY)} == expected != set()
