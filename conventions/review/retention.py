"""The retention of one act or convention: the rule of its nature, and the days that follow."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Max

from conventions.models import AccessDelay, Act, Convention, Kept, RetentionRule
from conventions.review.timeline import act_dates, acts_with_dates, convention_dates
from conventions.rules.retention import Life, Retention, Rule, retention_of
from csipa.french.dates import long_date
from csipa.french.grammar import upper_first
from csipa.french.numbers import counted

NO_RULE = (
    "Aucune règle de conservation n’est enregistrée pour cette nature : ajoutez-la dans les "
    "réglages, page « Règles de conservation »."
)


@dataclass(frozen=True)
class Told:
    """What is told of the retention of a text; `days` is None when no rule bears on its nature."""

    nature: str
    rule: RetentionRule | None
    days: Retention | None

    def lines(self) -> list[tuple[str, str]]:
        """Return what a reader is told: a few words, then what they are worth for this text."""
        if self.rule is None or self.days is None:
            return [("Règle", NO_RULE)]
        return [
            ("Nature", upper_first(Kept(self.nature).label)),
            ("Durée d’utilité administrative", _use(self.rule)),
            ("Utile au service jusqu’au", _until(self.rule, self.days)),
            ("Sort final", upper_first(self.rule.get_fate_display())),
            ("Communicable", _readable(self.days)),
            ("Source", self.rule.source),
        ]


def retention_told(text: Act | Convention, *, today: dt.date) -> Told:
    """Return the retention of a text under the rule in force `today`; four queries at most."""
    nature = text.nature if isinstance(text, Act) else Kept.CONVENTION.value
    rule = rule_in_force(nature, on=today)
    if rule is None:
        return Told(nature, None, None)
    said = Rule(
        years=rule.years, counted_from=rule.counted_from, fate=rule.fate, access=rule.access
    )
    return Told(nature, rule, retention_of(said, _life(text)))


def rule_in_force(nature: str, *, on: dt.date) -> RetentionRule | None:
    """Return the rule of a nature that began last, among those that have; one query."""
    rows = RetentionRule.objects.filter(nature=nature, starts_on__lte=on)
    return rows.order_by("-starts_on").first()


def _life(text: Act | Convention) -> Life:
    latest = text.documents.aggregate(latest=Max("created_at"))["latest"]
    last = latest.date() if latest else None
    if isinstance(text, Act):
        dates = act_dates(acts_with_dates().get(pk=text.pk))
        return Life(
            signed=dates.signed,
            executory=dates.enforceable,
            latest=last,
            individual=text.individual,
        )
    agreed = convention_dates(text)
    return Life(signed=agreed.concluded, executory=agreed.start, ended=agreed.ends_on, latest=last)


def _use(rule: RetentionRule) -> str:
    years = counted(rule.years, "an", "ans")
    return f"{years}, comptés depuis {rule.get_counted_from_display()}"


def _until(rule: RetentionRule, days: Retention) -> str:
    if days.useful_until is None:
        since = rule.get_counted_from_display()
        return f"Pas encore connu : il se compte depuis {since}, dont le jour n’est pas connu."
    return long_date(days.useful_until)


def _readable(days: Retention) -> str:
    delay = f"{upper_first(AccessDelay(days.access).label)} ({days.access})"
    if days.readable_from is None:
        return delay
    return f"{delay}, à partir du {long_date(days.readable_from)}"
