"""Pages of the health project: the point, the sheet, the next edition, what a site tells of it."""

import datetime as dt
import io

import pytest
from pypdf import PdfReader

from sites.models import CommitmentFinding, HealthProject, Weekday
from tests.admin.browser import form_of
from tests.sites.castelsarrasin import PUBLISHED, castelsarrasin
from tests.sites.factories import OpeningHoursFactory, SiteFactory
from tests.sites.factories_projects import (
    CommitmentFindingFactory,
    HealthCommitmentFactory,
    SubstantialChangeFactory,
)
from tests.sites.pages import address, shown, staff

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 3, 2)
REVIEW = "healthproject_review"
VIEW, CHANGE = "view_healthproject", "change_healthproject"


@pytest.fixture(autouse=True)
def _in_march(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None, timezone=None: TODAY)


@pytest.fixture
def project():
    return castelsarrasin()


@pytest.fixture
def writer(client):
    user = staff(VIEW, CHANGE, "add_healthproject")
    client.force_login(user)
    return user


def pdf_text(response):
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages)
    return " ".join(text.replace("\u00a0", " ").replace("\u2011", "-").split())


def commitment(project, theme):
    return project.commitments.filter(theme=theme).last()


def test_the_point_shows_every_promise_with_its_state_and_why(client, writer, project):
    page = shown(client.get(address(REVIEW, project)))
    for text in (
        "Ouvrir le samedi matin",
        "Aucun horaire de consultations médicales le samedi de 8 h à 12 h.",
        "Aucun horaire de soins non programmés.",
        "Un seul médecin exerce au centre.",
        "2 non tenus",
        "Du lundi au dimanche (Castelsarrasin).",
    ):
        assert text in page
    assert "À vérifier" not in page


def test_a_finding_and_the_hours_that_contradict_it_stand_side_by_side(client, writer, project):
    saturday = project.commitments.get(text__startswith="Ouvrir")
    CommitmentFindingFactory(commitment=saturday, found_on=dt.date(2026, 1, 5))
    page = shown(client.get(address(REVIEW, project)))
    block = page[page.index(f'id="engagement-{saturday.pk}"') :]
    block = block[: block.index("</fieldset>")]
    assert "À vérifier" in block
    assert "<strong>Non tenu.</strong> Aucun horaire" in block
    assert "<strong>Tenu</strong>, le 5 janvier 2026" in block


def test_the_point_of_an_earlier_day_reads_the_hours_of_that_day(client, writer, project):
    OpeningHoursFactory(
        site=project.site,
        weekday=Weekday.SATURDAY,
        opens_at=dt.time(8),
        closes_at=dt.time(11),
        start=dt.date(2026, 1, 1),
    )
    now = shown(client.get(address(REVIEW, project)))
    assert "Ouvert le samedi de 8 h à 11 h (Castelsarrasin) ; il manque de 11 h à 12 h." in now
    before = shown(client.get(address(REVIEW, project), {"le": "2025-12-31"}))
    assert "Aucun horaire de consultations médicales le samedi" in before
    for wrong in ("2099-01-01", "hier", "0"):
        assert "Au 2 mars 2026" in shown(client.get(address(REVIEW, project), {"le": wrong}))


def test_findings_are_noted_in_one_save(client, writer, project):
    on_call, third = commitment(project, "on_call"), commitment(project, "third_party")
    data = form_of(client.get(address(REVIEW, project)))
    data[f"c{on_call.pk}-state"] = ["not_kept"]
    data[f"c{on_call.pk}-reason"] = ["Plus de médecin."]
    data[f"c{third.pk}-state"] = ["kept"]
    answer = client.post(address(REVIEW, project), data, follow=True)
    assert "2 constats enregistrés au 2 mars 2026." in shown(answer)
    noted = CommitmentFinding.objects.filter(found_on=TODAY)
    assert set(noted.values_list("commitment", "state", "reason")) == {
        (on_call.pk, "not_kept", "Plus de médecin."),
        (third.pk, "kept", ""),
    }
    # The same page sent back says nothing new.
    data = form_of(client.get(address(REVIEW, project)))
    assert data[f"c{on_call.pk}-state"] == ["not_kept"]
    answer = client.post(address(REVIEW, project), data, follow=True)
    assert "Rien de nouveau à noter." in shown(answer)
    assert noted.count() == 2


