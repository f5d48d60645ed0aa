"""Posts created, shared between sites, authorised for more or less; absences noted."""

import datetime as dt
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models

from staffing.actions.absences import note_absence
from staffing.actions.posts import create_post, set_target
from staffing.models import Absence, Post, PostTarget, TargetState
from staffing.review.capacity import CapacityExceeded
from tests.sites.factories import SiteFactory
from tests.staffing.factories import (
    OPENING,
    AssignmentFactory,
    PersonFactory,
    PostTargetFactory,
    ProfessionFactory,
)

pytestmark = pytest.mark.django_db

MARCH = dt.date(2026, 3, 1)


@pytest.fixture
def agent():
    return User.objects.create_user("agent")


def refused(error, write):
    with pytest.raises(error) as caught:
        write()
    return " ".join(caught.value.messages)


def test_a_shared_post_keeps_its_parts(agent):
    centre, antenna = SiteFactory(), SiteFactory()
    post = create_post(
        label="Infirmières",
        profession=ProfessionFactory(),
        shares=[(centre, Decimal(60)), (antenna, Decimal("39.5"))],
        by=agent,
    )
    assert {share.site: share.percent for share in post.shares.all()} == {
        centre: Decimal(60),
        antenna: Decimal("39.5"),
    }
    assert post.history.get().history_user == agent


@pytest.mark.parametrize(
    ("percents", "has_site", "told"),
    [
        pytest.param(["60", "40.01"], False, "dépassent pas 100\u00a0%", id="more than all"),
        pytest.param(["60"], True, "celui d’un site ou partagé", id="a site and parts"),
        pytest.param(["0"], False, "de 0,01 à 100", id="an empty part"),
    ],
)
def test_parts_that_do_not_go_together_are_refused(percents, has_site, told):
    said = refused(
        ValidationError,
        lambda: create_post(
            label="Infirmières",
            profession=ProfessionFactory(),
            site=SiteFactory() if has_site else None,
            shares=[(SiteFactory(), Decimal(percent)) for percent in percents],
            by=None,
        ),
    )
    assert told in said
    assert not Post.objects.exists()


def test_two_posts_do_not_bear_one_name():
    create_post(label="Sage-femme 1", profession=ProfessionFactory(), by=None)
    said = refused(
        ValidationError,
        lambda: create_post(label="Sage-femme 1", profession=ProfessionFactory(), by=None),
    )
    assert "porte déjà cet intitulé" in said


def test_what_is_authorised_is_decided_by_an_act(agent):
    post = create_post(label="Médecins", profession=ProfessionFactory(), by=agent)
    line = set_target(
        post=post,
        start=OPENING,
        fte=Decimal("4.5"),
        state=TargetState.OPEN,
        act_number="2024_055",
        act_date=dt.date(2024, 5, 28),
        by=agent,
    )
    assert (line.fte, line.act_number) == (Decimal("4.5"), "2024_055")
    assert line.history.get().history_user == agent
    assert post.version == 2


def test_a_target_of_the_same_day_takes_the_place_of_the_other():
    post = PostTargetFactory(fte=1).post
    set_target(
        post=post,
        start=OPENING,
        fte=Decimal("0.5"),
        state=TargetState.DEFERRED,
        reason="Faute de candidat",
        by=None,
    )
    assert list(post.targets.values_list("fte", "state")) == [(Decimal("0.5"), "deferred")]


def test_a_post_is_not_lowered_under_those_who_hold_it():
    post = PostTargetFactory(post__label="Médecins", fte=2).post
    AssignmentFactory(post=post, fte=Decimal("1.5"))
    said = refused(
        CapacityExceeded,
        lambda: set_target(post=post, start=MARCH, fte=Decimal(1), state="open", by=None),
    )
    assert said.startswith(
        "Le poste «\u00a0Médecins\u00a0» compterait 1\u00a0ETP autorisé le 1er\u00a0mars\u00a02026,"
        " alors que 1,5\u00a0ETP y est affecté"
    )
    assert PostTarget.objects.count() == 1


@pytest.mark.parametrize(
    ("fte", "state", "told"),
    [
        pytest.param("1", "closed", "fermé compte 0", id="closed with time"),
        pytest.param("0", "open", "fermé compte 0", id="open without time"),
        pytest.param("1", "frozen", "Dites pourquoi", id="frozen without a reason"),
        pytest.param("-1", "open", "", id="negative"),
        pytest.param("1.0001", "open", "", id="finer than a thousandth"),
    ],
)
def test_a_target_that_says_nothing_right_is_refused(fte, state, told):
    post = PostTargetFactory().post
    said = refused(
        ValidationError,
        lambda: set_target(post=post, start=MARCH, fte=Decimal(fte), state=state, by=None),
    )
    assert told in said


def test_an_absence_has_no_room_for_a_reason():
    columns = [*Absence._meta.concrete_fields, *Absence.history.model._meta.concrete_fields]
    texts = [field.name for field in columns if isinstance(field, models.CharField)]
    assert [*texts] == ["history_change_reason", "history_type"]
    assert not any(isinstance(field, models.TextField | models.JSONField) for field in columns)
    assert Absence.history.model._meta.get_field("history_type").choices


def test_an_absence_is_days_and_who_noted_them(agent):
    person = PersonFactory()
    made = note_absence(person=person, start=MARCH, end=MARCH, by=agent)
    assert (made.start, made.end) == (MARCH, MARCH)
    trace = made.history.get()
    assert (trace.history_user, trace.history_change_reason) == (agent, None)


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        pytest.param("2026-03-05", "2026-03-04", "précède son début", id="reversed"),
        pytest.param("2026-03-10", "2026-03-12", "déjà absente du 6 au", id="touching"),
    ],
)
def test_an_absence_that_is_wrong_is_refused(start, end, told):
    person = PersonFactory()
    note_absence(person=person, start=dt.date(2026, 3, 6), end=dt.date(2026, 3, 10), by=None)
    days = {"start": dt.date.fromisoformat(start), "end": dt.date.fromisoformat(end)}
    assert told in refused(ValidationError, lambda: note_absence(person=person, by=None, **days))
    assert Absence.objects.count() == 1


def test_two_absences_may_follow_each_other():
    person = PersonFactory()
    note_absence(person=person, start=MARCH, end=MARCH, by=None)
    note_absence(person=person, start=dt.date(2026, 3, 2), end=dt.date(2026, 3, 2), by=None)
    note_absence(person=PersonFactory(), start=MARCH, end=MARCH, by=None)
    assert Absence.objects.count() == 3
