"""Answers: sums of whole months and of days, shares over what is asked, the year before."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection

from consultations.models import MonthState
from consultations.review.answers import answers, rows_by
from consultations.review.answers_words import told_figures
from consultations.review.headline import cautions, headline
from consultations.rules.cells import Measure
from consultations.rules.pivot import Dimension
from staffing.models import Profession
from tests.consultations.factories import (
    ActivityCountFactory,
    MonthLockFactory,
    SiteRecordingFactory,
)
from tests.consultations.factories_sessions import SessionCountFactory, SessionFactory, at
from tests.sites.factories import OpeningHoursFactory, SiteFactory
from tests.staffing.factories import (
    AssignmentFactory,
    PostFactory,
    PostTargetFactory,
    ProfessionFactory,
)

pytestmark = pytest.mark.django_db
JUNE = dt.date(2026, 6, 1)
TODAY = dt.date(2026, 11, 22)
MONTH, SITE, PROFESSION, KIND = Dimension


def day(text):
    return dt.date.fromisoformat(text)


def count(site, date, profession=None, **numbers):
    return ActivityCountFactory(
        site=site, date=day(date), profession=profession or doctors(), **numbers
    )


def doctors():
    return Profession.objects.filter(name="médecin généraliste").first() or ProfessionFactory(
        name="médecin généraliste"
    )


@pytest.fixture
def site():
    return SiteFactory(name="Robecq")


@pytest.fixture
def other():
    return SiteFactory(name="Hinges")


def ask(first, last, **options):
    options.setdefault("today", TODAY)
    return answers(day(first), day(last), **options)


def test_whole_months_are_added_up_by_month_and_site(site, other):
    count(site, "2026-06-02", done=10)
    count(site, "2026-06-30", done=5)
    count(site, "2026-07-01", done=7)
    count(other, "2026-06-15", done=3)
    count(site, "2026-08-01", done=100)
    found = ask("2026-06-01", "2026-07-31", by=[MONTH, SITE])
    told = {row.names: row.sums.done for row in found.rows}
    assert told == {
        ("juin\u00a02026", "Robecq"): 15,
        ("juin\u00a02026", "Hinges"): 3,
        ("juillet\u00a02026", "Robecq"): 7,
    }
    assert found.total.sums.done == 25


def test_days_inside_a_month_count_from_the_facts(site):
    for date, done in (("2026-06-09", 1), ("2026-06-10", 2), ("2026-06-30", 4)):
        count(site, date, done=done)
    for date, done in (("2026-07-15", 8), ("2026-08-05", 16), ("2026-08-06", 32)):
        count(site, date, done=done)
    found = ask("2026-06-10", "2026-08-05")
    assert found.total.sums.done == 2 + 4 + 8 + 16
    assert ask("2026-06-10", "2026-06-10").total.sums.done == 2


def test_sums_of_days_say_the_same_as_sums_of_months(site):
    count(site, "2026-06-02", done=10, unscheduled=4, refused=2, minutes_held=90)
    count(site, "2026-06-03", done=None, closed=True)
    count(site, "2026-06-04", done=0)
    whole = ask("2026-06-01", "2026-06-30").lines
    cut = ask("2026-05-31", "2026-06-29").lines
    assert whole == cut
    assert (whole[0].sums.entries, whole[0].sums.closed) == (2, 1)


def test_sites_professions_and_kinds_narrow_the_answer(site, other):
    nurses = ProfessionFactory(name="infirmier")
    count(site, "2026-06-02", done=10)
    count(site, "2026-06-02", profession=nurses, done=20)
    count(site, "2026-06-02", kind="remote", done=40)
    count(other, "2026-06-02", done=80)
    june = ("2026-06-01", "2026-06-30")
    assert ask(*june, sites=[site.pk]).total.sums.done == 70
    assert ask(*june, professions=[nurses.pk]).total.sums.done == 20
    assert ask(*june, kinds=["remote"]).total.sums.done == 40
    assert ask(*june, sites=[]).total.sums.is_empty
    assert ask("2026-06-02", "2026-06-02", sites=[other.pk]).total.sums.done == 80


def test_a_share_counts_the_consultations_of_the_sites_that_ask_for_it(site, other):
    SiteRecordingFactory(site=site, shows_unscheduled=True)
    SiteRecordingFactory(site=other, shows_unscheduled=False)
    count(site, "2026-06-02", done=20, unscheduled=5)
    count(other, "2026-06-02", done=100)
    found = ask("2026-06-01", "2026-06-30", by=[SITE])
    assert found.total.sums.share(Measure.UNSCHEDULED) == 25
    shares = {row.names[0]: row.sums.share(Measure.UNSCHEDULED) for row in found.rows}
    assert shares == {"Robecq": 25, "Hinges": None}


def test_a_share_is_that_of_the_days_on_which_the_part_was_noted(site):
    count(site, "2026-06-02", done=20)
    assert ask("2026-06-01", "2026-06-30").total.sums.share(Measure.WITHOUT_GP) is None
    count(site, "2026-06-03", done=20, without_gp=10)
    assert ask("2026-06-01", "2026-06-30").total.sums.share(Measure.WITHOUT_GP) == 50
    assert ask("2026-06-02", "2026-06-30").total.sums.share(Measure.WITHOUT_GP) == 50


def test_waiting_demand_and_appointments_not_kept_are_beside_what_was_done(site):
    SiteRecordingFactory(site=site, shows_no_show=True)
    count(site, "2026-06-02", done=60, refused=20, no_show=15)
    sums = ask("2026-06-01", "2026-06-30").total.sums
    assert sums.value(Measure.REFUSED) == 20
    assert sums.waiting_share == 25
    assert sums.no_show_share == 20


def test_the_year_before_is_that_of_the_same_months(site):
    count(site, "2025-06-30", done=40)
    count(site, "2025-07-01", done=500)
    count(site, "2026-06-02", done=50)
    found = ask("2026-06-01", "2026-06-30", by=[MONTH])
    assert (found.total.before.done, found.total.change) == (40, 25)
    assert found.rows[0].change == 25


def test_without_anything_a_year_before_nothing_is_compared(site):
    count(site, "2026-06-02", done=50)
    assert ask("2026-06-01", "2026-06-30").total.change is None


def test_only_months_known_both_years_are_compared(site, other):
    count(site, "2025-06-10", done=10)
    count(site, "2025-08-10", done=500)
    count(site, "2026-05-10", done=900)
    count(site, "2026-06-10", done=12)
    count(other, "2026-06-10", done=3)
    found = ask("2026-05-01", "2026-08-31", by=[MONTH])
    assert (found.total.change, found.total.before.done) == (50, 510)
    assert [row.change for row in found.rows] == [None, 50]
    assert [row.change for row in rows_by(found, [SITE])] == [None, 20]


def test_the_month_under_way_and_those_cut_are_named_so(site):
    count(site, "2026-06-20", done=12)
    count(site, "2026-08-05", done=12)
    found = ask("2026-06-15", "2026-08-31", today=day("2026-08-10"))
    table = found.pivot(MONTH, None)
    assert [found.label(MONTH, month) for month in table.rows] == [
        "juin\u00a02026 (partiel)",
        "juillet\u00a02026",
        "août\u00a02026 (en cours)",
    ]


def test_the_month_under_way_is_compared_up_to_the_same_day_and_says_so(site):
    count(site, "2025-06-10", done=10)
    count(site, "2025-06-11", done=90)
    count(site, "2026-06-09", done=12)
    found = ask("2026-06-01", "2026-06-30", today=day("2026-06-10"))
    assert found.total.before.done == 10
    assert found.running == day("2026-06-10")
    assert any(
        "n’est pas finie" in one and "10\u00a0juin\u00a02026" in one for one in cautions(found)
    )


def test_the_end_of_february_stays_the_end_of_february(site):
    count(site, "2024-02-29", done=10)
    count(site, "2025-02-28", done=20)
    assert ask("2025-02-01", "2025-02-28").total.before.done == 10


def test_months_that_begin_with_a_vowel_are_elided(site):
    months = ["08", "09", "10", "11", "12"]
    for month in months:
        count(site, f"2024-{month}-06", done=10)
        count(site, f"2025-{month}-06", done=12)
    count(site, "2025-07-07", done=1)
    MonthLockFactory(site=site, month=day("2025-07-01"), state=MonthState.VALIDATED)
    found = ask("2025-07-01", "2025-12-31")
    assert "pas validés, d’août\u00a02025 à décembre\u00a02025" in found.provisional.sentence
    change = told_figures(found)[1]
    assert any("d’août\u00a02025 à décembre\u00a02025" in one for one in change.inputs)


def test_figures_are_provisional_until_their_month_is_validated(site, other):
    count(site, "2026-06-02", done=10)
    count(other, "2026-06-02", done=10)
    june = ("2026-06-01", "2026-06-30")
    assert "aucun mois" in ask(*june).provisional.sentence
    MonthLockFactory(site=site, month=JUNE, state=MonthState.VALIDATED)
    said = ask(*june).provisional.sentence
    assert "juin\u00a02026 (Hinges) n’est pas validé" in said
    MonthLockFactory(site=other, month=JUNE, state=MonthState.VALIDATED)
    assert not ask(*june).provisional


def test_consultations_stand_against_people_present(site):
    profession = doctors()
    post = PostFactory(profession=profession, site=site)
    PostTargetFactory(post=post, start=day("2026-01-01"), fte=Decimal(1))
    AssignmentFactory(post=post, start=day("2026-06-16"), end=None, fte=Decimal("0.5"))
    count(site, "2026-06-20", done=50)
    count(site, "2026-07-20", done=100)
    found = ask("2026-06-01", "2026-07-31", by=[MONTH])
    assert [row.etpt for row in found.rows] == [Decimal("0.25"), Decimal("0.5")]
    assert [row.per_fte_month for row in found.rows] == [200, 200]
    assert found.total.fte_months == Decimal("0.75")
    assert ask("2026-06-01", "2026-07-31", by=[KIND]).rows[0].etpt is None


def test_people_elsewhere_do_not_count_for_a_site(site, other):
    profession = doctors()
    post = PostFactory(profession=profession, site=other)
    PostTargetFactory(post=post, start=day("2026-01-01"), fte=Decimal(1))
    AssignmentFactory(post=post, start=day("2026-01-01"), end=None, fte=Decimal(1))
    count(site, "2026-06-20", done=50)
    count(other, "2026-06-20", done=50)
    found = ask("2026-06-01", "2026-06-30", by=[SITE])
    assert {row.names[0]: row.etpt for row in found.rows} == {"Robecq": 0, "Hinges": 1}
    assert ask("2026-06-01", "2026-06-30", sites=[site.pk]).total.etpt == 0


def test_consultations_stand_against_hours_open_of_the_profession(site):
    site.opened_on = day("2026-01-01")
    site.save()
    doctor = ProfessionFactory(name="médecin généraliste", activity="medical")
    for activity, opens, closes in (("medical", 9, 12), ("nursing", 8, 12)):
        OpeningHoursFactory(
            site=site,
            activity=activity,
            weekday=1,
            opens_at=dt.time(opens),
            closes_at=dt.time(closes),
            start=None,
        )
    count(site, "2026-06-01", profession=doctor, done=45)
    found = ask("2026-06-01", "2026-06-30", by=[PROFESSION])
    assert found.rows[0].open_minutes == 5 * 3 * 60
    assert found.rows[0].per_open_hour == 3
    assert found.total.open_minutes == 5 * 4 * 60


def test_days_to_come_have_neither_people_nor_hours(site):
    count(site, "2026-06-01", done=45)
    found = ask("2026-06-01", "2026-12-31", today=day("2026-05-01"))
    assert (found.total.etpt, found.total.open_minutes) == (None, 0)


def test_a_table_has_every_month_from_the_first_with_figures_to_today(site):
    count(site, "2026-06-02", done=10)
    count(site, "2026-08-02", done=10)
    found = ask("2026-01-01", "2026-12-31", today=day("2026-09-15"))
    table = found.pivot(MONTH, SITE)
    assert table.rows == [dt.date(2026, month, 1) for month in (6, 7, 8, 9)]
    assert table.counts(Measure.DONE) == [[10], [None], [10], [None]]
    assert table.total.done == 20


def test_an_answer_makes_the_same_queries_whatever_it_holds(site, other, django_assert_num_queries):
    nurses = ProfessionFactory(name="infirmier")
    for number in range(8):
        for place in (site, other):
            count(place, f"2026-0{number + 1}-10", done=10)
            count(place, f"2026-0{number + 1}-10", profession=nurses, done=10)
    whole = ("2026-01-01", "2026-08-31")
    with django_assert_num_queries(4):
        ask(*whole, with_before=False, with_presence=False)
    with django_assert_num_queries(9):
        ask(*whole)
    with django_assert_num_queries(6):
        ask("2026-01-05", "2026-08-20", with_before=False, with_presence=False)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="counts the steps of SQLite")
def test_the_cost_of_some_months_does_not_grow_with_the_history(site):
    def steps(first, last):
        taken = []
        connection.ensure_connection()
        connection.connection.set_progress_handler(lambda: taken.append(1) and 0, 1)
        try:
            ask(first, last, with_presence=False)
        finally:
            connection.connection.set_progress_handler(None, 1)
        return len(taken)

    for month in range(1, 13):
        count(site, f"2026-{month:02d}-10", done=10)
    before = steps("2026-02-01", "2026-10-31"), steps("2026-02-05", "2026-10-20")
    for year in range(1990, 2025):
        for month in range(1, 13):
            count(site, f"{year}-{month:02d}-10", done=10)
    after = steps("2026-02-01", "2026-10-31"), steps("2026-02-05", "2026-10-20")
    assert after[0] <= before[0] * 1.05
    assert after[1] <= before[1] * 1.05


def test_the_headline_keeps_sessions_held_under_a_convention_apart(site):
    count(site, "2026-06-02", done=10)
    session = SessionFactory(
        snp=True,
        room__site=site,
        state="held",
        starts_at=at(day("2026-06-30"), 19),
    )
    SessionCountFactory(session=session, done=8, without_gp=3)
    found = headline(JUNE, day("2026-06-30"), today=TODAY)
    assert found.total.sums.done == 10
    assert (found.snp.sessions, found.snp.done, found.snp.without_gp) == (1, 8, 3)
    assert found.snp.per_session == 8
    assert [row.names for row in found.sites] == [("Robecq",)]
    assert headline(JUNE, day("2026-06-30"), today=TODAY, sites=[]).snp.done == 0


def test_the_same_answer_is_told_by_other_dimensions_without_a_query(
    site, other, django_assert_num_queries
):
    count(site, "2026-06-02", done=10)
    count(other, "2026-06-02", done=20)
    found = ask("2026-06-01", "2026-06-30")
    with django_assert_num_queries(0):
        assert [row.sums.done for row in rows_by(found, [SITE, KIND])] == [20, 10]
