"""Figures that show how they were worked out."""

from itertools import count

from django import template

from csipa.derived import Derived

register = template.Library()


@register.inclusion_tag("csipa/_derived.html", takes_context=True)
def derived(context, figure: Derived) -> dict:
    """Draw a figure with its explanation, shown on hover and focus; Escape hides it."""
    numbers = context.render_context.setdefault(derived, count(1))
    return {"figure": figure, "key": f"chiffre-{next(numbers)}"}
