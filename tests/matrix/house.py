"""A house with two of everything: side A, where the bound roles work, and side B, of others.

Made of rows alone, by the factories of the whole suite. What belongs to the site of side B says
`SITE_WORD` wherever it may, what belongs to its CPTS `COMMUNITY_WORD`: an answer that holds one
of them has read over the wall. Its association, of which the directory tells, says `PARTNER_WORD`.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, User
from django.db import models, transaction
from django.utils import timezone

from consultations.models import Ledger, Session, SessionFeed, SessionPurpose
from conventions.exchange.actes_archive import write_archive
from conventions.models import (
    Act,
    Article,
    CalendarFeed,
    Convention,
    DigestSubscription,
    FrozenDocument,
    Party,
    Programme,
    ProgrammeKind,
    Publication,
    Transmission,
)
from conventions.models.frozen import DocumentKind
from csipa.audit.models import Verification
from csipa.jobs.models import Job
from csipa.login.models import Invitation
from csipa.private_addresses import hash_of
from sites.models import Commune, Community, Organisation, OrganisationKind, Room, Site, Zoning
from staffing.models import Membership, Person
from tests.admin.factories import GroupFactory, UserFactory, factory_of
from tests.audit.factories import VerificationFactory
from tests.conventions.factories import DAY, ConventionFactory, PartyFactory, VisaFactory
from tests.conventions.factories_agreements import (
    SignedCopyFactory,
    StoredFileFactory,
)
from tests.conventions.factories_publication import PublishedDocumentFactory
from tests.staffing.factories_community import MembershipFactory

SITE_WORD = "Zirconium"
COMMUNITY_WORD = "Praséodyme"
# What the directory of partners tells, and the pages that are read by its names.
PARTNER_WORD = "Néodyme"
# Applications whose rows are made, those below first.
APPS = ("jobs", "sites", "staffing", "conventions", "consultations")
# What anybody may know of the other side: places on a map, the register of those who give care.
SHARED = {"commune", "territory", "careprovider", "careplace", "profession"}
# Columns of words that nobody types.
MADE_UP = {"sha256", "stem", "clause_digest", "secret_hash", "file_hash", "search_key"}
# Columns that may stay empty, and that tie a row to its side.
TIES = {"site", "room", "community", "convention", "territory", "person", "organisation"}


class Side:
    """One row of each model, tied to the others of its side."""

    def __init__(self, name: str, *, words: bool, owner: User) -> None:
        self.name = name
        self.words = words
        self.owner = owner  # whose the rows of one person are
        self.secret = f"secret-{name}"
        self.rows: dict[type[models.Model], models.Model] = {}
        self.special: dict[tuple[str, str], models.Model] = {}

    def __getitem__(self, model: type[models.Model]) -> Any:
        """Return the row of a model."""
        return self.rows[model]

    def fill(self) -> None:
        """Make a row of each model, those that others point to first."""
        for model in _in_order():
            self.rows[model] = self._row(model)
        self.rows |= {
            Verification: VerificationFactory(),
            User: UserFactory(),
            Group: GroupFactory(),
        }
        self._documents()
        self._account()
        self._permanence()

    def _permanence(self) -> None:
        """Sign a convention of the CPTS about the site: it opens the planning of its rooms."""
        signed = ConventionFactory(site=self[Site], reference=f"permanence-{self.name}")
        PartyFactory(convention=signed, organisation=self[Organisation])
        Convention.objects.filter(pk=signed.pk).update(sealed=True)

    def _account(self) -> None:
        """Invite somebody, and delete a member: the bin keeps them."""
        user, now = self.rows[User], timezone.now()
        self.rows[Invitation] = Invitation.objects.create(
            user=user,
            invited_by=self.owner,
            sent_at=now,
            expires_at=now + dt.timedelta(days=7),
            secret_hash=hash_of(self.secret),
        )
        name = COMMUNITY_WORD if self.words else "Parti"
        gone = MembershipFactory(community=self[Community], last_name=name)
        gone.delete()
        self.deleted = Membership.history.filter(history_type="-").latest("history_id").pk

    def _documents(self) -> None:
        """Make what some addresses want besides: papers of an act that are not the act."""
        act = self[Act]
        scan = SignedCopyFactory(act=act, convention=None)
        self.special = {
            ("admin:conventions_act_certificate", "document"): PublishedDocumentFactory(
                act=act, kind=DocumentKind.CERTIFICATE
            ),
            ("admin:conventions_act_public_document", "document"): PublishedDocumentFactory(
                act=act, kind=DocumentKind.PUBLIC_COPY
            ),
            ("admin:conventions_convention_end_letters", "pk"): ConventionFactory(),
            ("admin:conventions_act_copy", "copy_pk"): scan,
            ("admin:conventions_legaltext_keep", "pk"): VisaFactory(act=act, position=99),
            ("admin:conventions_act_copy_withdraw", "copy_pk"): scan,
        }

    def word_of(self, model: type[models.Model], ties: dict[str, models.Model]) -> str:
        """Return the word that a row says, by what it is tied to; empty for what all may know."""
        if not self.words or model._meta.model_name in SHARED:
            return ""
        if model is Community or any(_leads_to(row, Community) for row in ties.values()):
            return COMMUNITY_WORD
        if model is Site or any(_leads_to(row, Site) for row in ties.values()):
            return SITE_WORD
        return ""

    def _row(self, model: type[models.Model]) -> models.Model:
        """Make a row with the ties and the words that it may have: some rows refuse some."""
        factory = factory_of(model)
        needed, ties = self._ties(model, needed=True), self._ties(model, needed=False)
        own = OWN.get(model, lambda _side: {})(self)
        tries = []
        for tied in ({**needed, **ties, **own}, {**needed, **own}):
            word = self.word_of(model, {name: row for name, row in tied.items() if _is_row(row)})
            texts = {name: f"{word} {name}" for name in _texts(model)} if word else {}
            tries += [{**texts, **tied}, {**_few(texts), **tied}, tied]
        for values in tries[:-1]:
            with contextlib.suppress(Exception), transaction.atomic():
                return factory(**values)
        return factory(**tries[-1])

    def _ties(self, model: type[models.Model], *, needed: bool) -> dict[str, models.Model]:
        return {
            field.name: self.rows[field.related_model]
            for field in model._meta.concrete_fields
            if field.is_relation
            and field.related_model in self.rows
            and field.related_model is not model
            and (not field.null if needed else field.null and field.name in TIES)
        }


def _is_row(value: object) -> bool:
    return isinstance(value, models.Model)


def _few(texts: dict[str, str]) -> dict[str, str]:
    """Return the texts that no rule bears on, where a row refused some of them all."""
    free = {"name", "title", "label", "note", "remark", "last_name", "reason"}
    return {name: text for name, text in texts.items() if name in free}


def _leads_to(row: models.Model, model: type[models.Model]) -> bool:
    """Tell whether a row is of a model, or tied to such a row by its columns."""
    if isinstance(row, model):
        return True
    return any(
        field.related_model is not type(row) and _leads_to(getattr(row, field.name), model)
        for field in row._meta.concrete_fields
        if field.is_relation and _is_row(getattr(row, field.name))
    )


def _texts(model: type[models.Model]) -> list[str]:
    """Return the columns where somebody types words."""
    return [
        field.name
        for field in model._meta.concrete_fields
        if field.name not in MADE_UP
        and type(field) in (models.CharField, models.TextField)
        and not field.choices
        and (field.max_length is None or field.max_length >= 60)
    ]


def _in_order() -> list[type[models.Model]]:
    """Return the models that have a factory, after those that their rows cannot do without."""
    left = [model for app in APPS for model in apps.get_app_config(app).get_models()]
    left = [model for model in left if not hasattr(model, "instance_type") and _has_factory(model)]
    ordered: list[type[models.Model]] = [Organisation]
    left.remove(Organisation)
    while left:
        free = (one for one in left if not _needs(one) & set(left))
        ordered.append(next(free))
        left.remove(ordered[-1])
    return ordered


def _needs(model: type[models.Model]) -> set[type[models.Model]]:
    return {
        field.related_model
        for field in model._meta.concrete_fields
        if field.is_relation
        and field.related_model is not model
        and (not field.null or field.name in TIES)
    }


def _has_factory(model: type[models.Model]) -> bool:
    try:
        factory_of(model)
    except KeyError:
        return False
    return True


# What a row needs besides the rows of its side.
OWN = {
    Organisation: lambda side: {
        "kind": OrganisationKind.CPTS,
        **({"official_name": f"association {PARTNER_WORD}"} if side.words else {}),
    },
    Person: lambda side: {"last_name": SITE_WORD} if side.words else {},
    Job: lambda side: {
        "created_by": side.owner,
        "kind": "audit.verify",
        **({"label": SITE_WORD} if side.words else {}),
    },
    SessionFeed: lambda side: {"author": side.owner, "secret_hash": hash_of(side.secret)},
    CalendarFeed: lambda side: {"user": side.owner, "secret_hash": hash_of(side.secret)},
    Article: lambda side: {"committed_party": side[Party]},
    FrozenDocument: lambda _side: {"convention": None},
    Publication: lambda _side: {"withdrawn_reason": ""},
    Transmission: lambda side: {
        "fields": {"envelope": "e.xml", "message": "m.xml", "document": {"name": "d.pdf"}}
        | {"annexes": []},
        "file": StoredFileFactory(
            content=write_archive([("e.xml", side.name.encode())], day=DAY),
            content_type="application/gzip",
        ),
    },
    DigestSubscription: lambda side: {"user": side.owner},
    Programme: lambda side: {"kind": ProgrammeKind.CPTS, "community": side[Community]},
    Zoning: lambda side: {"commune": side[Commune], "territory": None},
    Session: lambda side: {
        "room": side[Room],
        "purpose": SessionPurpose.UNSCHEDULED,
        "ledger": Ledger.SNP,
        "convention": side[Convention],
    },
}