@pytest.mark.parametrize(
    ("state", "reason", "message"),
    [
        ("not_kept", "", "Expliquez pourquoi, et ce qui est prévu"),
        ("partly", "  ", "Expliquez pourquoi, et ce qui est prévu"),
        ("", "Sans constat", "Choisissez le constat que cette explication accompagne."),
        ("lost", "", "Sélectionnez un choix valide"),
    ],
)
def test_a_wrong_line_writes_nothing_and_keeps_what_was_typed(
    client, writer, project, state, reason, message
):
    on_call, third = commitment(project, "on_call"), commitment(project, "third_party")
    typed = {f"c{third.pk}-state": "kept", f"c{on_call.pk}-state": state}
    answer = client.post(address(REVIEW, project), {**typed, f"c{on_call.pk}-reason": reason})
    assert message in shown(answer)
    assert "Rien n’est enregistré" in shown(answer)
    assert not CommitmentFinding.objects.filter(found_on=TODAY).exists()
    assert form_of(answer)[f"c{third.pk}-state"] == ["kept"]


def test_the_point_asks_as_many_queries_for_forty_promises(
    client, writer, project, django_assert_num_queries, django_assert_max_num_queries
):
    client.get(address(REVIEW, project))
    with django_assert_max_num_queries(9) as few:
        client.get(address(REVIEW, project))
    for rank in range(33):
        CommitmentFindingFactory(commitment__project=project, commitment__position=rank + 10)
    with django_assert_num_queries(len(few)):
        client.get(address(REVIEW, project))


def test_the_sheet_prints_each_theme_with_state_since_when_and_why(client, writer, project):
    answer = client.get(address("healthproject_sheet", project), {"le": "2021-12-31"})
    assert answer["Content-Type"] == "application/pdf"
    text = pdf_text(answer)
    for expected in (
        "Point sur le projet de santé",
        "validé par l’agence régionale de santé le 1er avril 2019",
        "Au 31 décembre 2021",
        "7 engagements : 2 non tenus, 1 tenu en partie, 3 tenus, 1 à venir",
        "Horaires d’ouverture",
        "d’après les horaires",
        "Aucun horaire de consultations médicales le samedi de 8 h à 12 h.",
        "Permanence des soins ambulatoires",
        "constaté le 14 décembre 2021",
        "Un seul médecin exerce au centre.",
    ):
        assert expected in text, text


def test_the_sheet_tells_both_sides_what_is_late_and_since_when(client, writer, project):
    unscheduled = commitment(project, "unscheduled")
    unscheduled.findings.all().delete()
    for day in (PUBLISHED, TODAY):
        CommitmentFindingFactory(commitment=unscheduled, found_on=day)
    late = HealthCommitmentFactory(
        project=project, theme="other", text="Ouvrir & suivre <un> registre", due_on=PUBLISHED
    )
    text = pdf_text(client.get(address("healthproject_sheet", project)))
    assert "depuis le 14 décembre 2021, revu le 2 mars 2026" in text
    assert "Constat : tenu. Horaires : non tenu. Aucun horaire de soins non programmés." in text
    assert f"{late.text} À tenir pour le 14 décembre 2021, en retard" in text
    assert "1 engagement est en retard. 1 constat ne s’accorde pas avec les horaires" in text


def test_an_edition_without_promises_prints_and_shows_nothing_to_note(client, writer, project):
    project.commitments.all().delete()
    assert "n’énumère aucun engagement" in shown(client.get(address(REVIEW, project)))
    text = pdf_text(client.get(address("healthproject_sheet", project)))
    assert "Cette édition n’énumère aucun engagement." in text


