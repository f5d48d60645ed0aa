"""Importing a workbook: what it adds and changes, in an order that the database accepts."""

import datetime as dt
from decimal import Decimal as D

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from staffing.actions.importing import ImportRefused, StateChanged, apply_import
from staffing.exchange.reading import read_workbook
from staffing.exchange.state import read_state
from staffing.models import (
    Assignment,
    AssignmentShare,
    Person,
    Post,
    PostShare,
    PostTarget,
    Profession,
    TargetState,
)
from tests.admin.factories import UserFactory
from tests.sites.factories import SiteFactory
from tests.staffing.factories import (
    AssignmentFactory,
    AssignmentShareFactory,
    PersonFactory,
    PostFactory,
    PostShareFactory,
    PostTargetFactory,
    ProfessionFactory,
)
from tests.staffing.workbooks import book_of, exported, faults, imported, planned, saved

pytestmark = pytest.mark.django_db
OPENING = dt.date(2024, 6, 1)


@pytest.fixture
def team():
    """A shared post held by two people, a deferred one, somebody who left."""
    site, other = SiteFactory(name="Labourse"), SiteFactory(name="Norrent-Fontes")
    target = PostTargetFactory(fte=D("1.5"), post__label="Médecins", act_number="2024-12")
    PostShareFactory(post=target.post, site=site, percent=60)
    PostShareFactory(post=target.post, site=other, percent=D("33.33"))
    held = AssignmentFactory(
        post=target.post, fte=D("0.333"), person__rpps="10101201234", person__last_name="Petit"
    )
    AssignmentShareFactory(assignment=held, site=other, fte=D("0.1"))
    AssignmentFactory(
        post=target.post,
        end=dt.date(2025, 1, 31),
        departure_reason="resignation",
        person__last_name="=Grand",
    )
    PostTargetFactory(
        post__label="Sage-femme 2",
        post__site=site,
        fte=D("0.5"),
        state=TargetState.DEFERRED,
        reason="un seul poste ouvert pour commencer",
        act_date=dt.date(2024, 2, 20),
    )
    return target.post


def row_of(page, value):
    return next(row for row in page.iter_rows(min_row=2) if value in [c.value for c in row])


def put(page, row_value, heading, value):
    """Write in the row that holds `row_value`, under a heading."""
    place = [cell.value for cell in page[1]].index(heading)
    row_of(page, row_value)[place].value = value


def test_an_export_imported_as_it_is_changes_nothing(team):
    plan = planned(saved(exported()))
    assert (plan.entries, plan.faults, plan.notes) == ([], [], [])
    assert plan.unchanged.total() == 12
    assert plan.absent.total() == 0


def test_an_export_fills_an_empty_database_with_the_same(team):
    content, before = saved(exported()), read_state()
    rows = before.rows()
    for model in (AssignmentShare, Assignment, PostShare, PostTarget, Post, Person, Profession):
        model.objects.all().delete()
    plan = imported(content)
    assert all(entry.is_new for entry in plan.entries)
    assert read_state().rows() == rows
    assert not planned(content).entries


words = st.text("=+-@éÉ'’ \"<&;,.0a\t", min_size=1, max_size=12).map(str.strip).filter(bool)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(label=words, name=words, fte=st.decimals("0.001", "1", places=3))
def test_whatever_was_typed_comes_back_the_same(db, label, name, fte):
    for model in (Assignment, PostTarget, Post, Person):
        model.objects.all().delete()
    post = PostTargetFactory(post__label=label).post
    AssignmentFactory(post=post, fte=fte, person__last_name=name)
    plan = planned(saved(exported()))
    assert (plan.entries, plan.faults) == ([], [])


def test_a_changed_cell_is_told_with_its_old_and_its_new_value(team):
    book = exported()
    put(book["Affectations"], "Petit", "ETP", "0,5")
    put(book["Affectations"], "Petit", "Au", "31/12/2026")
    put(book["Affectations"], "Petit", "Motif de départ", "retraite")
    plan = planned(saved(book))
    (entry,) = plan.entries
    assert (entry.table.title, entry.label) == (
        "Affectations",
        "Médecins, Camille Petit, 01/06/2024",
    )
    assert [(d.heading, d.old, d.new) for d in entry.differences] == [
        ("Au", "vide", "31/12/2026"),
        ("ETP", "0,333", "0,5"),
        ("Motif de départ", "vide", "retraite"),
    ]


def test_what_is_confirmed_is_written_with_who_did_it(team):
    book = exported()
    put(book["Affectations"], "Petit", "ETP", 0.5)
    user = UserFactory()
    imported(saved(book), by=user)
    row = Assignment.objects.get(person__last_name="Petit")
    assert (row.fte, row.version) == (D("0.5"), 2)
    last = row.history.first()
    assert (last.history_user, last.history_change_reason) == (user, "Import d’un tableur")
    assert row.history.count() == 2


