"""What a model of convention says once put together, what it asks for, what it lacks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from conventions.exchange.clause_texts import (
    ClauseText,
    Worded,
    decision_texts,
    inputs_asked,
    role_name,
    roles_named,
    template_texts,
    text_faults,
)
from conventions.models import ClauseVersion, ConventionTemplate
from conventions.review.clauses import latest_versions
from conventions.rules.placeholders import ROLES, Agreement, Values, catalogue, check, fill
from csipa.french.grammar import Gender


@dataclass(frozen=True)
class TemplateArticle:
    """A clause at its place in a model, and its latest published wording, None without one."""

    clause_pk: int
    clause: str
    version: ClauseVersion | None

    @property
    def text(self) -> ClauseText:
        """Return what the article would say; nothing without a published wording."""
        return ClauseText.of(self.version) if self.version else ClauseText("")


@dataclass(frozen=True)
class TemplateText:
    """A model whole: its row, the roles of its parties, its articles in order."""

    template: ConventionTemplate
    roles: tuple[str, ...]
    articles: list[TemplateArticle]

    def texts(self) -> list[Worded]:
        """Return what the convention will say, placeholders included."""
        own = template_texts(self.template)
        return own + [one for article in self.articles for one in article.text.texts()]

    def asked_for(self, *, with_optional: bool = True) -> frozenset[str]:
        """Return what whoever writes from the model is asked: « end », « notice », « purpose »…

        Codes of `Placeholder.asks`; a role is given by its French name. Without `with_optional`,
        only what the texts cannot do without.
        """
        texts = self.texts() + decision_texts(self.template)
        return inputs_asked(texts, with_optional=with_optional)

    @property
    def has_decision(self) -> bool:
        """Tell whether the model says what the act that authorises the convention decides."""
        return bool(self.template.decision_title and self.template.decision_provision)


def whole_text(template: ConventionTemplate) -> TemplateText:
    """Put a model together; one query beside those that load its parties and its clauses.

    Load the model by `conventions.review.clauses.whole_templates` to have these read at once.
    """
    places = list(template.clauses.all())
    latest = latest_versions([place.clause_id for place in places])
    return TemplateText(
        template=template,
        roles=tuple(party.role for party in template.parties.all()),
        articles=[
            TemplateArticle(place.clause_id, str(place.clause), latest.get(place.clause_id))
            for place in places
        ],
    )


def faults_of(text: TemplateText) -> list[str]:
    """Return, a French sentence each, what keeps a convention from being written from a model."""
    return list(dict.fromkeys(_faults(text)))


def example_values() -> Values:
    """Return the examples of the catalogue, as if they were the records of a convention."""
    return Values(
        words={one.name: one.example for one in catalogue()},
        agreements={role: Agreement(Gender.FEMININE) for role in ROLES},
    )


def filled_with_examples(words: str, *, rich: bool = False) -> str:
    """Return a text filled with examples, or as it stands when one of its placeholders is wrong."""
    return words if check(words, rich=rich) else fill(words, example_values(), rich=rich)


def _faults(text: TemplateText) -> Iterator[str]:
    if not text.roles:
        yield "Le modèle n’a pas de partie : ajoutez les rôles qu’il attend."
    if not text.articles:
        yield "Le modèle n’a pas de clause : ajoutez celles de ses articles."
    own = template_texts(text.template) + decision_texts(text.template)
    for _, message in text_faults(own):
        yield message
    yield from _unheld(roles_named(own), text.roles, "le modèle")
    for article in text.articles:
        if article.version is None:
            yield f"La clause « {article.clause} » n’a pas de version publiée."
        yield from _unheld(article.text.roles(), text.roles, f"la clause « {article.clause} »")


def _unheld(named: frozenset[str], roles: tuple[str, ...], who: str) -> Iterator[str]:
    """Tell the roles that some texts name and that no party of the model holds."""
    for role in sorted(named - set(roles)):
        yield f"Aucune partie du modèle n’est {role_name(role)} : {who} en parle pourtant."
