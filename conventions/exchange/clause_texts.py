"""The texts that hold placeholders, of a clause or of a model, each with its key and its faults."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from conventions.models import ClauseVersion, ConventionTemplate
from conventions.rules.placeholders import ROLES, check, names, used_names
from conventions.rules.placeholders.catalogue import agreeing
from csipa import richtext

Key = tuple[str | int, ...]
Told = tuple[Key, str]
_ROLE_NAMES = {code: name for name, code in ROLES.items()}


@dataclass(frozen=True)
class Worded:
    """A text with its key (`("commitments", 2)`), and whether it is a rich body."""

    key: Key
    text: str
    rich: bool = False


@dataclass(frozen=True)
class ClauseText:
    """What an article written from a clause says."""

    title: str
    introduction: str = ""
    body: str = ""
    role: str = ""
    commitments: Sequence[str] = ()

    @classmethod
    def of(cls, version: ClauseVersion) -> ClauseText:
        """Return the texts of a version of the library."""
        return cls(
            version.title, version.introduction, version.body, version.role, version.commitments
        )

    def texts(self) -> list[Worded]:
        """Return the texts that are not empty, in the order of an article."""
        items = [Worded(("commitments", rank), one) for rank, one in enumerate(self.commitments)]
        found = [
            Worded(("title",), self.title),
            Worded(("body",), self.body, rich=True),
            Worded(("introduction",), self.introduction),
            *items,
        ]
        return [one for one in found if one.text]

    def roles(self) -> frozenset[str]:
        """Return the roles (codes) that the clause speaks of or binds."""
        return roles_named(self.texts()) | ({self.role} if self.role else frozenset())

    def faults(self) -> Iterator[Told]:
        """Give what is wrong with the texts, each with its key and a French sentence."""
        yield from text_faults(self.texts())
        if self.commitments and not self.role:
            yield ("role",), "Dites quelle partie prend ces engagements."
        if not (self.body or self.introduction or self.commitments):
            yield ("body",), "Écrivez ce que dit l’article, ou les engagements d’une partie."


def template_texts(template: ConventionTemplate) -> list[Worded]:
    """Return the texts of a model of convention that are not empty, but those of its decision."""
    found = [
        Worded(("title",), template.title),
        Worded(("subtitle",), template.subtitle),
        Worded(("preamble",), template.preamble, rich=True),
    ]
    return [one for one in found if one.text]


def decision_texts(template: ConventionTemplate) -> list[Worded]:
    """Return the texts of the decision that authorises a convention of this model."""
    recitals = enumerate(template.decision_recitals)
    found = [
        Worded(("decision_title",), template.decision_title),
        *(Worded(("decision_recitals", rank), one) for rank, one in recitals),
        Worded(("decision_provision",), template.decision_provision),
    ]
    return [one for one in found if one.text]


def text_faults(texts: Iterable[Worded]) -> Iterator[Told]:
    """Give the faults of placeholders and of rich bodies, with the key of their text."""
    for one in texts:
        if one.rich:
            for message in richtext.faults(one.text):
                yield one.key, message
        for message in check(one.text, rich=one.rich):
            yield one.key, message


def roles_named(texts: Iterable[Worded]) -> frozenset[str]:
    """Return the codes of the roles that the placeholders of some texts name."""
    return frozenset(
        ROLES[asked] for asked in inputs_asked(texts, with_optional=True) if asked in ROLES
    )


def inputs_asked(texts: Iterable[Worded], *, with_optional: bool = False) -> frozenset[str]:
    """Return what the placeholders of some texts ask for (see `Placeholder.asks`).

    Without `with_optional`, only what a text cannot do without.
    """
    known: Mapping[str, Any] = {**agreeing(), **names()}
    used = [known[name] for name in used_names(one.text for one in texts) if name in known]
    return frozenset(one.asks for one in used if one.asks and (one.lack or with_optional))


def role_name(code: str) -> str:
    """Return the name that texts give to a role: « partenaire »."""
    return _ROLE_NAMES.get(code, code)
