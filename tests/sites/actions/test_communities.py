"""A CPTS created in one go; values of indicators typed, corrected, taken back."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from django.contrib.auth.models import User

from sites.actions.communities import (
    Cell,
    CommunityRefused,
    President,
    Target,
    TargetChange,
    ValueChange,
    create_community,
    record_values,
    target_of,
)
from sites.models import Community, MissionValue, Organisation, OrganisationKind, Territory
from sites.rules.typed_values import TypedValue
from tests.sites.factories import OrganisationFactory, TerritoryFactory
from tests.sites.factories_territory import (
    CommunityFactory,
    CommunityMissionFactory,
    MissionIndicatorFactory,
    MissionValueFactory,
)

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 9, 1)
JUNE = dt.date(2026, 6, 30)
NAME = "communauté professionnelle territoriale de santé Val de Lys Romane"


@pytest.fixture
def author():
    return User.objects.create_user("camille")


@pytest.fixture
def mission():
    return CommunityMissionFactory()


def cell(value, source="Rapport d’activité", precision="exact"):
    return Cell(TypedValue(Decimal(value), precision), source)


def record(mission, *values, targets=(), by=None):
    return record_values(mission=mission, values=values, targets=targets, by=by, today=TODAY)


def test_a_cpts_comes_with_its_association_its_territory_and_its_president(author):
    community = create_community(
        name=NAME,
        short_name="CPTS Val de Lys Romane",
        president=President("Charles", "Cauet", "m", "Docteur", start=dt.date(2022, 1, 20)),
        by=author,
    )
    assert (community.organisation.kind, community.territory.kind) == (
        OrganisationKind.CPTS,
        "cpts",
    )
    assert community.territory.name == str(community) == "CPTS Val de Lys Romane"
    president = community.organisation.representatives.get()
    assert (president.full_name, president.position) == ("Docteur Charles CAUET", 1)
    for row in (community, community.organisation, community.territory, president):
        assert row.history.get().history_user == author


def test_what_exists_already_is_taken_up(author):
    organisation, territory = OrganisationFactory(), TerritoryFactory()
    counts = (Organisation.objects.count(), Territory.objects.count())
    community = create_community(organisation=organisation, territory=territory, by=author)
    assert (community.organisation, community.territory) == (organisation, territory)
    assert (Organisation.objects.count(), Territory.objects.count()) == counts


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (lambda: {"name": OrganisationFactory(official_name=NAME).official_name}, "existe déjà"),
        (lambda: {"organisation": CommunityFactory().organisation}, "porte déjà une CPTS"),
        (
            lambda: {"name": NAME, "territory": CommunityFactory().territory},
            "déjà celui d’une CPTS",
        ),
        (lambda: {"name": NAME, "short_name": TerritoryFactory().name}, "Le territoire"),
    ],
)
def test_what_is_taken_is_refused_and_nothing_is_created(values, message):
    asked = values()
    counts = [model.objects.count() for model in (Community, Organisation, Territory)]
    with pytest.raises(CommunityRefused, match=message):
        create_community(by=None, **asked)
    assert [model.objects.count() for model in (Community, Organisation, Territory)] == counts


def test_values_of_several_indicators_are_written_at_once(mission, author):
    first, second = MissionIndicatorFactory.create_batch(2, mission=mission)
    changes = [
        ValueChange(first.pk, JUNE, None, cell(120)),
        ValueChange(second.pk, JUNE, None, cell("46.7", precision="about")),
    ]
    assert record(mission, *changes, by=author) == 2
    row = second.values.get()
    assert (row.value, row.precision, row.source) == (
        Decimal("46.7"),
        "about",
        "Rapport d’activité",
    )
    assert row.history.get().history_user == author
    # The same sent again changes nothing.
    assert record(mission, *changes, by=author) == 0


def test_a_correction_keeps_what_was_there_before(mission):
    row = MissionValueFactory(indicator__mission=mission, as_of=JUNE, value=120)
    change = ValueChange(row.indicator_id, JUNE, cell(120), cell(130))
    assert record(mission, change) == 1
    assert [one.value for one in row.history.order_by("history_id")] == [120, 130]


def test_a_value_is_taken_back(mission):
    row = MissionValueFactory(indicator__mission=mission, as_of=JUNE, value=120)
    assert record(mission, ValueChange(row.indicator_id, JUNE, cell(120), None)) == 1
    assert not MissionValue.objects.exists()
    assert MissionValue.history.filter(history_type="-").count() == 1


@pytest.mark.parametrize(
    ("day", "after", "message"),
    [
        (TODAY + dt.timedelta(1), cell(1), "est à venir"),
        (JUNE, cell(1, source="  "), "Dites où ont été lues"),
    ],
)
def test_a_value_of_a_day_to_come_or_without_its_source_is_refused(mission, day, after, message):
    first, second = MissionIndicatorFactory.create_batch(2, mission=mission)
    with pytest.raises(CommunityRefused, match=message):
        record(
            mission,
            ValueChange(first.pk, JUNE, None, cell(5)),
            ValueChange(second.pk, day, None, after),
        )
    assert not MissionValue.objects.exists()


def test_a_value_of_today_is_accepted(mission):
    indicator = MissionIndicatorFactory(mission=mission)
    assert record(mission, ValueChange(indicator.pk, TODAY, None, cell(1))) == 1


def test_a_value_that_somebody_else_changed_meanwhile_is_not_overwritten(mission):
    row = MissionValueFactory(indicator__mission=mission, as_of=JUNE, value=125)
    with pytest.raises(CommunityRefused, match="changée entre-temps"):
        record(mission, ValueChange(row.indicator_id, JUNE, cell(120), cell(130)))
    row.refresh_from_db()
    assert row.value == 125


def test_an_indicator_of_another_mission_is_refused(mission):
    other = MissionIndicatorFactory()
    with pytest.raises(CommunityRefused, match="supprimé entre-temps"):
        record(mission, ValueChange(other.pk, JUNE, None, cell(1)))


def test_a_target_is_written_with_its_history(mission, author):
    indicator = MissionIndicatorFactory(mission=mission)
    before = target_of(indicator)
    after = Target(Decimal(100), Decimal(200), dt.date(2026, 12, 31), "up")
    assert record(mission, targets=[TargetChange(indicator.pk, before, after)], by=author) == 1
    indicator.refresh_from_db()
    assert target_of(indicator) == after
    assert indicator.history.first().history_user == author
    with pytest.raises(CommunityRefused, match="cible"):
        record(
            mission, targets=[TargetChange(indicator.pk, before, replace(after, direction="down"))]
        )
