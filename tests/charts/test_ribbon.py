"""A ribbon tells what a whole is made of from day to day, and says the same in words."""

import datetime as dt
import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from csipa.charts.ribbon import Ribbon, Step, ribbon_chart, ribbon_table
from csipa.charts.time_axis import TimeAxis, time_ticks

SVG = "{http://www.w3.org/2000/svg}"
D = Decimal
DOCTORS = Ribbon(
    title="Médecins & <autres>",
    bands=["pourvu", "vacant", "différé", "gelé"],
    steps=[
        Step(dt.date(2024, 6, 1), [D("4.5"), D(0), D("0.5"), D(0)], D(5)),
        Step(dt.date(2025, 3, 1), [D("0.5"), D(4), D("0.5"), D(0)], D(5)),
        Step(dt.date(2027, 1, 1), [D("0.5"), D(4), D(0), D(0)], D("4.5")),
    ],
    first=dt.date(2024, 6, 1),
    last=dt.date(2027, 6, 1),
    today=dt.date(2026, 6, 1),
    on=dt.date(2025, 9, 1),
    aim="autorisé",
    unit="ETP",
)


def draw(**given):
    with translation.override("fr"):
        return ribbon_chart(replace(DOCTORS, **given))


def elements(svg, name):
    return list(ElementTree.fromstring(svg).iter(f"{SVG}{name}"))


def texts(svg):
    return [element.text for element in elements(svg, "text")]


def areas(svg):
    return [rect for rect in elements(svg, "rect") if rect.find(f"{SVG}title") is not None]


def test_a_ribbon_has_a_name_and_says_what_its_day_shows():
    root = ElementTree.fromstring(draw(description="Tout le centre."))
    assert root.get("role") == "img"
    assert root[0].text == "Médecins & <autres>"
    assert root[1].text == (
        "Tout le centre. Le 1er\u00a0septembre\u00a02025\u00a0: autorisé 5,0\u00a0ETP, "
        "pourvu 0,5\u00a0ETP, vacant 4,0\u00a0ETP, différé 0,5\u00a0ETP."
    )


def test_a_ribbon_passes_the_strictest_policy():
    svg = draw(title="<script>alert(1)</script>")
    for element in ElementTree.fromstring(svg).iter():
        assert element.tag.removeprefix(SVG) not in {"script", "style", "foreignObject", "image"}
        assert not {
            name for name in element.attrib if name in {"style", "class"} or name[:2] == "on"
        }


def test_coordinates_are_plain_numbers_in_a_french_page():
    for element in ElementTree.fromstring(draw()).iter():
        for name in ("x", "y", "x1", "x2", "y1", "y2", "width", "height"):
            assert re.fullmatch(r"-?\d+(\.\d+)?", element.get(name, "0")), element.attrib
        assert "," not in element.get("d", "")
        assert "," not in element.get("data-marker", "")


def test_an_area_is_as_wide_as_its_days_and_as_high_as_its_share():
    full = [one for one in areas(draw()) if "pourvu" in one.findtext(f"{SVG}title")]
    first, second = (float(one.get("width")) for one in full[:2])
    assert first / second == pytest.approx(273 / 457, rel=0.01)
    assert float(full[0].get("height")) / float(full[1].get("height")) == pytest.approx(9, rel=0.01)


def test_what_is_missing_is_hatched_and_what_is_there_is_full():
    svg = draw()
    looks = {one.findtext(f"{SVG}title").split("\u00a0")[0]: one.get("fill") for one in areas(svg)}
    assert looks["pourvu"].startswith("#")
    assert looks["vacant"].startswith("url(#h")
    assert looks["différé"].startswith("url(#h")
    assert looks["vacant"] != looks["différé"]


