"""What conventions make due between two days, and which rents are to be reviewed."""

import datetime as dt
import json
from decimal import Decimal

import pytest

from conventions.actions.ending import settle_end
from conventions.actions.importing import import_file
from conventions.actions.sealing import fix_words
from conventions.exchange.agreements import load_convention, standalone_data
from conventions.models import Convention
from conventions.review.ledger import ledger_of, load_priced, said_in_short
from conventions.review.money import (
    index_name,
    pending_reviews,
    price_of,
    rent_on,
    schedule_of,
    with_money,
)
from conventions.rules.index_reviews import ReviewState
from conventions.rules.schedule import Span, dues
from tests.conventions.factories import (
    NOW,
    ConclusionFactory,
    ConventionFactory,
    PartyFactory,
)
from tests.conventions.factories_agreements import (
    FinancialTermFactory,
    InstalmentFactory,
    PayerFactory,
    RentReviewFactory,
)

pytestmark = pytest.mark.django_db

START = dt.date(2026, 2, 1)
TODAY = dt.date(2026, 11, 22)


def rented(*, start=START, end=None, closed=True, shares=(), **terms):
    """Return a rent of 300 € a month from February 2026, due from the second month."""
    number = Convention.objects.count()
    convention = ConventionFactory(start=start, end=end, reference=f"C-{number}")
    parties = [PartyFactory(convention=convention, short_name=name) for name in ("Alpha", "Bêta")]
    values = {"starts_after_months": 1, "index_name": "IRL", "index_quarter": "2"}
    FinancialTermFactory(convention=convention, **{**values, **terms})
    for party, percent in zip(parties, shares, strict=False):
        PayerFactory(party=party, percent=percent)
    settle_end(convention=convention)
    return sealed(convention) if closed else read(convention)


def sealed(convention):
    """Seal a convention as its signature does; return it as the schedule reads it."""
    fix_words([convention], None)
    Convention.objects.filter(pk=convention.pk).update(sealed=True)
    return read(convention)


def amended(convention, *, start, **terms):
    """Sign an amendment that says another price; return the convention."""
    amendment = ConventionFactory(
        parent=convention, parent_relation="amendment", rank=1, start=start, reference="C-A1"
    )
    PartyFactory(convention=amendment)
    FinancialTermFactory(convention=amendment, **terms)
    ConclusionFactory(convention=amendment, signed_on=start)
    sealed(amendment)
    settle_end(convention=amendment)
    return read(convention)


def read(convention):
    """Return a convention as the schedule reads it."""
    return with_money(Convention.objects.all()).get(pk=convention.pk)


def told(payments):
    """Return the days, amounts and payers of payments."""
    return [(one.day and one.day.isoformat(), str(one.amount), one.payer) for one in payments]


@pytest.mark.parametrize("closed", [False, True])
def test_a_rent_is_told_alike_before_and_after_the_signature(closed):
    convention = rented(end=dt.date(2026, 4, 15), closed=closed, shares=("66.666", "33.334"))
    assert told(schedule_of(convention, today=TODAY)) == [
        ("2026-03-01", "200.00", "Alpha"),
        ("2026-03-01", "100.00", "Bêta"),
        ("2026-04-01", "100.00", "Alpha"),
        ("2026-04-01", "50.00", "Bêta"),
    ]


def test_a_file_made_of_a_convention_written_here_gives_the_same_schedule():
    convention = rented(shares=("50", "50"))
    data = standalone_data(load_convention(convention.pk))
    own = told(schedule_of(convention, today=TODAY))
    content = json.dumps({**data, "reference": "C-IMPORT"}).encode()
    import_file(content=content, by=None, now=NOW)
    imported = read(Convention.objects.get(reference="C-IMPORT"))
    assert imported.as_written
    assert told(schedule_of(imported, today=TODAY)) == own
    assert price_of(imported) == price_of(convention)


def test_without_an_end_the_schedule_goes_some_months_ahead():
    convention = rented()
    assert schedule_of(convention, today=TODAY)[-1].day == dt.date(2027, 11, 1)
    assert schedule_of(convention, today=TODAY, months=36)[-1].day == dt.date(2029, 11, 1)
    later = rented(start=dt.date(2030, 1, 1))
    assert len(schedule_of(later, today=TODAY)) == 11


def test_who_pays_is_named_as_the_text_names_it_or_not_known():
    convention = rented()
    assert {one.payer for one in schedule_of(convention, today=TODAY)} == {"Payeur non précisé"}
    file = {"mode": "lump_sum", "amount": "9.00", "payers": [{"party": "la mairie"}]}
    row = read(ConventionFactory(as_written=True, finance=file, start=START))
    assert [one.payer for one in schedule_of(row, today=TODAY)] == ["la mairie"]


def test_the_signature_dates_what_was_due_then():
    grant = ConventionFactory(start=START)
    FinancialTermFactory(convention=grant, mode="instalments", amount="100", period="")
    InstalmentFactory(convention=grant, percent="100", when="à la signature")
    assert [one.day for one in schedule_of(read(grant), today=TODAY)] == [None]
    ConclusionFactory(convention=grant, signed_on=dt.date(2026, 1, 20))
    assert [one.day for one in schedule_of(read(grant), today=TODAY)] == [dt.date(2026, 1, 20)]


