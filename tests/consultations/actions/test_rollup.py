"""Sums are those of the rows, whatever wrote them; the command proves it or makes them anew."""

import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from consultations.actions.rollup import check_totals, rebuild_totals
from consultations.models import ActivityCount, MonthlyTotal
from tests.consultations.factories import MONDAY, ActivityCountFactory, MonthlyTotalFactory
from tests.sites.factories import SiteFactory
from tests.staffing.factories import ProfessionFactory

NUMBER = st.none() | st.integers(0, 30)
WRITE = st.tuples(
    st.sampled_from(["add", "change", "update", "move", "delete"]),
    st.integers(0, 70),
    NUMBER,
)


class SumsFollowEveryWrite(TestCase):
    @settings(max_examples=25, deadline=None)
    @given(st.lists(WRITE, max_size=12))
    def test_whatever_is_written_the_sums_are_those_of_the_rows(self, writes):
        site, profession = SiteFactory(), ProfessionFactory()
        for what, offset, number in writes:
            day = MONDAY + dt.timedelta(days=offset)
            rows = ActivityCount.objects.filter(site=site)
            row = rows.filter(date=day).first()
            if what == "add" and row is None:
                ActivityCountFactory(site=site, profession=profession, date=day, done=number)
            elif what == "change" and row is not None:
                row.refused = number
                row.save()
            elif what == "update":
                rows.update(done=number)
            elif what == "move" and not rows.filter(date=day).exists():
                rows.filter(pk=getattr(rows.first(), "pk", None)).update(date=day)
            elif what == "delete":
                rows.filter(date__gte=day).delete()
        assert check_totals() == []


@pytest.fixture
def drift():
    row = ActivityCountFactory(date=MONDAY, done=12)
    MonthlyTotal.objects.update(done=40)
    MonthlyTotalFactory(site=row.site, month=dt.date(2026, 7, 1), refused=3)
    return row


@pytest.mark.django_db
def test_check_names_each_false_sum_and_fails(drift):
    said = io.StringIO()
    with pytest.raises(CommandError, match="2\u00a0totaux faux"):
        call_command("rebuild_rollup", check=True, stderr=said)
    told = said.getvalue()
    assert f"{drift.site}, juin\u00a02026, médecin généraliste" in told
    assert "consultations 40 au lieu de 12" in told
    assert "juillet\u00a02026" in told


@pytest.mark.django_db
def test_rebuilding_gives_the_sums_of_the_rows_and_nothing_else(drift):
    rebuild_totals()
    assert check_totals() == []
    total = MonthlyTotal.objects.get()
    assert (total.done, total.entries, total.month) == (12, 1, MONDAY)


@pytest.mark.django_db
def test_check_is_quiet_when_all_is_well():
    ActivityCountFactory(date=MONDAY)
    said = io.StringIO()
    call_command("rebuild_rollup", check=True, stdout=said)
    assert said.getvalue().strip() == "1\u00a0total vérifié, aucun écart."


@pytest.mark.django_db
def test_sum_of_rows_that_were_deleted_is_no_false_sum():
    ActivityCountFactory(date=MONDAY).delete()
    assert MonthlyTotal.objects.get().done == 0
    assert check_totals() == []
