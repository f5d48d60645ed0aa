"""Counts from files: read as they come, refused line by line, written whole or not at all."""

import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from openpyxl import Workbook

from consultations.actions.importing import ImportRefused, apply_import
from consultations.actions.recording import record
from consultations.exchange.activity_table import FileRefused, read_table, write_csv
from consultations.models import ActivityCount, MonthlyTotal, MonthState
from consultations.review.exported import exported_rows
from consultations.review.import_plan import Fate, plan_import
from consultations.rules.cells import CellKey, Mark, Measure
from consultations.rules.merging import Change
from sites.models import Site
from tests.consultations.factories import ActivityCountFactory, MonthLockFactory, UserFactory
from tests.sites.factories import SiteFactory
from tests.staffing.factories import PersonFactory, ProfessionFactory

TODAY = dt.date(2026, 6, 30)
HEAD = "date;site;profession;person;kind;done;unscheduled;without_gp;refused;no_show;hours;comment"


def table(*lines, head=HEAD, encoding="utf-8"):
    return read_table("\r\n".join([head, *lines, ""]).encode(encoding))


@pytest.fixture
def robecq(db):
    ProfessionFactory(name="médecin généraliste", plural="médecins généralistes")
    return SiteFactory(name="Antenne de Robecq", opened_on=dt.date(2024, 1, 1))


def plan(*lines, replace=False, sees_people=True, sites=None):
    sites = Site.objects.all() if sites is None else sites
    return plan_import(table(*lines), sites, sees_people=sees_people, today=TODAY, replace=replace)


def write(found, **options):
    return apply_import(found, by=UserFactory(), now=timezone.now(), today=TODAY, **options)


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("sign", [";", ",", "\t"])
def test_a_csv_is_read_whatever_separates_its_columns(mark, sign):
    head = mark + HEAD.replace(";", sign)
    found = table(sign.join(["2026-06-01", "Robecq", "médecin", "", "", "12"]), head=head)
    assert found.rows[0].texts["done"] == "12"
    assert found.rows[0].texts["comment"] == ""
    assert found.notes == []


def test_latin_1_is_read_with_a_warning():
    found = table("2026-06-01;Robecq;médecin", encoding="latin-1")
    assert found.rows[0].texts["profession"] == "médecin"
    assert "UTF-8" in found.notes[0]


