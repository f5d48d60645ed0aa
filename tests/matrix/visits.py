"""What to put in the place of the arguments of each address: rows of one side."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType

from consultations.models import Session, SessionFeed
from conventions.models import (
    Commitment,
    CommitteeDecision,
    Convention,
    ConventionTemplate,
    FrozenDocument,
    Fulfilment,
    LegalText,
    Party,
    Publication,
    RenewalDecision,
    RentReview,
    SignedCopy,
    Transmission,
)
from csipa.audit.models import Verification
from sites.models import ChangeSetAside, Community, Organisation, Site
from staffing.models import Assignment, CareProvider, EventGuest, RegisterImport, WelcomeStep
from tests.matrix.addresses import Address
from tests.matrix.house import Side

# The row that `pk` names, for the addresses that are of no model, or of another.
PK = {
    "admin:integrity_verification": Verification,
    "admin:staffing_directories": Community,
    "admin:staffing_register": RegisterImport,
    "admin:staffing_welcome_note": WelcomeStep,
    "admin:staffing_welcome": Assignment,
    "admin:consultations_sessions_count": Session,
    "admin:consultations_sessions_review": Convention,
    "admin:consultations_feeds_revoke": SessionFeed,
    "admin:sites_substantialchange_take_up": ChangeSetAside,
}
# What other arguments name, whatever the address.
NAMED = {
    "community": Community,
    "site": Site,
    "guest": EventGuest,
    "decision": CommitteeDecision,
    "template": ConventionTemplate,
    "organisation": Organisation,
    "party": Party,
    "commitment": Commitment,
    "fulfilment": Fulfilment,
    "review": RentReview,
    "renewal": RenewalDecision,
    "copy_pk": SignedCopy,
    "document": FrozenDocument,
    "package": Transmission,
}


class Unknown(Exception):
    """An address whose arguments nobody described; the text says what to add."""


def values_of(address: Address, side: Side) -> dict[str, Any]:
    """Return what to put in the place of each argument of an address; raises Unknown."""
    return {name: _value(address, name, side) for name in address.arguments}


def _value(address: Address, name: str, side: Side) -> Any:
    words = {**WORDS, **WORDS_OF.get(address.name, {})}
    if name in words:
        return words[name](side)
    model = NAMED.get(name)
    if name in {"pk", "object_id"}:
        pages = (page for page in PK if address.name == page or address.name.startswith(f"{page}_"))
        page = max(pages, key=len, default=None)
        model = PK[page] if page else address.model
    if (special := side.special.get((address.name, name))) is not None:
        return special.pk
    if name == "id" and address.name == "admin:auth_user_password_change":
        model = User
    if model is None or model not in side.rows:
        message = (
            f"{address.name} ({address.route}) : dire dans tests/matrix/visits.py quelle ligne "
            f"met « {name} » (PK, NAMED ou WORDS_OF)."
        )
        raise Unknown(message)
    return side[model].pk


def query_of(address: Address, side: Side) -> dict[str, Any]:
    """Return what an address wants after its question mark."""
    return QUERIES.get(address.name, lambda _side: {})(side)


# What an address wants after its question mark, to have something to show.
QUERIES = {
    "admin:consultations_planning_book": lambda side: {"site": side[Site].pk},
    "admin:consultations_planning_series": lambda side: {"site": side[Site].pk},
    "admin:staffing_membership_identity": lambda side: {"pk": side[CareProvider].pk},
    "admin:conventions_legaltext_verify": lambda side: {"ids": side[LegalText].pk},
    "admin:autocomplete": lambda _side: {
        "app_label": "sites",
        "model_name": "community",
        "field_name": "organisation",
    },
}
# What is sent where an empty form asks for nothing.
FORMS = {"admin:consultations_months_step": {"step": "close"}}
# Arguments that are words.
WORDS = {
    "app_label": lambda _side: "sites",
    "url": lambda _side: "nulle/part/",
    "month": lambda _side: "2026-06",
    "content_type_id": lambda _side: ContentType.objects.get_for_model(Site).pk,
    "rank": lambda _side: 0,
    "slug": lambda _side: "visas",
}
WORDS_OF = {
    "invitation": {"secret": lambda side: side.secret},
    "invite": {"pk": lambda side: side[User].pk},
    "invitation-cancel": {"pk": lambda side: side[User].pk},
    "mfa_remove_webauthn": {"pk": lambda _side: 0},
    "mfa_edit_webauthn": {"pk": lambda _side: 0},
    "account_reset_password_from_key": {"uidb36": lambda _side: "1", "key": lambda _side: "x"},
    "admin:bin_thing": {
        "label": lambda _side: "staffing.membership",
        "key": lambda side: side.deleted,
    },
    "admin:view_on_site": {"object_id": lambda side: side[Site].pk},
    "admin:conventions_committeemeeting_paper": {"paper": lambda _side: "convocation"},
    "admin:consultations_session_step": {"step": lambda _side: "confirmer"},
    "sessions-feed": {"secret": lambda side: side.secret},
    "agenda-feed": {"secret": lambda side: side.secret},
    "act": {"address": lambda side: side[Publication].address},
    "act-pdf": {"address": lambda side: side[Publication].address},
    "open-data-csv": {"name": lambda _side: "actes"},
    "open-data-xlsx": {"name": lambda _side: "actes"},
    "open-data-schema": {"name": lambda _side: "actes"},
}
