"""Reads a French text as a proof-reader does: what is wrong, why, and the safe correction.

Each rule prefers to miss a fault rather than to accuse a right sentence; `RULES` gives its name,
its source and its weight.
"""

from csipa.french.lint.reading import remarks
from csipa.french.lint.rules import RULES, Remark, Rule, Weight

__all__ = ["RULES", "Remark", "Rule", "Weight", "remarks"]