def test_french_headings_and_unknown_columns_are_told_apart():
    found = table("2026-06-01;Robecq;médecin;9;x", head="Jour;Site;Profession;Consultations;Météo")
    assert found.rows[0].texts == {
        "date": "2026-06-01",
        "site": "Robecq",
        "profession": "médecin",
        "done": "9",
    }
    assert "Météo" in found.notes[0]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "vide"),
        (b"date;site\r\n", "profession"),
        (b"date;site;profession;date\r\n", "deux fois"),
        (b"date;site;profession\r\n\0\0", "modèle"),
        (b"PK\x03\x04nothing", "classeur"),
        (b"\xd0\xcf\x11\xe0old", "ancien format"),
        (b'date;site;profession\r\n"' + b"a" * 3000, "guillemet"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(content, said):
    with pytest.raises(FileRefused, match=said):
        read_table(content)


def test_a_workbook_is_read_with_real_dates_and_its_formulas_refused():
    book = Workbook()
    book.active.append(HEAD.split(";"))
    book.active.append([dt.date(2026, 6, 1), "Robecq", "médecin", None, None, 12, 3])
    book.active.append([None])
    book.active.append([dt.date(2026, 6, 2), "Robecq", "médecin", None, None, "=1+1"])
    out = io.BytesIO()
    book.save(out)
    first, second = read_table(out.getvalue()).rows
    assert (first.texts["date"], first.texts["done"]) == ("2026-06-01", "12")
    assert (second.number, second.faults[0][0]) == (4, "done")
    assert "formule" in second.faults[0][1]


def test_good_lines_are_written_with_their_history_and_their_sums(robecq):
    found = plan(
        "2026-06-01;Robecq;médecins généralistes;;;12;3;1;0;2;7,5;matin seul",
        "02/06/2026;antenne de robecq;MEDECIN GENERALISTE;;visite à domicile;2;;;;;;",
        "2026-06-03;Robecq;médecin généraliste;;;f;;;;;;",
    )
    assert found.is_whole, found.faults
    assert write(found) == 3
    row = ActivityCount.objects.get(date=dt.date(2026, 6, 1))
    assert (row.done, row.refused, row.minutes_held, row.comment) == (12, 0, 450, "matin seul")
    assert row.history.count() == 1
    assert row.author is not None
    assert ActivityCount.objects.get(date=dt.date(2026, 6, 2)).kind == "home_visit"
    assert ActivityCount.objects.get(date=dt.date(2026, 6, 3)).closed
    assert sum(MonthlyTotal.objects.values_list("done", flat=True)) == 14


@pytest.mark.parametrize(
    ("line", "column", "said"),
    [
        ("2026-06-01;Robek;médecin généraliste;;;1", "site", "vouliez-vous dire « Antenne de Ro"),
        ("2026-06-01;Robecq;médecin général;;;1", "profession", "vouliez-vous dire « médecin g"),
        ("2026-06-01;Robecq;médecin généraliste;Zoé Inconnue;;1", "person", "pas de l’équipe"),
        ("2026-06-31;Robecq;médecin généraliste;;;1", "date", "n’est pas une date"),
        ("2026-07-01;Robecq;médecin généraliste;;;1", "date", "pas encore venu"),
        ("2023-07-01;Robecq;médecin généraliste;;;1", "date", "ouvre le"),
        (";Robecq;médecin généraliste;;;1", "date", "à remplir"),
        ("2026-06-01;Robecq;médecin généraliste;;télépathie;1", "kind", "n’est pas une nature"),
        ("2026-06-01;Robecq;médecin généraliste;;;douze", "done", "n’est pas un nombre"),
        ("2026-06-01;Robecq;médecin généraliste;;;-1", "done", "n’est pas un nombre"),
        ("2026-06-01;Robecq;médecin généraliste;;;12;13", "unscheduled", "font partie"),
        ("2026-06-01;Robecq;médecin généraliste;;;f;3", "done", "fermé"),
        ("2026-06-01;Robecq;médecin généraliste", "done", "ne dit rien"),
        ("2026-06-01;Robecq;médecin généraliste;;;1;;;;;25", "hours", "24 heures"),
        (
            "2026-06-01;Robecq;médecin généraliste;;;1;;;;;;vu Mme Dupont",
            "comment",
            "nom d’une personne",
        ),
    ],
)
def test_each_bad_line_is_named_with_its_reason(robecq, line, column, said):
    found = plan("2026-06-02;Robecq;médecin généraliste;;;4", line)
    (fault,) = found.faults
    assert (fault.line, fault.column) == (3, column)
    assert said in fault.message.replace("\u00a0", " ")
    with pytest.raises(ImportRefused):
        write(found)
    assert not ActivityCount.objects.exists()
    assert write(found, only_good=True) == 1


def test_a_day_given_twice_and_a_closed_month_are_refused(robecq):
    MonthLockFactory(site=robecq, month=dt.date(2026, 5, 1), state=MonthState.CLOSED)
    found = plan(
        "2026-06-02;Robecq;médecin généraliste;;;4",
        "2026-06-02;Robecq;médecin généraliste;;;5",
        "2026-05-04;Robecq;médecin généraliste;;;5",
    )
    assert [(one.line, one.column) for one in found.faults] == [(3, "date"), (4, "date")]
    assert "ligne 2" in found.faults[0].message
    assert "clos" in found.faults[1].message


def test_a_site_of_somebody_else_and_people_are_refused_to_who_may_not(robecq):
    other = SiteFactory(name="Labourse", opened_on=dt.date(2024, 1, 1))
    PersonFactory(first_name="Hélène", last_name="Morel")
    found = plan(
        "2026-06-02;Robecq;médecin généraliste;;;4",
        "2026-06-02;Labourse;médecin généraliste;Hélène Morel;;4",
        sites=Site.objects.filter(pk=other.pk),
        sees_people=False,
    )
    assert [(one.line, one.column) for one in found.faults] == [(2, "site"), (3, "person")]


def test_another_value_is_a_conflict_unless_it_is_to_replace(robecq):
    line = "2026-06-02;Robecq;médecin généraliste;;;14;;;;;;"
    write(plan("2026-06-02;Robecq;médecin généraliste;;;12;5;;;;;"))
    found = plan(line)
    assert (len(found.conflicts), found.entries) == (1, [])
    assert found.conflicts[0].differences == (("done", "12", "14"),)
    with pytest.raises(ImportRefused):
        write(found)
    assert write(plan(line, replace=True)) == 1
    row = ActivityCount.objects.get()
    assert (row.done, row.unscheduled, row.version) == (14, 5, 2)


def test_what_was_blank_is_completed_without_being_a_conflict(robecq):
    write(plan("2026-06-02;Robecq;médecin généraliste;;;12;;;;;;"))
    found = plan("2026-06-02;Robecq;médecin généraliste;;;12;5;;;;;")
    assert found.counts[Fate.CHANGED] == 1
    assert found.is_whole


def test_a_closed_day_replaces_numbers_and_numbers_a_closed_day(robecq):
    write(plan("2026-06-02;Robecq;médecin généraliste;;;12;5;;;;;"))
    closing = "2026-06-02;Robecq;médecin généraliste;;;f;;;;;;"
    assert plan(closing).conflicts
    write(plan(closing, replace=True))
    assert ActivityCount.objects.get().closed
    write(plan("2026-06-02;Robecq;médecin généraliste;;;9;4;;;;;", replace=True))
    row = ActivityCount.objects.get()
    assert (row.closed, row.done, row.unscheduled) == (False, 9, 4)


def test_what_somebody_types_after_the_preview_stops_the_whole_import(robecq):
    found = plan(
        "2026-06-01;Robecq;médecin généraliste;;;4",
        "2026-06-02;Robecq;médecin généraliste;;;12",
    )
    profession = ProfessionFactory(name="médecin généraliste")
    key = CellKey.of(robecq.pk, dt.date(2026, 6, 2), profession.pk, "consultation")
    typed = [Change(key, Measure.DONE, 17, Mark.BLANK)]
    record(typed, by=UserFactory(), now=timezone.now(), today=TODAY)
    with pytest.raises(ImportRefused, match="depuis l’aperçu"):
        write(found)
    assert list(ActivityCount.objects.values_list("done", flat=True)) == [17]


def test_what_is_exported_comes_back_with_nothing_to_change(robecq):
    person = PersonFactory(first_name="Hélène", last_name="Morel")
    twins = [
        PersonFactory(first_name="Luc", last_name="Petit", rpps=f"1000000000{n}") for n in "12"
    ]
    day = dt.date(2026, 6, 1)
    row = {"site": robecq, "profession": ProfessionFactory(), "date": day}
    ActivityCountFactory(**row, unscheduled=3, minutes_held=443, comment="=matin; « seul »")
    ActivityCountFactory(**row, kind="remote", done=0)
    ActivityCountFactory(**{**row, "date": day + dt.timedelta(1)}, done=None, closed=True)
    ActivityCountFactory(**{**row, "date": day + dt.timedelta(2)}, done=None)
    for one in (person, *twins):
        ActivityCountFactory(**row, person=one, done=5)
    rows = exported_rows(Site.objects.all(), first=day, last=TODAY, sees_people=True)
    text = "".join(write_csv(rows))
    assert text.count("\r\n") == 1 + 6
    back = plan_import(read_table(text.encode()), Site.objects.all(), sees_people=True, today=TODAY)
    assert back.faults == []
    assert (back.entries, back.conflicts, back.counts[Fate.SAME]) == ([], [], 6)


def test_people_are_left_out_of_the_export_of_who_may_not_see_them(robecq):
    ActivityCountFactory(site=robecq, person=PersonFactory(), date=dt.date(2026, 6, 1))
    period = {"first": dt.date(2026, 6, 1), "last": TODAY}
    assert not list(exported_rows(Site.objects.all(), **period, sees_people=False))


def test_two_thousand_lines_take_few_queries(robecq, django_assert_max_num_queries):
    days = [dt.date(2024, 1, 1) + dt.timedelta(n) for n in range(800)]
    lines = [f"{day};Robecq;médecin généraliste;;;{n % 40}" for n, day in enumerate(days)]
    with django_assert_max_num_queries(8):
        found = plan(*lines)
    assert found.counts[Fate.NEW] == 800
    with django_assert_max_num_queries(41):
        write(found)
    assert ActivityCount.objects.count() == 800


def test_the_command_checks_writes_and_says_so(robecq, tmp_path, capsys):
    path = tmp_path / "juin.csv"
    good = f"{HEAD}\r\n2025-06-02;Robecq;médecin généraliste;;;4\r\n"
    path.write_text(good, encoding="utf-8")
    call_command("import_activity", str(path), "--dry-run")
    assert not ActivityCount.objects.exists()
    call_command("import_activity", str(path))
    assert ActivityCount.objects.get().done == 4
    path.write_text(good.replace(";4", ";5"), encoding="utf-8")
    with pytest.raises(CommandError, match="Rien n’est écrit") as refused:
        call_command("import_activity", str(path))
    assert refused.value.returncode == 2
    assert "--replace" in capsys.readouterr().err
    call_command("import_activity", str(path), "--replace")
    assert ActivityCount.objects.get().done == 5
    with pytest.raises(CommandError, match="ne se lit pas"):
        call_command("import_activity", str(tmp_path / "absent.csv"))
