"""The command that tells activity: what went in comes out."""

import datetime as dt
import io
import json
import random
from collections import defaultdict

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from consultations.actions.recording import record
from consultations.rules.cells import CellKey, Measure
from consultations.rules.merging import Change
from tests.consultations.factories import ActivityCountFactory, UserFactory
from tests.consultations.factories_sessions import SessionCountFactory, SessionFactory, at
from tests.sites.factories import SiteFactory
from tests.staffing.factories import ProfessionFactory

pytestmark = pytest.mark.django_db
FIRST, LAST = dt.date(2024, 6, 1), dt.date(2024, 11, 30)
NUMBERS = ("done", "unscheduled", "without_gp", "refused")


def told(*args):
    out = io.StringIO()
    call_command("activity", *args, stdout=out)
    return out.getvalue()


def data(*args):
    return json.loads(told(*args, "--json"))


@pytest.fixture
def entered():
    """Two thousand consultations of the first six months, at three sites, as they were typed."""
    sites = [SiteFactory(name=name) for name in ("Labourse", "Norrent-Fontes", "Robecq")]
    jobs = [ProfessionFactory(name=name) for name in ("médecin généraliste", "sage-femme")]
    chance, left, changes, sums = random.Random(2024), 2000, [], defaultdict(lambda: [0] * 4)
    days = [FIRST + dt.timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    slots = [
        (day, site, job, kind)
        for day in days
        if day.weekday() < 5
        for site in sites
        for job in jobs
        for kind in ("consultation", "remote")
    ]
    chance.shuffle(slots)
    for day, site, job, kind in slots:
        if not left:
            break
        done = min(left, chance.randint(1, 20))
        left -= done
        numbers = [done, chance.randint(0, done), chance.randint(0, done), chance.randint(0, 5)]
        key = CellKey.of(site.pk, day, job.pk, kind)
        changes += [
            Change(key, measure, number)
            for measure, number in zip(
                (Measure.DONE, Measure.UNSCHEDULED, Measure.WITHOUT_GP, Measure.REFUSED),
                numbers,
                strict=True,
            )
        ]
        into = sums[f"{day:%Y-%m}", site.name, job.name, kind]
        for rank, number in enumerate(numbers):
            into[rank] += number
    by = UserFactory()
    for start in range(0, len(changes), 200):
        outcome = record(
            changes[start : start + 200], by=by, now=timezone.now(), today=dt.date(2024, 12, 1)
        )
        assert not outcome.refused
    return dict(sums)


def test_two_thousand_consultations_come_out_as_they_went_in(entered):
    found = data("--from", "2024-06-01", "--to", "2024-11-30", "--by", "month,site,profession,kind")
    rows = {
        (row["month"], row["site"], row["profession"], row["kind"]): [row[n] for n in NUMBERS]
        for row in found["rows"]
    }
    assert rows == entered
    assert found["total"] == dict(
        zip(NUMBERS, map(sum, zip(*entered.values(), strict=True)), strict=True)
    )
    assert found["total"]["done"] == 2000


def test_each_detail_adds_up_to_the_total(entered):
    for by in ("site", "month", "profession", "kind", "kind,month"):
        found = data("--from", "2024-06-01", "--to", "2024-11-30", "--by", by)
        assert sum(row["done"] for row in found["rows"]) == 2000
        assert set(found["rows"][0]) == {*by.split(","), *NUMBERS}
    labourse = sum(numbers[0] for key, numbers in entered.items() if key[1] == "Labourse")
    found = data("--from", "2024-06-01", "--to", "2024-11-30", "--by", "site")
    assert found["rows"][0] | {"done": labourse} == found["rows"][0]
    assert found["rows"][0]["site"] == "Labourse"


def test_a_period_is_its_two_days_and_those_between():
    site, job = SiteFactory(), ProfessionFactory()
    for rank, done in enumerate((1, 10, 100, 500), start=1):
        ActivityCountFactory(site=site, profession=job, date=dt.date(2024, 6, rank), done=done)
    assert data("--from", "2024-06-02", "--to", "2024-06-03")["total"]["done"] == 110
    assert data("--from", "2024-06-02", "--to", "2024-06-03")["rows"] == []


def test_nothing_in_the_period_is_no_row():
    assert data("--from", "2024-06-01", "--to", "2024-06-30", "--by", "site") == {
        "rows": [],
        "total": dict.fromkeys(NUMBERS, 0),
    }


def test_sessions_under_a_convention_are_another_ledger():
    session = SessionFactory(
        snp=True, room__site__name="Norrent-Fontes", state="held", starts_at=at(FIRST, 19)
    )
    SessionCountFactory(session=session, done=8, without_gp=3)
    june = ("--from", "2024-06-01", "--to", "2024-06-30")
    numbers = {"done": 8, "unscheduled": 8, "without_gp": 3, "refused": None}
    assert data(*june, "--ledger", "snp", "--by", "site,month") == {
        "rows": [{"site": "Norrent-Fontes", "month": "2024-06", **numbers}],
        "total": numbers,
    }
    assert data(*june)["total"]["done"] == 0
    assert "Soins non programmés sous convention" in told(*june, "--ledger", "snp")


def test_people_read_a_table(entered):
    lines = told("--from", "2024-06-01", "--to", "2024-11-30", "--by", "site").splitlines()
    assert lines[0] == "Activité du CSIPA, du 1er\u00a0juin au 30\u00a0novembre\u00a02024"
    assert lines[1].split()[:2] == ["Site", "Consultations"]
    assert lines[2].startswith("Labourse")
    assert lines[5].startswith("Total")
    assert "2\u00a0000" in lines[5]
    assert lines[6] == "Chiffres provisoires\u00a0: aucun mois de la période n’est validé."


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--to", "2024-06-30"], "il manque --from"),
        (["--from", "2024-06-01"], "il manque --to"),
        (["--from", "1er juin", "--to", "2024-06-30"], "n’est pas une date"),
        (["--from", "2024-06-31", "--to", "2024-07-01"], "n’est pas une date"),
        (["--from", "2024-07-01", "--to", "2024-06-01"], "finit avant de commencer"),
        (["--from", "2024-06-01", "--to", "2024-06-30", "--by", "person"], "n’est pas un détail"),
        (["--from", "2024-06-01", "--to", "2024-06-30", "--ledger", "both"], "pas un compte"),
        (
            ["--from", "2024-06-01", "--to", "2024-06-30", "--ledger", "snp", "--by", "kind"],
            "que par mois et par site",
        ),
    ],
)
def test_what_cannot_be_understood_is_said_in_one_sentence(arguments, sentence):
    with pytest.raises(CommandError, match=sentence) as caught:
        told(*arguments)
    assert caught.value.returncode == 1
    assert "\n" not in str(caught.value)


def test_what_nobody_notes_is_a_dash_for_people():
    ActivityCountFactory(site=SiteFactory(name="Robecq"), date=FIRST, done=12)
    lines = told("--from", "2024-06-01", "--to", "2024-06-30", "--by", "site").splitlines()
    assert lines[2].split() == ["Robecq", "12", "–", "–", "–"]
    assert lines[3].split() == ["Total", "12", "–", "–", "–"]
