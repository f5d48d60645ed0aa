"""Members from a file: looked at first, matched by RPPS then by name, written if still true."""

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from csipa.carried import NotCarried
from csipa.tables import Row, Table
from staffing.actions.importing_members import ImportRefused, import_members
from staffing.exchange.members_table import carried, read_members, taken_back
from staffing.exports import members_csv
from staffing.models import Membership
from staffing.review.members_plan import plan_members
from tests.conventions.pages import shown, staff
from tests.sites.factories import CommuneFactory
from tests.sites.factories_territory import CommunityFactory
from tests.staffing.factories_community import CareProviderFactory, MembershipFactory

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 22)
RPPS = "10101201234"
RIGHTS = ("view_membership", "add_membership", "change_membership")


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None, timezone=None: TODAY)


def table(*rows):
    return Table([Row(number, texts) for number, texts in enumerate(rows, start=2)])


def plan(community, *rows, sees_contacts=True):
    return plan_members(table(*rows), community, today=TODAY, sees_contacts=sees_contacts)


def write(community, *rows, sees_contacts=True):
    digest = plan(community, *rows, sees_contacts=sees_contacts).digest
    return import_members(
        table=table(*rows),
        community=community,
        digest=digest,
        by=None,
        today=TODAY,
        sees_contacts=sees_contacts,
    )


ANNE = {"last_name": "Caron", "first_name": "Anne", "profession": "infirmière"}


def test_a_new_line_becomes_a_member_tied_by_rpps():
    community = CommunityFactory()
    commune = CommuneFactory(name="Fresnoy-les-Marais")
    provider = CareProviderFactory(rpps=RPPS, profession="60")
    write(
        community,
        {
            **ANNE,
            "rpps": RPPS,
            "commune": "FRESNOY LES MARAIS",
            "start": "03/05/2024",
            "role": "Trésorier",
            "founder": "oui",
            "listed": "oui",
            "contacts_listed": "non",
            "consent_on": "2024-05-03",
            "email": "anne@exemple.fr",
        },
    )
    row = Membership.objects.get()
    assert (row.community, row.commune, row.profession) == (community, commune, "60")
    assert (row.start, row.role, row.founder) == (dt.date(2024, 5, 3), "treasurer", True)
    assert (row.listed, row.contacts_listed, row.email) == (True, False, "anne@exemple.fr")
    assert row.provider == provider
    assert row.history.count() == 2


def test_a_known_member_is_found_by_number_then_by_name_and_an_empty_cell_changes_nothing():
    community = CommunityFactory()
    row = MembershipFactory(
        community=community, first_name="Anne", last_name="CARON", profession="60", phone="03"
    )
    done = write(community, {**ANNE, "rpps": RPPS, "phone": ""})
    assert [(entry.is_new, set(entry.values)) for entry in done.entries] == [
        (False, {"rpps", "last_name"})
    ]
    row.refresh_from_db()
    assert (row.rpps, row.phone, row.version) == (RPPS, "03", 2)
    again = plan(community, {**ANNE, "last_name": "Caron", "rpps": RPPS})
    assert (again.entries, again.unchanged) == ([], 1)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"last_name": ""}, "donnez le nom"),
        ({"start": ""}, "donnez le jour de l’adhésion"),
        ({"start": "31/02/2024"}, "n’est pas une date"),
        ({"profession": "marin"}, "n’est pas une profession connue"),
        ({"rpps": "12"}, "onze chiffres"),
        ({"commune": "Atlantide"}, "Aucune commune connue"),
        ({"listed": "oui"}, "donnez le jour de l’accord"),
        ({"contacts_listed": "oui"}, "qu’avec le nom"),
        ({"listed": "bof"}, "oui ou non"),
        ({"role": "chef"}, "n’est pas un rôle connu"),
        ({"email": "anne"}, "n’est pas une adresse électronique"),
        ({"phone": "0" * 21}, "dépasse 20 signes"),
    ],
)
def test_a_wrong_line_is_left_aside_and_says_why(given, told):
    community = CommunityFactory()
    good = {**ANNE, "first_name": "Paul", "start": "2024-01-01"}
    found = plan(community, {**ANNE, "start": "2024-01-01", **given}, good)
    assert [told in fault.message for fault in found.faults] == [True]
    assert [entry.label for entry in found.entries] == ["CARON Paul"]


def test_two_lines_on_one_person_and_two_members_of_one_name_are_told():
    community = CommunityFactory()
    line = {**ANNE, "start": "2024-01-01"}
    assert "déjà à la ligne 2" in plan(community, line, line).faults[0].message
    for profession in ("60", "70"):
        MembershipFactory(
            community=community, first_name="Anne", last_name="Caron", profession=profession
        )
    found = plan(community, {"last_name": "Caron", "first_name": "Anne"})
    assert "plusieurs adhérents" in found.faults[0].message


