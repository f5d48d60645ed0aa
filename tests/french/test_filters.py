"""Template filters: each hands over to plain Python, and none lets unescaped text through."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils.safestring import SafeString, mark_safe

from csipa.french.typography import NBSP, typeset


def render(expression, **context):
    return Template("{% load french %}{{ " + expression + " }}").render(Context(context))


@pytest.mark.parametrize(
    ("expression", "value", "rendered"),
    [
        ("v|typeset", "l'été: oui", "l’été~: oui"),
        ("v|typeset|linebreaksbr", "un;\ndeux:", "un~;<br>deux~:"),
        ("v|typeset_html", "<p>l'<em>été</em>:</p>", "<p>l’<em>été</em>~:</p>"),
        ("v|raise_ordinals", "le 1er", "le 1<sup>er</sup>"),
        ("v|long_date", date(2026, 3, 1), "1er~mars~2026"),
        ("v|long_date_html", date(2026, 3, 1), "1<sup>er</sup>~mars~2026"),
        ("v|amount", Decimal("1234.5"), "1~234,50~€"),
        ("v|integer", 278_892, "278~892"),
        ("v|decimal:1", Decimal("4.5"), "4,5"),
        ("v|in_words", 21, "vingt et un"),
        ('v|in_words:"f"', 21, "vingt et une"),
        ('v|ordinal:"f"', 1, "1re"),
        ('v|plural:"jour,jours"', 2, "jours"),
        ("v|de", "le maire", "du maire"),
        ("v|a", "le maire", "au maire"),
        ("v|que", "il y a lieu", "qu’il y a lieu"),
        ("v|de_commune:1", "Hinges", "d’Hinges"),
        ("v|a_commune:2", "Le Touquet-Paris-Plage", "au Touquet-Paris-Plage"),
        ("v|enumeration", ["a", "b", "c"], "a, b et c"),
        ('v|enumeration:"ou"', ["a", "b"], "a ou b"),
        ("v|upper_first", "état", "État"),
        ("v|lower_first", "La commune", "la commune"),
    ],
)
def test_a_filter_writes_french(expression, value, rendered):
    assert render(expression, v=value) == rendered.replace("~", NBSP)


def test_a_period_takes_its_end_as_argument():
    written = render("start|period_to:end", start=date(2026, 1, 26), end=date(2026, 4, 28))
    assert written.replace(NBSP, " ") == "du 26 janvier au 28 avril 2026"


@pytest.mark.parametrize("name", ["typeset", "raise_ordinals", "de", "upper_first"])
def test_plain_text_is_escaped(name):
    rendered = render(f"v|{name}", v='<script x="1">')
    assert "<" not in rendered
    assert '"' not in rendered


def test_a_safe_value_is_typeset_as_html():
    assert render("v|typeset", v=mark_safe("a &amp; <b>b</b>;")) == f"a &amp; <b>b</b>{NBSP};"


@pytest.mark.parametrize("name", ["long_date", "long_date_html"])
def test_a_moment_late_at_night_is_dated_as_the_clock_here_tells(name):
    moment = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
    assert render(f"v|{name}", v=moment) == f"22{NBSP}novembre{NBSP}2026"


@pytest.mark.parametrize("order", [(True, False), (False, True)], ids=["safe first", "safe last"])
def test_a_label_set_once_as_safe_is_still_escaped_where_it_is_not(order):
    label = f"Un <b>libellé</b> de page {order}"
    for is_safe in order:
        shown = render("v|typeset", v=mark_safe(label) if is_safe else label)
        assert ("<b>" in shown) == is_safe
        typeset(mark_safe(label) if is_safe else label)
    assert not isinstance(typeset(label), SafeString)
