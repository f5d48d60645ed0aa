"""The drawing of a funnel."""

import re

import pytest

from csipa.charts import FunnelStep, funnel_chart

LIEVIN = [
    FunnelStep("Invités", 150),
    FunnelStep("Présents", 70, "46,7\u00a0%"),
    FunnelStep("Ont adhéré", 30, "42,9\u00a0%"),
]


def widths(svg):
    return [float(found) for found in re.findall(r'<rect [^>]*?width="([\d.]+)"', svg)]


def test_bars_are_as_wide_as_their_number():
    invited, present, joined = widths(funnel_chart(title="Soirée", steps=LIEVIN))
    assert present / invited == pytest.approx(70 / 150, abs=0.002)
    assert joined / invited == pytest.approx(0.2, abs=0.002)


def test_the_numbers_and_what_goes_on_are_said_in_words():
    svg = funnel_chart(title="Soirée", steps=LIEVIN, unit="personnes")
    said = "Présents\u00a0: 70\u00a0personnes (46,7\u00a0%). Ont adhéré\u00a0: 30\u00a0personnes"
    assert said in svg
    assert "<title>Soirée</title>" in svg
    assert "style=" not in svg
    assert "class=" not in svg


def test_an_unknown_number_is_a_dashed_outline():
    steps = [FunnelStep("Invités", 10), FunnelStep("Présents", None)]
    svg = funnel_chart(title="Soirée", steps=steps)
    assert svg.count("stroke-dasharray") == 1
    assert "Présents\u00a0: non renseigné" in svg


def test_more_at_a_later_step_stays_in_the_drawing():
    steps = [FunnelStep("Invités", 10), FunnelStep("Présents", 12)]
    invited, present = widths(funnel_chart(title="Soirée", steps=steps))
    assert invited < present < 440


def test_without_any_number_there_is_a_sentence():
    assert "<svg" not in funnel_chart(title="Soirée", steps=[FunnelStep("Invités", None)])


def test_a_negative_number_is_refused():
    with pytest.raises(ValueError, match="negative"):
        funnel_chart(title="Soirée", steps=[FunnelStep("Invités", -1)])
