"""The stock taken of an action: all of it or nothing, in the history, never over somebody else."""

import datetime as dt
from decimal import Decimal as D

import pytest

from conventions.actions.taking_stock import (
    Measured,
    StaleSheet,
    Stock,
    StockRefused,
    take_stock,
)
from conventions.models import SheetValue
from tests.admin.factories import UserFactory
from tests.conventions.factories_programmes import (
    ActionSheetFactory,
    SheetIndicatorFactory,
    SheetStepFactory,
    SheetValueFactory,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 6, 1)


def stock(**values):
    return Stock(**{"state": "running", "state_on": TODAY, **values})


def taken(sheet, told, **values):
    return take_stock(sheet=sheet, stock=told, by=None, today=TODAY, **values)


def test_state_news_steps_and_values_are_noted_at_once():
    sheet, user = ActionSheetFactory(state="planned"), UserFactory()
    step = SheetStepFactory(sheet=sheet)
    indicator = SheetIndicatorFactory(sheet=sheet)
    told = stock(
        progress=" Deux antennes ouvertes. ",
        done={step.pk: dt.date(2026, 5, 4)},
        values=[Measured(indicator.pk, D("2100"), TODAY, "Logiciel")],
    )
    take_stock(sheet=sheet, stock=told, by=user, today=TODAY, version=1)
    sheet.refresh_from_db()
    step.refresh_from_db()
    assert (sheet.state, sheet.state_on, sheet.progress) == (
        "running",
        TODAY,
        "Deux antennes ouvertes.",
    )
    assert (sheet.version, step.done_on) == (2, dt.date(2026, 5, 4))
    value = indicator.values.get()
    assert (value.value, value.as_of, value.source) == (2100, TODAY, "Logiciel")
    for row in (sheet, step, value):
        assert row.history.first().history_user == user
    assert sheet.history.first().history_change_reason == "Point du 1er\u00a0juin\u00a02026"


def test_a_second_value_of_the_same_day_takes_the_place_of_the_first():
    value = SheetValueFactory(as_of=TODAY, value=10)
    sheet = value.indicator.sheet
    taken(sheet, stock(values=[Measured(value.indicator_id, D("12.5"), TODAY, "Enquête")]))
    value.refresh_from_db()
    assert (value.value, value.source, SheetValue.objects.count()) == (D("12.5"), "Enquête", 1)
    assert [row.value for row in value.history.all()] == [D("12.5"), 10]


def test_an_action_done_without_its_last_day_is_asked_for_it():
    sheet = ActionSheetFactory(end=None)
    with pytest.raises(StockRefused, match="donnez son dernier jour"):
        taken(sheet, stock(state="done"))
    sheet.refresh_from_db()
    assert sheet.state == "running"
    taken(sheet, stock(state="done", end=dt.date(2026, 5, 31)))
    sheet.refresh_from_db()
    assert (sheet.state, sheet.end) == ("done", dt.date(2026, 5, 31))


def test_somebody_else_saved_meanwhile_and_nothing_is_written():
    sheet = ActionSheetFactory(progress="Avant")
    taken(sheet, stock(progress="Par Marie"), version=1)
    with pytest.raises(StaleSheet, match="quelqu’un d’autre"):
        taken(sheet, stock(progress="Par Paul"), version=1)
    sheet.refresh_from_db()
    assert sheet.progress == "Par Marie"


def test_one_wrong_part_keeps_everything_from_being_written():
    sheet = ActionSheetFactory()
    step, other = SheetStepFactory(sheet=sheet), SheetStepFactory()
    own, foreign = SheetIndicatorFactory(sheet=sheet), SheetIndicatorFactory()
    later = dt.date(2026, 6, 2)
    for wrong, said in (
        ({"done": {other.pk: TODAY}}, "étape n’est plus"),
        ({"done": {step.pk: later}}, "pas encore passé"),
        ({"values": [Measured(foreign.pk, D(1), TODAY, "x")]}, "indicateur n’est plus"),
        ({"values": [Measured(own.pk, D(1), later, "x")]}, "pas encore passé"),
        ({"values": [Measured(own.pk, D(1), TODAY, " ")]}, "d’où vient"),
        ({"state_on": later}, "pas encore passé"),
    ):
        told = stock(**{"progress": "Neuf", **wrong})
        with pytest.raises(StockRefused, match=said):
            taken(sheet, told)
    sheet.refresh_from_db()
    step.refresh_from_db()
    assert (sheet.progress, sheet.version, step.done_on) == ("", 1, None)
    assert not SheetValue.objects.exists()