def test_a_new_team_comes_from_one_workbook():
    SiteFactory(name="Labourse")
    imported(
        book_of(
            Professions=[
                ["Nom", "Au pluriel", "Famille", "Heures par semaine"],
                ["orthophoniste", "orthophonistes", "professions paramédicales", 35],
            ],
            Postes=[
                ["Intitulé", "Profession", "Site"],
                ["Orthophonie", "Orthophoniste", "labourse"],
            ],
            Effectifs_autorisés=[
                ["Poste", "À partir du", "ETP autorisés", "État"],
                ["Orthophonie", "1er juin 2024", "0,5", "ouvert au recrutement"],
            ],
            Personnes=[["Prénom", "Nom", "Genre"], ["Dominique", "Leroy", "féminin"]],
            Affectations=[
                ["Poste", "Prénom", "Nom", "Du", "ETP"],
                ["Orthophonie", "dominique", "LEROY", "01/09/2024", "0,5"],
            ],
            Répartition=[
                ["Poste", "Prénom", "Nom", "Du", "Site", "ETP sur ce site"],
                ["Orthophonie", "Dominique", "Leroy", dt.date(2024, 9, 1), "Labourse", 0.25],
            ],
        )
    )
    share = AssignmentShare.objects.get()
    assert (share.site.name, share.fte, share.assignment.person.last_name) == (
        "Labourse",
        D("0.25"),
        "Leroy",
    )
    assert share.assignment.post.profession.name == "orthophoniste"
    assert Person.objects.get().history.get().history_change_reason == "Import d’un tableur"


def test_rows_that_the_file_does_not_name_are_left_alone_and_counted(team):
    book = exported()
    book["Affectations"].delete_rows(2)
    del book["Personnes"]
    plan = planned(saved(book))
    assert (plan.absent["Affectations"], plan.absent["Personnes"]) == (1, 2)
    assert not plan.entries


def test_an_emptied_cell_empties_and_a_column_that_is_gone_changes_nothing(team):
    book = exported()
    put(book["Effectifs autorisés"], "2024-12", "Acte", None)
    page = book["Effectifs autorisés"]
    page.delete_cols([cell.value for cell in page[1]].index("Motif") + 1)
    (entry,) = imported(saved(book)).entries
    assert [d.heading for d in entry.differences] == ["Acte"]
    assert PostTarget.objects.get(state="deferred").reason
    assert Post.objects.get(label="Médecins").version == 2


@pytest.fixture
def full():
    """A post of one FTE held by two halves."""
    target = PostTargetFactory(fte=1, post__label="Plein")
    AssignmentFactory(post=target.post, person__last_name="Un")
    AssignmentFactory(post=target.post, person__last_name="Deux")
    return target.post


def test_halves_are_exchanged_without_ever_passing_what_is_authorised(full):
    book = exported()
    put(book["Affectations"], "Un", "ETP", 0.8)
    put(book["Affectations"], "Deux", "ETP", 0.2)
    imported(saved(book))
    assert {a.person.last_name: a.fte for a in full.assignments.all()} == {
        "Un": D("0.8"),
        "Deux": D("0.2"),
    }


def test_two_people_who_each_grow_and_shorten_pass_in_any_order(full):
    target = PostTarget.objects.create(post=full, start=dt.date(2025, 1, 1), fte=1, state="open")
    one, two = full.assignments.order_by("pk")
    one.end = dt.date(2024, 12, 31)
    one.save()
    book = exported()
    page = book["Affectations"]
    put(page, "Un", "Au", None)  # longer and less
    put(page, "Un", "ETP", 0.3)
    put(page, "Deux", "Au", dt.date(2025, 6, 30))  # shorter and more
    put(page, "Deux", "ETP", 0.7)
    imported(saved(book))
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.fte, one.end, two.fte) == (D("0.3"), None, D("0.7"))
    assert target.fte == 1


def test_what_is_authorised_is_lowered_after_those_who_hold_it_and_raised_before(full):
    other = PostTargetFactory(fte=D("0.5"), post__label="Autre").post
    book = exported()
    for page, key, heading, value in (
        ("Effectifs autorisés", "Plein", "ETP autorisés", "0,5"),
        ("Affectations", "Deux", "ETP", "0,1"),
        ("Affectations", "Un", "ETP", "0,4"),
        ("Effectifs autorisés", "Autre", "ETP autorisés", 2),
    ):
        put(book[page], key, heading, value)
    book["Affectations"].append(
        ["Autre", None, "Camille", "Un", dt.date(2025, 1, 1), None, 1.5, "vacation"]
    )
    imported(saved(book))
    assert full.targets.get().fte == D("0.5")
    assert other.assignments.get().fte == D("1.5")