def test_a_review_changes_the_rent_from_its_day():
    convention = rented()
    RentReviewFactory(convention=convention, reviewed_on=dt.date(2027, 2, 1), amount="303.12")
    convention = read(convention)
    amounts = {one.day: one.amount for one in schedule_of(convention, today=TODAY)}
    assert amounts[dt.date(2027, 1, 1)] == Decimal("300.00")
    assert amounts[dt.date(2027, 2, 1)] == Decimal("303.12")
    assert rent_on(convention, dt.date(2027, 1, 31)) == Decimal("300.00")
    assert rent_on(convention, dt.date(2027, 2, 1)) == Decimal("303.12")


def test_a_review_is_pending_until_it_is_noted():
    convention = rented()
    until = dt.date(2028, 12, 31)
    days = [dt.date(2027, 2, 1), dt.date(2028, 2, 1)]
    assert [one.day for one in pending_reviews(convention, until=until)] == days
    assert index_name(convention) == "IRL"
    RentReviewFactory(convention=convention, reviewed_on=dt.date(2027, 5, 1))
    assert [one.day for one in pending_reviews(read(convention), until=until)] == days[1:]


def test_no_review_falls_after_the_end():
    convention = rented(end=dt.date(2027, 1, 31))
    assert list(pending_reviews(convention, until=dt.date(2030, 1, 1))) == []


def test_an_amendment_sets_another_rent_and_is_not_counted_twice():
    convention = amended(rented(), start=dt.date(2026, 9, 1), amount="350.00")
    amounts = {one.day: one.amount for one in schedule_of(convention, today=TODAY)}
    assert amounts[dt.date(2026, 8, 1)] == 300
    assert amounts[dt.date(2026, 9, 1)] == 350
    assert len(pending_reviews(convention, until=dt.date(2027, 12, 31))) == 1


def test_an_amendment_may_count_by_another_period():
    convention = amended(rented(), start=dt.date(2026, 9, 16), amount="900.00", period="quarter")
    found = told(schedule_of(convention, today=TODAY))
    assert ("2026-09-01", "150.00", "Payeur non précisé") in found
    assert ("2026-09-16", "900.00", "Payeur non précisé") in found
    assert ("2026-12-16", "900.00", "Payeur non précisé") in found
    assert not [one for one in found if one[0] == "2026-10-01"]


def test_an_amendment_may_end_the_rent_or_begin_one():
    freed = amended(rented(), start=dt.date(2026, 9, 1), mode="free", amount=None, period="")
    assert schedule_of(freed, today=TODAY)[-1].day == dt.date(2026, 8, 1)
    assert rent_on(freed, TODAY) is None


def test_an_amendment_may_begin_a_rent():
    free = ConventionFactory(start=START, reference="C-FREE")
    begun = amended(sealed(free), start=dt.date(2026, 9, 1))
    assert told(schedule_of(begun, today=TODAY))[0] == (
        "2026-09-01",
        "300.00",
        "Payeur non précisé",
    )
    assert rent_on(begun, dt.date(2026, 8, 31)) is None


def test_an_amendment_that_nobody_signed_changes_nothing():
    convention = rented()
    amendment = ConventionFactory(parent=convention, parent_relation="amendment", rank=1)
    FinancialTermFactory(convention=amendment, amount="350.00")
    sealed(amendment)
    assert rent_on(read(convention), TODAY) == 300


def test_the_ledger_tells_totals_by_year_by_payer_and_for_the_first_year():
    convention = rented(shares=("66.666", "33.334"))
    ledger = ledger_of(load_priced(convention.pk), today=TODAY, months=12)
    assert ledger.first_year == Decimal("3300.00")
    assert [(year.name, str(year.total)) for year in ledger.years] == [
        ("2026", "3000.00"),
        ("2027", "3300.00"),
    ]
    assert ledger.payers == [("Alpha", Decimal("4200.00")), ("Bêta", Decimal("2100.00"))]
    assert ledger.total == Decimal("6300.00")
    assert (len(ledger.years[0].lines), len(ledger.years[0].payments)) == (10, 20)
    assert [line.state for line in ledger.pending] == [ReviewState.COMING]
    assert ledger.is_endless


def test_a_review_not_asked_for_in_a_year_has_lapsed():
    convention = rented(start=dt.date(2024, 2, 1))
    ledger = ledger_of(load_priced(convention.pk), today=TODAY, months=12)
    states = [(line.review.day.year, line.state) for line in ledger.pending]
    assert states == [
        (2025, ReviewState.LAPSED),
        (2026, ReviewState.DUE),
        (2027, ReviewState.COMING),
    ]
    assert "art. 17-1" in ledger.pending[0].advice
    assert ledger.next_review.review.day == dt.date(2026, 2, 1)


def test_the_price_is_told_in_one_sentence():
    convention = rented()
    assert said_in_short(convention, today=TODAY).replace("\u00a0", " ") == (
        "300,00 € par mois, prochaine échéance le 1er décembre 2026 ; prochaine révision le "
        "1er février 2027."
    )
    gift = ConventionFactory(start=START)
    FinancialTermFactory(convention=gift, mode="valued", amount=None, valued_at="4500", period="")
    assert said_in_short(read(gift), today=TODAY).replace("\u00a0", " ") == (
        "À titre gratuit, pour une valeur de 4 500,00 €."
    )
    assert said_in_short(read(ConventionFactory()), today=TODAY) == ""


def test_a_schedule_read_from_rows_is_that_of_the_rules():
    convention = rented(closed=False)
    span = Span(start=START, end=None, horizon=dt.date(2027, 11, 21))
    lines = dues(price_of(convention), span)
    assert [one.amount for one in schedule_of(convention, today=TODAY)] == [
        line.amount for line in lines
    ]
