"""A convention in force and its amendments, made by the actions that make them, for the tests."""

import datetime as dt

from conventions.actions import record_execution, sign_act
from conventions.actions.amending import amend
from conventions.actions.concluding import conclude
from conventions.models import Convention
from conventions.review.findings import findings_of
from tests.conventions.factories import ArticleFactory, CommitmentFactory, ready_act

SIGNED = dt.date(2026, 1, 15)
START, END = dt.date(2026, 1, 26), dt.date(2026, 4, 28)
TODAY, NEW_END = dt.date(2026, 3, 20), dt.date(2026, 6, 30)
NOW = dt.datetime(2026, 1, 15, 9, tzinfo=dt.UTC)
DURATION = "<p>Elle prend effet le 26 janvier 2026 et s’achève le 28 avril 2026 inclus.</p>"
LONG = "CSIPA-2026-01"


def in_force(*, reference=LONG, end=END, **act_fields):
    """Return a convention that its two parties signed: object, commitments, duration, disputes."""
    act = ready_act(**act_fields)
    convention = act.annexes.get().convention
    convention.title = "Convention de partenariat relative à une permanence de soins"
    convention.save()
    promised = convention.articles.get(title="Engagements")
    promised.commitments.update(position=1)
    CommitmentFactory(article=promised, text="faire le ménage.", position=2)
    ArticleFactory(convention=convention, position=3, title="Durée", body=DURATION)
    ArticleFactory(
        convention=convention, position=4, title="Litiges", body="<p>Un accord est cherché.</p>"
    )
    return in_force_of(act, reference=reference, end=end)


def in_force_of(act, *, reference=LONG, end=END):
    """Sign a draft and have the parties sign the convention annexed to it, which is returned."""
    convention = act.annexes.get().convention
    convention.reference, convention.start, convention.end = reference, START, end
    convention.save()
    signed(act, SIGNED)
    conclude(convention=convention, by=None, signed_on=dt.date(2026, 1, 20), today=TODAY)
    return Convention.objects.get(pk=convention.pk)


def signed(act, day, *, executory=True):
    """Sign an act whatever its remarks, and make it executory on the next day."""
    now = dt.datetime.combine(day, dt.time(9), tzinfo=dt.UTC)
    remarks = findings_of(act, on=day)
    document = sign_act(act=act, by=None, on=day, now=now, findings_accepted=remarks)
    if not executory:
        return document
    after = day + dt.timedelta(days=1)
    record_execution(act=act, by=None, sent_on=after, received_on=after, published_on=after)
    return document


def amended(convention, *, on=TODAY, words=None, **changes):
    """Amend a convention, sign the decision on `on` and have the parties sign two days later.

    `words` gives the new text of articles of the amendment by the title of the article changed.
    """
    made = amend(convention=convention, by=None, today=on, **changes)
    for title, body in (words or {}).items():
        write(made.convention, title, body)
    signed(made.act, on)
    day = on + dt.timedelta(days=2)
    conclude(convention=made.convention, by=None, signed_on=day, today=day)
    return Convention.objects.get(pk=made.convention.pk)


def write(amendment, title, body):
    """Give its new text to the article of an amendment that changes the one of that title."""
    for line in amendment.articles.exclude(change=""):
        if title in (line.amended_title, getattr(line.amended_article, "title", "")):
            line.body = body
            line.save()
            return
    raise LookupError(title)


def key(convention, title):
    """Return the key of the article of a convention that has this title."""
    return convention.articles.get(title=title).pk
