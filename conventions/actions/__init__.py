"""What one does with acts and conventions: pages, commands and demonstration all call these."""

from conventions.actions.clearance import SigningRefused, may_override
from conventions.actions.drafting import (
    ArticleLine,
    PartyLine,
    VisaLine,
    annex_convention,
    draft_act,
    record_execution,
)
from conventions.actions.importing import Imported, import_file
from conventions.actions.signing import (
    next_number_of,
    sign_act,
    signing_refusals,
)

__all__ = [
    "ArticleLine",
    "Imported",
    "PartyLine",
    "SigningRefused",
    "VisaLine",
    "annex_convention",
    "draft_act",
    "import_file",
    "may_override",
    "next_number_of",
    "record_execution",
    "sign_act",
    "signing_refusals",
]
