"""A chart is valid, named, described, sober in attributes, and says what is not known."""

import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from csipa.charts import Series, bar_chart, data_table, line_chart, stacked_bar_chart

SVG = "{http://www.w3.org/2000/svg}"
MONTHS = ["janvier", "février", "mars", "avril"]
SITES = [
    Series("Labourse", [310, 1342, None, 330]),
    Series("Norrent-Fontes", [0, 132, 128, 140]),
]
KINDS = [
    pytest.param(line_chart, id="lines"),
    pytest.param(bar_chart, id="bars"),
    pytest.param(stacked_bar_chart, id="stacked bars"),
]


def draw(kind, **given):
    values = {"title": "Consultations", "labels": MONTHS, "series": SITES, "unit": "actes"}
    with translation.override("fr"):
        return kind(**(values | given))


def elements(svg, name):
    return ElementTree.fromstring(svg).iter(f"{SVG}{name}")


def texts(svg):
    return [element.text for element in elements(svg, "text")]


@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_has_a_name_and_a_description(kind):
    root = ElementTree.fromstring(draw(kind, title="R & <D>", description="Deux sites."))
    assert root.get("role") == "img"
    assert root[0].tag == f"{SVG}title"
    assert root[0].text == "R & <D>"
    assert root[1].tag == f"{SVG}desc"
    assert root[1].text == (
        "Deux sites. Labourse\u00a0: de 310 (janvier) à 1\u00a0342\u00a0actes (février)\u00a0; "
        "non renseigné pour 1 sur 4. Norrent-Fontes\u00a0: de 0 (janvier) à 140\u00a0actes (avril)."
    )


@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_passes_the_strictest_policy(kind):
    svg = draw(kind, title="<script>alert(1)</script>")
    for element in ElementTree.fromstring(svg).iter():
        assert element.tag.removeprefix(SVG) not in {"script", "style", "foreignObject", "image"}
        assert not {
            name for name in element.attrib if name in {"style", "class"} or name[:2] == "on"
        }


@pytest.mark.parametrize("kind", KINDS)
def test_coordinates_are_plain_numbers_in_a_french_page(kind):
    svg = draw(kind, series=[Series("ETP", [Decimal("0.5"), Decimal("1234.25"), None, Decimal(2)])])
    for element in ElementTree.fromstring(svg).iter():
        for name in ("x", "y", "x1", "x2", "y1", "y2", "width", "height"):
            assert re.fullmatch(r"-?\d+(\.\d+)?", element.get(name, "0")), element.attrib
        assert "," not in element.get("d", "")


@pytest.mark.parametrize("kind", KINDS)
def test_numbers_are_written_in_french(kind):
    svg = draw(kind, series=[Series("ETP", [Decimal("0.5"), Decimal("1234.25"), None, Decimal(2)])])
    assert "1\u00a0000" in texts(svg)
    assert "ETP, février\u00a0: 1\u00a0234,25\u00a0actes" in svg


def test_a_line_stops_where_a_number_is_not_known():
    svg = draw(line_chart, series=[SITES[0]])
    lines = [path.get("d") for path in elements(svg, "path") if path.get("fill") == "none"]
    assert [path.count("L") for path in lines] == [1, 0]
    assert svg.count("<title>Labourse, ") == 3


def test_lines_are_named_where_they_end():
    assert {"Labourse", "Norrent-Fontes"} <= set(texts(draw(line_chart)))


def test_long_names_go_to_a_legend_above():
    long = [Series(f"{one.label} et toutes ses annexes de soins", one.values) for one in SITES]
    svg = draw(line_chart, series=long)
    assert long[0].label in texts(svg)
    height = ElementTree.fromstring(svg).get("height")
    assert float(height) > float(ElementTree.fromstring(draw(line_chart)).get("height"))


def test_an_unknown_number_has_no_bar_and_zero_has_one():
    svg = draw(bar_chart)
    tips = [element.findtext(f"{SVG}title") for element in elements(svg, "rect")]
    tips = [tip for tip in tips if tip]
    assert "Norrent-Fontes, janvier\u00a0: 0\u00a0actes" in tips
    assert not any("Labourse, mars" in tip for tip in tips)
    assert len(tips) == 7


def test_the_sum_is_written_only_above_bars_whose_parts_are_all_known():
    found = texts(draw(stacked_bar_chart))
    assert {"310", "1\u00a0474", "470"} <= set(found)
    assert "128" not in found


def test_a_part_of_nothing_draws_no_line_on_the_part_below_it():
    rects = elements(draw(stacked_bar_chart), "rect")
    tips = [rect.findtext(f"{SVG}title") or "" for rect in rects]
    assert "Norrent-Fontes, février\u00a0: 132\u00a0actes" in tips
    assert not any(tip.startswith("Norrent-Fontes, janvier") for tip in tips)


@pytest.mark.parametrize("kind", [bar_chart, stacked_bar_chart])
def test_two_charts_of_a_page_do_not_share_the_names_of_their_hatchings(kind):
    names = [
        {element.get("id") for element in elements(draw(kind, title=title), "pattern")}
        for title in ("Un", "Deux")
    ]
    assert names[0]
    assert names[1]
    assert not names[0] & names[1]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "given",
    [
        pytest.param({"labels": [], "series": []}, id="no series"),
        pytest.param({"labels": [], "series": [Series("a", [])]}, id="no label"),
        pytest.param({"labels": ["a"], "series": [Series("a", [None])]}, id="nothing known"),
    ],
)
def test_without_data_a_sentence_says_so(kind, given):
    assert draw(kind, **given).strip() == "<p>Aucune donnée pour «\u00a0Consultations\u00a0».</p>"


@pytest.mark.parametrize("kind", KINDS)
def test_numbers_that_do_not_match_the_labels_are_refused(kind):
    with pytest.raises(ValueError, match="1 values for 4 labels"):
        draw(kind, series=[Series("a", [1])])
    with pytest.raises(TypeError, match="neither Decimal nor int"):
        draw(kind, series=[Series("a", [1, 2, 3, 4.5])])
    with pytest.raises(ValueError, match="not finite"):
        draw(kind, series=[Series("a", [1, 2, 3, Decimal("NaN")])])


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_numbers_give_the_same_bytes(kind):
    assert draw(kind) == draw(kind)


def test_the_table_holds_every_number_of_the_chart():
    context = data_table(
        caption="Consultations",
        labels=MONTHS,
        series=SITES,
        unit="actes",
        heading="Mois",
        total=True,
    )
    html = render_to_string("csipa/charts/_table.html", context)
    assert "<caption>Consultations (actes)</caption>" in html
    assert html.count('<th scope="col">') == 3
    assert html.count('<th scope="row">') == 5
    cells = re.findall(r'<td class="numeric">([^<]*)</td>', html)
    assert cells == [
        "310",
        "0",
        "1\u00a0342",
        "132",
        "non renseigné",
        "128",
        "330",
        "140",
        "1\u00a0982 (partiel)",
        "400",
    ]


def test_the_table_of_nothing_is_a_sentence():
    context = data_table(caption="Actes", labels=["a"], series=[Series("b", [None])], total=True)
    html = render_to_string("csipa/charts/_table.html", context)
    assert "Aucune donnée pour «\u00a0Actes\u00a0»." in html
    assert "<table" not in html