def test_contacts_are_left_aside_for_those_who_may_not_see_them():
    community = CommunityFactory()
    line = {**ANNE, "start": "2024-01-01", "email": "anne@exemple.fr"}
    found = write(community, line, sees_contacts=False)
    assert "laissées de côté" in found.notes[0]
    assert Membership.objects.get().email == ""


def test_a_plan_that_is_no_longer_true_writes_nothing():
    community = CommunityFactory()
    line = {**ANNE, "start": "2024-01-01"}
    digest = plan(community, line).digest
    MembershipFactory(community=community, first_name="Anne", last_name="Caron", profession="60")
    with pytest.raises(ImportRefused, match="ont changé"):
        import_members(
            table=table(line),
            community=community,
            digest=digest,
            by=None,
            today=TODAY,
            sees_contacts=True,
        )
    assert Membership.objects.count() == 1


def test_what_is_exported_comes_back_unchanged():
    community = CommunityFactory()
    MembershipFactory(
        community=community,
        commune=CommuneFactory(),
        rpps=RPPS,
        listed=True,
        consent_on=TODAY,
        phone="+33321000000",
        founder=True,
    )
    content = members_csv(community, TODAY, whole=True)
    found = plan_members(read_members(content), community, today=TODAY, sees_contacts=True)
    assert (found.faults, found.entries, found.unchanged) == ([], [], 1)


def test_what_a_page_carries_is_its_own():
    text = carried(table(ANNE), community=3, digest="d", person=1)
    back, community, digest = taken_back(text, person=1)
    assert (back.rows[0].texts, community, digest) == (ANNE, 3, "d")
    with pytest.raises(NotCarried):
        taken_back(text, person=2)
    with pytest.raises(NotCarried):
        taken_back(f"{text}x", person=1)


def page(name, community):
    return reverse(f"admin:staffing_directories_{name}", args=[community.pk])


def book():
    made = Workbook()
    made.active.append(["Nom", "Prénom", "Profession", "RPPS", "Adhésion le", "Couleur"])
    made.active.append(["Caron", "Anne", "infirmière", 10101201234, dt.date(2024, 5, 3), "bleu"])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_a_workbook_is_looked_at_then_written(client):
    client.force_login(staff(*RIGHTS))
    community = CommunityFactory()
    file = SimpleUploadedFile("adherents.xlsx", book())
    answer = client.post(page("import_preview", community), {"file": file})
    text = shown(answer)
    assert "1 adhésion à ajouter" in text
    assert "« Couleur » n’est pas connue" in text
    assert not Membership.objects.exists()
    typed = {"apercu": answer.context["carried"]}
    other = CommunityFactory()
    assert "une autre CPTS" in shown(client.post(page("import_apply", other), typed, follow=True))
    text = shown(client.post(page("import_apply", community), typed, follow=True))
    assert "Adhésions ajoutées : 1" in text
    assert Membership.objects.get().rpps == RPPS
    text = shown(client.post(page("import_apply", community), typed, follow=True))
    assert "ont changé" in text
    assert Membership.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "est vide"),
        (b"\x00\x01", "ni un CSV"),
        ("Prénom;RPPS\r\nAnne;1\r\n".encode(), "La colonne « Nom » manque"),
        (b"PK\x03\x04abc", "classeur"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(client, content, told):
    client.force_login(staff(*RIGHTS))
    file = SimpleUploadedFile("adherents.csv", content)
    text = shown(client.post(page("import_preview", CommunityFactory()), {"file": file}))
    assert "Rien n’est changé" in text
    assert told in text


def test_the_model_names_the_columns(client):
    client.force_login(staff(*RIGHTS))
    content = client.get(page("import_model", CommunityFactory())).content.decode("utf-8-sig")
    assert content.startswith("Titre;Nom;Prénom;Profession;RPPS;Commune")


def test_a_plan_costs_the_same_for_many(django_assert_max_num_queries):
    community = CommunityFactory()
    lines = [{**ANNE, "first_name": f"Anne {n}", "start": "2024-01-01"} for n in range(50)]
    with django_assert_max_num_queries(2):
        plan(community, *lines)
    digest = plan(community, *lines).digest
    with django_assert_max_num_queries(15):
        import_members(
            table=table(*lines),
            community=community,
            digest=digest,
            by=None,
            today=TODAY,
            sees_contacts=True,
        )