def test_a_closed_post_ends_with_those_who_hold_it(full):
    book = exported()
    for name in ("Un", "Deux"):
        put(book["Affectations"], name, "Au", "31/12/2026")
    book["Effectifs autorisés"].append(["Plein", dt.date(2027, 1, 1), 0, "fermé"])
    imported(saved(book))
    assert full.targets.count() == 2


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_two_states_that_hold_pass_from_one_to_the_other(db, data):
    """Whatever the order of the lines, no write on the way is refused."""
    for model in (Assignment, PostTarget, Post, Person):
        model.objects.all().delete()
    days = [OPENING + dt.timedelta(days=100 * n) for n in range(4)]
    post = PostFactory(label="Essai")
    people = [PersonFactory() for _ in range(3)]

    def state():
        parts = [data.draw(st.integers(1, 9)) for _ in people]
        ends = [data.draw(st.sampled_from([None, *days[1:]])) for _ in people]
        total = D(sum(parts)) / 10
        extra = [D(data.draw(st.integers(0, 5))) / 10 for _ in days]
        return [(D(part) / 10, end) for part, end in zip(parts, ends, strict=True)], [
            total + more for more in extra
        ]

    (before, capacity), (after, wanted) = state(), state()
    for day, fte in zip(days[::2], capacity[::2], strict=True):
        PostTargetFactory(post=post, start=day, fte=fte)
    for person, (fte, end) in zip(people, before, strict=True):
        AssignmentFactory(post=post, person=person, fte=fte, end=end)
    lines = [
        ["Essai", person.first_name, person.last_name, OPENING, end, fte]
        for person, (fte, end) in zip(people, after, strict=True)
    ]
    targets = [
        ["Essai", day, fte, "ouvert au recrutement"] for day, fte in zip(days, wanted, strict=True)
    ]
    imported(
        book_of(
            Affectations=[
                ["Poste", "Prénom", "Nom", "Du", "Au", "ETP"],
                *data.draw(st.permutations(lines)),
            ],
            Effectifs_autorisés=[
                ["Poste", "À partir du", "ETP autorisés", "État"],
                *data.draw(st.permutations(targets)),
            ],
        )
    )
    held = dict(post.assignments.values_list("person_id", "fte"))
    assert held == {p.pk: fte for p, (fte, _) in zip(people, after, strict=True)}


def test_a_preview_that_is_no_longer_true_writes_nothing(team):
    book = exported()
    put(book["Affectations"], "Petit", "ETP", 0.5)
    content = read_workbook(saved(book))
    digest = read_state().digest()
    Person.objects.filter(last_name="Petit").update(phone="0321000000")
    with pytest.raises(StateChanged, match="ont changé depuis"):
        apply_import(book=content, digest=digest, by=None)
    assert Assignment.objects.get(person__last_name="Petit").fte == D("0.333")


def test_a_workbook_with_one_fault_writes_nothing(team):
    book = exported()
    put(book["Affectations"], "Petit", "ETP", 0.5)
    put(book["Affectations"], "=Grand", "ETP", "beaucoup")
    assert len(faults(saved(book))) == 1
    with pytest.raises(ImportRefused, match="rien n’est écrit"):
        imported(saved(book))
    assert Assignment.objects.get(person__last_name="Petit").fte == D("0.333")


def test_what_only_the_database_sees_takes_everything_back(team, monkeypatch):
    monkeypatch.setattr("staffing.review.import_plan.together_faults", lambda *_: [])
    book = exported()
    put(book["Postes"], "Sage-femme 2", "Site", "Norrent-Fontes")
    put(book["Affectations"], "Petit", "ETP", 3)
    with pytest.raises(ImportRefused, match="base de données refuse"):
        imported(saved(book))
    assert Post.objects.get(label="Sage-femme 2").site.name == "Labourse"


def test_reading_and_planning_take_as_many_queries_however_many_rows(
    team, django_assert_num_queries
):
    for _ in range(5):
        AssignmentFactory(post=PostTargetFactory().post)
    content = saved(exported())
    with django_assert_num_queries(8):
        assert not planned(content).entries


def test_new_rows_are_written_together(django_assert_max_num_queries):
    ProfessionFactory()
    people = [["Camille", f"Nom{n}", "féminin"] for n in range(40)]
    content = book_of(Personnes=[["Prénom", "Nom", "Genre"], *people])
    with django_assert_max_num_queries(32):
        imported(content)
    assert Person.objects.count() == 40