def test_the_next_edition_is_copied_once_it_is_confirmed(client, writer, project):
    page = address("healthproject_next", project)
    assert "7 engagements" in shown(client.get(page))
    assert HealthProject.objects.count() == 1
    answer = client.post(page, follow=True)
    assert "Édition 2 préparée" in shown(answer)
    assert HealthProject.objects.get(edition=2).commitments.count() == 7
    assert "est déjà en préparation" in shown(client.post(page, follow=True))


@pytest.mark.parametrize(
    ("rights", "get", "post"),
    [((), 403, 403), ((VIEW,), 200, 403), ((VIEW, CHANGE), 200, 302)],
)
def test_who_may_see_the_point_and_who_may_note(client, project, rights, get, post):
    client.force_login(staff(*rights))
    assert client.get(address(REVIEW, project)).status_code == get
    assert client.get(address("healthproject_sheet", project)).status_code == get
    assert client.post(address(REVIEW, project)).status_code == post
    assert client.post(address("healthproject_next", project)).status_code == 403
    if get == 200:
        saves = "Enregistrer les constats" in shown(client.get(address(REVIEW, project)))
        assert saves is (post == 302)


def test_what_does_not_exist_or_is_not_asked_so_is_refused(client, writer, project):
    missing = address(REVIEW, project).replace(str(project.pk), "999999")
    assert client.get(missing).status_code == 404
    assert client.delete(address(REVIEW, project)).status_code == 405
    assert client.post(address("healthproject_sheet", project)).status_code == 405


def test_the_list_tells_the_edition_in_force(client, writer, project):
    HealthProject.objects.create(site=project.site, edition=2)
    page = shown(client.get(address("healthproject_changelist")))
    assert page.count('<span class="badge badge-done">En vigueur</span>') == 1
    assert "en préparation" in page
    for asked, count in (("oui", 1), ("preparation", 1), ("autre", 2)):
        found = client.get(address("healthproject_changelist"), {"en-vigueur": asked})
        assert found.context["cl"].result_count == count


def test_the_page_of_an_edition_tells_where_its_promises_stand(client, writer, project):
    page = shown(client.get(address("healthproject_change", project)))
    panel = page[page.index("Où en sont les engagements") : page.index('class="sheet')]
    assert "2 non tenus" in panel
    assert "Aucun horaire de soins non programmés." in panel
    assert address(REVIEW, project) in panel


@pytest.mark.parametrize("rights", [(), (VIEW,), ("view_substantialchange",)])
def test_a_site_tells_of_its_project_what_each_may_see(client, project, rights):
    antenna = SiteFactory(antenna=True, parent=project.site, opened_on=dt.date(2026, 2, 2))
    SubstantialChangeFactory(site=antenna)
    client.force_login(staff("view_site", *rights))
    for site in (project.site, antenna):
        page = shown(client.get(address("site_change", site)))
        assert ("2 non tenus" in page) is (VIEW in rights)
        assert ("À envoyer d’ici le 17 février 2026" in page or "En retard de" in page) is (
            "view_substantialchange" in rights
        )
        assert ("Projet de santé et agence régionale" in page) is bool(rights)


def test_a_finding_noted_meanwhile_is_not_taken_back_by_who_left_it_blank(client, writer, project):
    saturday, other = project.commitments.order_by("pk")[:2]
    page = address(REVIEW, project)
    first, second = form_of(client.get(page)), form_of(client.get(page))
    first[f"c{saturday.pk}-state"] = ["kept"]
    second[f"c{other.pk}-state"] = ["kept"]
    client.post(page, first)
    client.post(page, second)
    noted = CommitmentFinding.objects.filter(found_on=TODAY)
    assert set(noted.values_list("commitment", "state")) == {
        (saturday.pk, "kept"),
        (other.pk, "kept"),
    }
