"""Filters that write French in templates; each hands over to :mod:`csipa.french`."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django import template
from django.template.defaultfilters import stringfilter
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from csipa.french import dates, grammar, numbers, typography

register = template.Library()


@register.filter
@stringfilter
def typeset(text: str) -> str:
    """Typeset plain text, to be escaped as any text; a value marked safe is typeset as HTML."""
    return typeset_html(text) if isinstance(text, SafeString) else typography.typeset(text)


@register.filter
@stringfilter
def shortened(text: str, most: int) -> str:
    """Write the beginning of plain text in whole words: ``{{ text|shortened:80 }}``."""
    return typography.shortened(text, most)


@register.filter
@stringfilter
def typeset_html(html: str) -> SafeString:
    """Typeset sanitised HTML: what comes in goes out as HTML, so sanitise it before."""
    return mark_safe(typography.typeset_html(html))  # noqa: S308 (sanitised before, as it says)


@register.filter
@stringfilter
def raise_ordinals(text: str) -> SafeString:
    """Raise the endings of 1er and 2e; text that is not marked safe is escaped first."""
    return mark_safe(typography.raise_ordinals(conditional_escape(text)))  # noqa: S308 (escaped on the line)


@register.filter(expects_localtime=True)
def long_date(day: date) -> str:
    """Write a date in full; of a moment, the day it is here."""
    return dates.long_date(day)


@register.filter(expects_localtime=True)
def long_date_html(day: date) -> SafeString:
    """Write a date in full, « er » raised; of a moment, the day it is here."""
    return mark_safe(dates.long_date_html(day))  # noqa: S308 (made of a date)


@register.filter
def period_to(start: date, end: date | None) -> str:
    """Write the period from a date to another: ``{{ start|period_to:end }}``."""
    return dates.period(start, end)


@register.filter
def amount(value: Decimal) -> str:
    """Write euros and cents."""
    return numbers.amount(value)


@register.filter
def file_size(size: int) -> str:
    """Write a size given in bytes: « 72 ko », « 1,2 Mo »."""
    return numbers.file_size(size)


@register.filter
def integer(number: int) -> str:
    """Write a whole number by groups of three figures."""
    return numbers.integer(number)


@register.filter
def decimal(value: Decimal, places: int) -> str:
    """Write a number with a given count of decimals."""
    return numbers.decimal(value, places)


@register.filter
def in_words(number: int, gender: str = "m") -> str:
    """Write a number in words, for a noun of gender « m » or « f »."""
    return numbers.in_words(number, grammar.Gender(gender))


@register.filter
def ordinal(number: int, gender: str = "m") -> str:
    """Write a rank, for a noun of gender « m » or « f »."""
    return numbers.ordinal(number, grammar.Gender(gender))


@register.filter
def plural(number: int, forms: str) -> str:
    """Choose between two forms given as ``"singulier,pluriel"``."""
    return numbers.plural(number, *forms.split(","))


@register.filter
@stringfilter
def de(phrase: str) -> str:
    """Put « de » before a phrase."""
    return grammar.de(phrase)


@register.filter
@stringfilter
def a(phrase: str) -> str:
    """Put « à » before a phrase."""
    return grammar.a(phrase)


@register.filter
@stringfilter
def que(phrase: str) -> str:
    """Put « que » before a phrase."""
    return grammar.que(phrase)


@register.filter
@stringfilter
def de_commune(name: str, tncc: int) -> str:
    """Put « de » before the name of a commune, by its TNCC code."""
    return grammar.de_commune(name, tncc)


@register.filter
@stringfilter
def a_commune(name: str, tncc: int) -> str:
    """Put « à » before the name of a commune, by its TNCC code."""
    return grammar.a_commune(name, tncc)


@register.filter
def enumeration(items: Iterable[str], conjunction: str = "et") -> str:
    """Join items as « a, b et c »."""
    return grammar.enumeration(items, conjunction)


@register.filter
@stringfilter
def upper_first(text: str) -> str:
    """Give the text a capital."""
    return grammar.upper_first(text)


@register.filter
@stringfilter
def lower_first(text: str) -> str:
    """Take the capital off the text."""
    return grammar.lower_first(text)
