"""Objectives written, sheets numbered again, and what the next programme takes over."""

import datetime as dt

import pytest

from conventions.actions.objectives import ObjectivesRefused, objective_lines, set_objectives
from conventions.actions.programmes import ProgrammeRefused, carry_over, renumber_sheets
from conventions.models import Axis, Objective, SheetPlace
from conventions.review.placements import in_order
from conventions.rules.programme_lines import Line, Scheme
from tests.admin.factories import UserFactory
from tests.conventions.factories_programmes import (
    ActionSheetFactory,
    AxisFactory,
    ObjectiveFactory,
    ProgrammeFactory,
    SheetPlaceFactory,
)

pytestmark = pytest.mark.django_db


def axis_with(*lines):
    axis = AxisFactory(code="1", position=1)
    set_objectives(axis=axis, wanted=[Line(*line) for line in lines], by=None)
    return axis


def test_objectives_keep_their_identity_when_they_move_or_change_number():
    axis = axis_with(("1.1", "Accueillir"), ("1.2", "Loger"))
    first, second = axis.objectives.order_by("position")
    set_objectives(axis=axis, wanted=[Line("1.1", "Loger"), Line("1.2", "Accueillir")], by=None)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.code, first.position, second.code, second.position) == ("1.2", 2, "1.1", 1)
    set_objectives(axis=axis, wanted=[Line("1.1", "Bien loger")], by=None)
    second.refresh_from_db()
    assert second.title == "Bien loger"
    assert not Objective.objects.filter(pk=first.pk).exists()


def test_who_changed_an_objective_is_kept():
    axis, user = axis_with(("1.1", "Accueillir")), UserFactory()
    set_objectives(axis=axis, wanted=[Line("1.1", "Bien accueillir")], by=user)
    assert axis.objectives.get().history.first().history_user == user
    count = axis.objectives.get().history.count()
    set_objectives(axis=axis, wanted=[Line("1.1", "Bien accueillir")], by=user)
    assert axis.objectives.get().history.count() == count


def test_an_objective_that_sheets_stand_under_does_not_go():
    axis = axis_with(("1.1", "Accueillir"))
    SheetPlaceFactory(programme=axis.programme, axis=axis, objective=axis.objectives.get())
    with pytest.raises(ObjectivesRefused, match="Accueillir"):
        set_objectives(axis=axis, wanted=[], by=None)
    assert axis.objectives.count() == 1


def test_an_objective_added_meanwhile_by_somebody_else_stays():
    axis = axis_with(("1.1", "Accueillir"))
    seen = objective_lines(axis)
    set_objectives(axis=axis, wanted=[Line("1.1", "Accueillir"), Line("1.2", "Loger")], by=None)
    set_objectives(axis=axis, wanted=[Line("1.3", "Former")], seen=seen, by=None)
    assert [str(row) for row in axis.objectives.order_by("position")] == [
        "1.3 Former",
        "1.2 Loger",
    ]


def tree():
    """Return a programme whose sheets were numbered in another order than that of its tree."""
    programme = ProgrammeFactory(name="CLS 1", short_name="CLS 1")
    first = AxisFactory(programme=programme, position=1, code="1", title="Attractivité")
    second = AxisFactory(programme=programme, position=2, code="2", title="Prévention")
    under = ObjectiveFactory(axis=first, position=1, code="1.1", title="Accueillir")
    places = [
        SheetPlaceFactory(programme=programme, number="1", axis=second),
        SheetPlaceFactory(programme=programme, number="2", axis=first, objective=under),
        SheetPlaceFactory(programme=programme, number="3"),
        SheetPlaceFactory(programme=programme, number="4", axis=first),
    ]
    return programme, places


def numbers(programme):
    return {place.sheet_id: place.number for place in in_order(programme)}


def test_sheets_are_numbered_in_the_order_of_the_tree():
    programme, (a, b, c, d) = tree()
    assert renumber_sheets(programme=programme, scheme=Scheme.STRAIGHT, by=None) == 3
    assert numbers(programme) == {
        d.sheet_id: "1", b.sheet_id: "2", a.sheet_id: "3", c.sheet_id: "4",
    }  # fmt: skip
    assert programme.version == 2
    assert renumber_sheets(programme=programme, scheme=Scheme.STRAIGHT, by=None) == 0
    assert programme.version == 2
    renumber_sheets(programme=programme, scheme=Scheme.BY_AXIS, by=None)
    assert list(numbers(programme).values()) == ["1.1", "1.1.1", "2.1", "1"]


def test_the_next_programme_takes_over_axes_objectives_and_the_sheets_chosen():
    source, (a, b, c, d) = tree()
    into = ProgrammeFactory(name="CLS 2", start=dt.date(2029, 1, 1), end=None)
    user = UserFactory()
    done = carry_over(source=source, into=into, axes=True, sheets=[a.sheet_id, b.sheet_id], by=user)
    assert (done.axes, done.objectives, done.sheets) == (2, 1, 2)
    place = SheetPlace.objects.get(programme=into, sheet=b.sheet)
    assert (place.axis.programme, place.axis.code) == (into, "1")
    assert (str(place.objective), place.number) == ("1.1 Accueillir", "2")
    # The same sheet stands in both: nothing of it is entered twice.
    assert b.sheet.placements.count() == 2
    assert not SheetPlace.objects.filter(programme=into, sheet=c.sheet).exists()
    into.refresh_from_db()
    assert (into.previous, into.version) == (source, 2)
    assert place.history.get().history_user == user
    assert d.sheet.placements.count() == 1


def test_taking_over_again_adds_only_what_is_missing():
    source, places = tree()
    into = ProgrammeFactory(name="CLS 2")
    sheets = [place.sheet_id for place in places]
    carry_over(source=source, into=into, axes=True, sheets=sheets[:2], by=None)
    done = carry_over(source=source, into=into, axes=True, sheets=sheets, by=None)
    assert (done.axes, done.objectives, done.sheets) == (0, 0, 2)
    assert Axis.objects.filter(programme=into).count() == 2


def test_a_number_taken_in_the_next_programme_is_replaced_by_a_free_one():
    source, places = tree()
    into = ProgrammeFactory(name="CLS 2")
    SheetPlaceFactory(programme=into, sheet=ActionSheetFactory(), number="1")
    carry_over(source=source, into=into, axes=False, sheets=[places[0].sheet_id], by=None)
    assert SheetPlace.objects.get(programme=into, sheet=places[0].sheet).number == "2"


def test_what_cannot_be_taken_over_is_refused_and_nothing_is_written():
    source, places = tree()
    into, other = ProgrammeFactory(name="CLS 2"), SheetPlaceFactory()
    for wrong in (
        {"into": source, "axes": True, "sheets": []},
        {"into": into, "axes": False, "sheets": []},
        {"into": into, "axes": True, "sheets": [places[0].sheet_id, other.sheet_id]},
    ):
        with pytest.raises(ProgrammeRefused):
            carry_over(source=source, by=None, **wrong)
    assert not into.axes.exists()
    assert not into.placements.exists()
