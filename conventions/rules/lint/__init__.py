"""Reads an act in the exchange form as a careful colleague does, before it is signed.

`lint_findings(data, facts)` gives French and legal findings; `data` is a `csipa-acte/1` or
`csipa-convention/1` dictionary, `facts` what the records know besides.
"""

from conventions.rules.lint.catalogue import source_of, title_of
from conventions.rules.lint.checks import in_order, lint_findings
from conventions.rules.lint.facts import Body, Facts
from conventions.rules.lint.places import place_name

__all__ = ["Body", "Facts", "in_order", "lint_findings", "place_name", "source_of", "title_of"]
