"""Pages of assignments, people, absences, professions and stated figures."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from staffing.models import (
    Absence,
    Assignment,
    DepartureReason,
    Person,
    Profession,
)
from tests.admin.browser import form_of
from tests.staffing.factories import (
    OPENING,
    AbsenceFactory,
    AssignmentFactory,
    AssignmentShareFactory,
    PersonFactory,
    PostShareFactory,
    PostTargetFactory,
    ProfessionFactory,
    StatedStaffingFactory,
)
from tests.staffing.pages import lines, said, staff, text, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def post():
    """Two doctors authorised, one and a half there."""
    post = PostTargetFactory(fte=2, post__label="Médecins", act_number="2024_055").post
    AssignmentFactory(post=post, fte=1, person=PersonFactory(first_name="Anne", last_name="Roy"))
    AssignmentFactory(post=post, fte=Decimal("0.5"))
    return post


def assignment_values(post, person, **values):
    known = {"post": post.pk, "person": person.pk, "fte": "0.5", "start": "2026-03-03", "end": ""}
    return {**known, "contract": "", "departure_reason": "", "overlap_reason": "", **values}


def test_somebody_is_put_on_a_post_from_the_page(admin_client, post):
    values = assignment_values(post, PersonFactory()) | lines("shares")
    answer = admin_client.post(url("assignment_add"), values, follow=True)
    assert answer.status_code == 200
    assert post.assignments.count() == 3


def test_a_page_refuses_what_the_post_cannot_hold_in_one_sentence(admin_client, post):
    values = assignment_values(post, PersonFactory(), fte="0.6") | lines("shares")
    page = text(admin_client.post(url("assignment_add"), values))
    assert "il en porterait 2,1 à partir du 3\u00a0mars\u00a02026" in page
    values["overlap_reason"] = "Passage de relais"
    assert admin_client.post(url("assignment_add"), values).status_code == 302


def test_a_page_refuses_somebody_twice_on_a_post(admin_client, post):
    person = Person.objects.get(last_name="Roy")
    values = assignment_values(post, person, fte="0.1") | lines("shares")
    assert "déjà affectée à ce poste" in text(admin_client.post(url("assignment_add"), values))


def test_a_post_put_off_asks_for_a_box_to_be_ticked(admin_client):
    target = PostTargetFactory(fte=1, state="deferred", reason="Faute de candidat")
    asked = {"post": target.post.pk, "start": "2026-03-03"}
    page = text(admin_client.get(url("assignment_add"), asked))
    assert "Ce poste est différé depuis le" in page
    assert 'name="despite_state"' in page
    values = assignment_values(target.post, PersonFactory()) | lines("shares")
    refused = text(admin_client.post(url("assignment_add"), values))
    assert refused.count("Ce poste est différé depuis le") == 1
    assert 'name="despite_state"' in refused
    assert not Assignment.objects.exists()
    values["despite_state"] = "on"
    assert admin_client.post(url("assignment_add"), values).status_code == 302
    row = Assignment.objects.get()
    values |= {"version": row.version, "contract": "permanent"}
    del values["despite_state"]
    answer = admin_client.post(url("assignment_change", row.pk), values)
    assert answer.status_code == 302, "who is there already is not asked about again"


def test_an_open_post_asks_for_no_confirmation(admin_client, post):
    for asked in ({}, {"post": post.pk}, {"post": post.pk, "start": "?"}):
        page = text(admin_client.get(url("assignment_add"), asked))
        assert 'name="despite_state"' not in page


def test_an_assignment_and_its_parts_shrink_together(admin_client, post):
    held = post.assignments.get(fte=1)
    share = AssignmentShareFactory(assignment=held, fte=Decimal("0.9"))
    row = {"id": share.pk, "assignment": held.pk, "site": share.site_id, "fte": "0.2"}
    values = assignment_values(post, held.person, fte="0.3", start=OPENING.isoformat())
    values |= lines("shares", row, initial=1) | {"version": held.version}
    answer = admin_client.post(url("assignment_change", held.pk), values)
    assert answer.status_code == 302, text(answer)
    held.refresh_from_db()
    share.refresh_from_db()
    assert (held.fte, share.fte, held.version) == (Decimal("0.3"), Decimal("0.2"), 2)


def test_more_than_a_full_time_is_saved_and_said(admin_client, post):
    person = Person.objects.get(last_name="Roy")
    other = PostTargetFactory(fte=1).post
    values = assignment_values(other, person, end="2026-03-31") | lines("shares")
    told = said(admin_client.post(url("assignment_add"), values, follow=True))
    assert "Anne Roy compte plus d’un temps plein" in told
    assert "1,5\u00a0ETP du 3 au 31\u00a0mars\u00a02026" in told
    assert person.assignments.count() == 2


def test_a_departure_is_noted_from_its_page(admin_client, post):
    held = post.assignments.get(fte=1)
    address = url("assignment_departure", held.pk)
    seen = {"version": held.version, "departure_reason": "retirement"}
    refused = admin_client.post(address, seen | {"end": "2020-01-01"})
    assert "précède son début" in text(refused)
    answer = admin_client.post(address, seen | {"end": "2026-05-31"}, follow=True)
    assert "Départ de Anne Roy" not in said(answer)
    assert "d’Anne Roy" in said(answer)
    held.refresh_from_db()
    assert (held.end, held.departure_reason) == (dt.date(2026, 5, 31), DepartureReason.RETIREMENT)


def test_another_part_of_a_full_time_is_given_from_its_page(admin_client, post):
    held = post.assignments.get(fte=Decimal("0.5"))
    address = url("assignment_fte", held.pk)
    assert "il en porterait 2,2" in text(
        admin_client.post(address, {"fte": "1.2", "on": "2026-03-03"})
    )
    assert admin_client.post(address, {"fte": "1", "on": "2026-03-03"}).status_code == 302
    held.refresh_from_db()
    assert (held.end, post.assignments.count()) == (dt.date(2026, 3, 2), 3)


def test_the_page_of_the_part_lets_an_overlap_be_announced(admin_client, post):
    held = post.assignments.get(fte=Decimal("0.5"))
    values = {"fte": "1.2", "on": "2026-03-03", "overlap_reason": "Passage de relais"}
    assert admin_client.post(url("assignment_fte", held.pk), values).status_code == 302
    assert post.assignments.get(fte=Decimal("1.2")).overlap_reason == "Passage de relais"


@pytest.mark.parametrize("page", ["assignment_departure", "assignment_fte"])
def test_only_who_may_change_assignments_opens_their_pages(post, page):
    held = post.assignments.first()
    client = staff("view_assignment")
    assert client.get(url(page, held.pk)).status_code == 403
    assert client.post(url(page, held.pk), {}).status_code == 403
    assert Assignment.objects.filter(end=None).count() == 2


@pytest.mark.parametrize(
    ("question", "found"),
    [({}, 1), ({"quand": "a-venir"}, 1), ({"quand": "terminees"}, 1), ({"quand": "toutes"}, 3)],
)
def test_the_list_of_assignments_begins_with_those_of_today(admin_client, question, found):
    today, day = timezone.localdate(), dt.timedelta(days=1)
    post = PostTargetFactory(fte=3).post
    AssignmentFactory(post=post, end=today)
    AssignmentFactory(post=post, start=today + day)
    AssignmentFactory(post=post, end=today - day)
    page = admin_client.get(url("assignment_changelist"), question)
    assert page.context["cl"].result_count == found


def test_the_list_of_assignments_tells_what_it_leaves_out(admin_client):
    today, day = timezone.localdate(), dt.timedelta(days=1)
    post = PostTargetFactory(fte=4).post
    for start in (today - 9 * day, today, today - 5 * day, today + day):
        AssignmentFactory(post=post, start=start)
    AssignmentFactory(post=post, start=today - 9 * day, end=today - day)
    page = admin_client.get(url("assignment_changelist"))
    shown = text(page).replace("&nbsp;", " ")
    assert '<strong class="filter-value">En cours aujourd’hui</strong>' in shown
    assert '<a href="?quand=a-venir">À venir : 1</a>' in shown
    assert '<a href="?quand=toutes">Toutes : 5</a>' in shown
    starts = [row.start for row in page.context["cl"].result_list]
    assert starts == [today, today - 5 * day, today - 9 * day]


def test_the_list_of_people_tells_who_arrives_later(admin_client):
    arrival = dt.date(timezone.localdate().year + 1, 1, 4)
    post = PostTargetFactory(fte=4, post__label="Médecins").post
    AssignmentFactory(post=post, start=arrival, person=PersonFactory(last_name="Bel"))
    AssignmentFactory(post=post, person=PersonFactory(last_name="Roy"))
    gone = PersonFactory(last_name="Zola")
    AssignmentFactory(post=post, person=gone, end=timezone.localdate() - dt.timedelta(days=1))
    page = admin_client.get(url("person_changelist"))
    people = page.context["cl"]
    told = [people.model_admin.posts_today(row) for row in people.result_list]
    year = arrival.year
    assert told == [f"à partir du 4\u00a0janvier\u00a0{year}\u00a0: Médecins", "Médecins", None]


def person_values(**values):
    known = {"first_name": "Anne", "last_name": "Roy", "gender": "f", "rpps": ""}
    return {**known, **values}


@pytest.mark.parametrize(
    ("rpps", "warns"), [("10101201234", True), ("10101201233", False), ("", False)]
)
def test_a_doubtful_rpps_number_is_kept_and_said(admin_client, rpps, warns):
    values = person_values(rpps=rpps) | lines("absences")
    told = said(admin_client.post(url("person_add"), values, follow=True))
    assert ("relisez-le" in told) is warns
    assert Person.objects.get().rpps == rpps


def test_an_rpps_number_of_ten_digits_is_refused(admin_client):
    values = person_values(rpps="1010120123") | lines("absences")
    assert "compte onze chiffres" in text(admin_client.post(url("person_add"), values))


def test_the_course_of_a_person_is_told_whole(admin_client, post):
    person = Person.objects.get(last_name="Roy")
    former = PostTargetFactory(fte=1, post__label="Ancien poste").post
    AssignmentFactory(
        post=former,
        person=person,
        end=dt.date(2025, 1, 31),
        departure_reason=DepartureReason.INTERNAL,
    )
    page = text(admin_client.get(url("person_change", person.pk)))
    assert "Ancien poste" in page
    assert "autre affectation au centre" in page
    assert "Anne Roy compte plus d’un temps plein" in page


def test_who_held_a_post_is_not_deleted(admin_client, post):
    person = Person.objects.get(last_name="Roy")
    address = url("person_delete", person.pk)
    assert "notez plutôt son départ" in text(admin_client.get(address))
    admin_client.post(address, {"post": "yes"})
    assert Person.objects.filter(pk=person.pk).exists()


def test_absences_on_the_page_of_a_person_do_not_overlap(admin_client):
    rows = [{"start": "2026-07-06", "end": "2026-07-10"}, {"start": "2026-07-10"}]
    rows[1]["end"] = "2026-07-12"
    values = person_values() | lines("absences", *rows)
    assert "couvre déjà" in text(admin_client.post(url("person_add"), values))
    rows[1]["start"] = "2026-07-11"
    values = person_values() | lines("absences", *rows)
    assert admin_client.post(url("person_add"), values).status_code == 302
    assert Absence.objects.count() == 2


def test_the_page_of_absences_asks_for_days_alone(admin_client):
    absence = AbsenceFactory()
    page = admin_client.get(url("absence_add"))
    assert list(page.context["adminform"].form.fields) == ["person", "start", "end"]
    values = {"person": absence.person_id, "start": "2026-07-10", "end": "2026-07-12"}
    assert "est déjà absente" in text(admin_client.post(url("absence_add"), values))


@pytest.mark.parametrize(
    ("name", "plural"),
    [("sage-femme", "sages-femmes"), ("infirmier en pratique avancée", "")],
)
def test_a_profession_is_added_in_three_fields(admin_client, name, plural):
    ProfessionFactory(position=4)
    page = admin_client.get(url("profession_add"))
    assert page.context["adminform"].form.initial["position"] == 5
    values = {"name": name, "family": "medical", "position": "5", "weekly_hours": "35"}
    answer = admin_client.post(url("profession_add"), values)
    assert answer.status_code == 302, text(answer)
    made = Profession.objects.get(name=name)
    assert made.plural == (plural or "infirmiers en pratique avancée")


def test_a_stated_figure_keeps_its_sign_and_its_source(admin_client):
    StatedStaffingFactory(precision="about", value=Decimal("4.5"))
    page = text(admin_client.get(url("statedstaffing_changelist")))
    assert "ETP vacants\u00a0: ≈\u00a04,5" in page
    assert "Article de presse professionnelle" in page


@pytest.mark.parametrize("model", ["post", "assignment", "person"])
def test_lists_and_pages_take_few_queries(admin_client, django_assert_max_num_queries, model):
    post = PostTargetFactory(fte=30).post
    AssignmentFactory.create_batch(20, post=post)
    PostShareFactory(post=post)
    rows = {
        "post": post,
        "assignment": Assignment.objects.first(),
        "person": Person.objects.first(),
    }
    for address in (url(f"{model}_changelist"), url(f"{model}_change", rows[model].pk)):
        admin_client.get(address)
        with django_assert_max_num_queries(16):
            admin_client.get(address)


def test_a_departure_typed_beside_another_state_of_the_assignment_is_asked_again(
    admin_client, post
):
    held = post.assignments.get(fte=1)
    address = url("assignment_departure", held.pk)
    first, second = (form_of(admin_client.get(address)) for _ in range(2))
    first |= {"end": ["2026-05-31"], "departure_reason": ["retirement"]}
    second |= {"end": ["2026-06-30"], "departure_reason": ["resignation"]}
    admin_client.post(address, first)
    answer = admin_client.post(address, second)
    assert "quelqu’un d’autre a modifié" in text(answer)
    assert "31 mai 2026" in text(answer).replace("\u00a0", " ")
    held.refresh_from_db()
    assert held.end == dt.date(2026, 5, 31)
    admin_client.post(address, form_of(answer))
    held.refresh_from_db()
    assert held.end == dt.date(2026, 6, 30)