def test_what_is_to_come_is_drawn_paler_and_dashed():
    planned = [one for one in areas(draw()) if one.get("stroke-dasharray")]
    assert {one.get("fill-opacity") for one in planned} == {"0.5"}
    assert len(planned) == 5
    lines = [
        path.get("stroke-dasharray")
        for path in elements(draw(), "path")
        if path.get("d")[0] == "M" and path.get("stroke") == "currentColor"
    ]
    assert lines == [None, "7 4"]
    assert "aujourd’hui" in texts(draw())
    assert not [
        one for one in areas(draw(today=dt.date(2030, 1, 1))) if one.get("stroke-dasharray")
    ]


def test_the_legend_names_what_is_drawn_and_nothing_else():
    assert {"autorisé", "pourvu", "vacant", "différé"} <= set(texts(draw()))
    assert "gelé" not in texts(draw())


def test_the_day_asked_for_has_a_marker_if_it_is_on_the_axis():
    def marker(svg):
        return next(one for one in elements(svg, "g") if one.get("data-marker"))

    assert marker(draw()).get("display") == "inline"
    assert "1ᵉʳ\u00a0septembre\u00a02025" in texts(draw())
    assert marker(draw(on=dt.date(1990, 1, 1))).get("display") == "none"
    assert "data-marker" not in draw(on=None)


def test_the_label_of_today_stands_on_that_of_the_same_day():
    svg = draw(today=DOCTORS.last, on=DOCTORS.last)
    places = {one.text: one.get("x") for one in elements(svg, "text")}
    assert places["aujourd’hui"] == places["1ᵉʳ\u00a0juin\u00a02027"]


def test_two_ribbons_of_a_page_do_not_share_the_names_of_their_hatchings():
    names = [{one.get("id") for one in elements(draw(title=title), "pattern")} for title in "ab"]
    assert names[0]
    assert not names[0] & names[1]


def test_nothing_to_draw_is_a_sentence():
    assert draw(steps=[], title="Rien") == "<p>Aucune donnée pour «\u00a0Rien\u00a0».</p>\n"


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"steps": [Step(dt.date(2024, 6, 1), [1])]}, ValueError),
        ({"steps": [Step(dt.date(2024, 6, 1), [1, 2.5, 0, 0])]}, TypeError),
        ({"steps": [Step(dt.date(2024, 6, 1), [-1, 2, 0, 0])]}, ValueError),
        ({"steps": DOCTORS.steps[::-1]}, ValueError),
        ({"last": DOCTORS.first}, ValueError),
    ],
    ids=["a part missing", "a float", "negative", "not in order", "no length"],
)
def test_steps_that_mean_nothing_are_refused(given, error):
    with pytest.raises(error):
        draw(**given)


def test_the_table_holds_every_step_with_its_day():
    context = ribbon_table(DOCTORS, caption="Médecins", aim="autorisé")
    html = render_to_string("csipa/charts/_table.html", context)
    assert context["columns"] == ["autorisé", "pourvu", "vacant", "différé"]
    assert [row["label"] for row in context["rows"]] == [
        "1<sup>er</sup>\u00a0juin\u00a02024",
        "1<sup>er</sup>\u00a0mars\u00a02025",
        "1<sup>er</sup>\u00a0janvier\u00a02027",
    ]
    assert context["rows"][1]["cells"] == ["5,0", "0,5", "4,0", "0,5"]
    assert "<caption>Médecins (ETP)</caption>" in html


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ((2025, 1, 1), (2025, 6, 1), ["janv.\u00a02025", "févr.\u00a02025"]),
        ((2024, 6, 1), (2026, 6, 1), ["juil.\u00a02024", "oct.\u00a02024"]),
        ((2016, 3, 1), (2026, 3, 1), ["2017", "2018"]),
        ((1, 1, 1), (9999, 12, 31), ["1000", "2000"]),
    ],
)
def test_the_days_written_below_leave_each_other_room(first, last, words):
    axis = TimeAxis(dt.date(*first), dt.date(*last), 40, 740)
    found = time_ticks(axis, 13)
    assert [text for _, text in found][:2] == words
    places = [axis.position(day) for day, _ in found]
    longest = max(len(text) for _, text in found) * 13 * 0.54
    assert all(after - before > longest for before, after in pairwise(places))
    assert all(day.day == 1 for day, _ in found)
