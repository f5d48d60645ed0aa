"""Bodies of acts and conventions: a small HTML subset, its field, its cleaning, its faults."""

from csipa.richtext.cleaning import clean, to_text
from csipa.richtext.fields import RichTextField, RichTextFormField, RichTextWidget
from csipa.richtext.inspection import faults, refusals
from csipa.richtext.plain import from_text

__all__ = [
    "RichTextField",
    "RichTextFormField",
    "RichTextWidget",
    "clean",
    "faults",
    "from_text",
    "refusals",
    "to_text",
]
