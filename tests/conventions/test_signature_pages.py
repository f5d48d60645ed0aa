"""The matrix as people use it: typed by the column, never overwritten unseen, told in words."""

import datetime as dt

import pytest
from django.contrib.auth.models import User

from conventions.models import Article, Conclusion, Party, PartySignature
from tests.admin.browser import form_of
from tests.conventions.agreed import DAY, LATER, agreed, note, parties_of
from tests.conventions.factories import PartyFactory
from tests.conventions.pages import address, send_back, shown, staff

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 2, 1, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def manager(client):
    """Log a manager in."""
    client.force_login(User.objects.create_superuser("gestionnaire", password="x"))
    return client


def matrix(convention):
    return address("convention_signatures", convention)


def cell(convention, rank, column):
    return f"p{parties_of(convention)[rank - 1].pk}-{column}"


def typed(convention, *cells):
    return {cell(convention, rank, column): value for rank, column, value in cells}


def days(convention, column="signed_on"):
    rows = PartySignature.objects.filter(party__convention=convention).order_by("party__position")
    return [getattr(row, column) for row in rows]


def test_a_table_without_a_signature_says_so(manager):
    page = shown(manager.get(matrix(agreed(3))))
    assert "Aucune partie n’a encore signé." in page
    assert "À faire signer par : " in page


def test_the_table_tells_each_party_who_signs_and_where_it_stands(manager):
    convention = agreed(3)
    note(convention, (1, {"signed_on": DAY}), (2, {"sent_on": DAY}))
    page = shown(manager.get(matrix(convention)))
    assert "1 partie sur 3 a signé." in page
    assert "Manquent encore : l’association Sport 2 et l’association Sport 3." in page
    assert "Présidente" in page
    for state in ("Signée</span>", "Envoyée, en attente</span>", "À envoyer</span>"):
        assert state in page


def test_one_save_writes_every_line_that_was_typed(manager):
    convention = agreed(3)
    cells = typed(convention, (1, "signed_on", "2026-01-20"), (3, "sent_on", "2026-01-20"))
    response = send_back(manager, matrix(convention), **cells)
    assert response.status_code == 302
    assert days(convention) == [DAY, None]
    after = shown(manager.get(matrix(convention)))
    assert "2 lignes enregistrées." in after
    assert PartySignature.history.first().history_user == User.objects.get()


def test_the_last_signature_is_told(manager):
    convention = agreed(2)
    cells = typed(convention, (1, "signed_on", "2026-01-20"), (2, "signed_on", "2026-01-22"))
    send_back(manager, matrix(convention), **cells)
    page = shown(manager.get(matrix(convention)))
    assert "Toutes les parties ont signé : convention conclue le 22 janvier 2026." in page
    assert Conclusion.objects.get().signed_on == LATER


def test_nothing_typed_is_said_to_change_nothing(manager):
    convention = agreed(2)
    send_back(manager, matrix(convention))
    assert "Rien n’a changé." in shown(manager.get(matrix(convention)))
    assert not PartySignature.objects.exists()


def test_every_refusal_stands_by_its_cell_and_what_was_typed_stays(manager):
    convention = agreed(3)
    cells = typed(
        convention,
        (1, "signed_on", "2026-01-20"),
        (2, "sent_on", "2999-01-01"),
        (3, "signed_on", "2026-01-15"),
    )
    refused = send_back(manager, matrix(convention), **cells)
    assert refused.status_code == 200
    assert not PartySignature.objects.exists()
    page = shown(refused)
    assert "2 lignes empêchent d’enregistrer" in page
    assert "cette date est encore à venir" in page
    assert "n’est exécutoire que le 16 janvier 2026" in page
    again = form_of(refused)
    assert again[cell(convention, 1, "signed_on")] == ["2026-01-20"]
    # A reason is asked for where it is needed, and nowhere else.
    assert cell(convention, 3, "early_reason") in again
    assert cell(convention, 2, "early_reason") not in again
    again[cell(convention, 2, "sent_on")] = [""]
    again[cell(convention, 3, "early_reason")] = ["Urgence."]
    assert manager.post(matrix(convention), again).status_code == 302
    assert days(convention) == [DAY, dt.date(2026, 1, 15)]
    assert "le 16 janvier 2026. Motif : Urgence." in shown(manager.get(matrix(convention)))


def test_a_signature_become_too_early_is_a_red_line_on_the_table(manager):
    convention = agreed(2)
    note(convention, (1, {"signed_on": DAY}), (2, {"signed_on": LATER}))
    assert "signature-early" not in shown(manager.get(matrix(convention)))
    execution = convention.annex.act.execution
    execution.published_on = LATER
    execution.save()
    page = shown(manager.get(matrix(convention)))
    assert page.count("signature-early") == 1
    assert "Signée le 20 janvier 2026, alors que l’acte qui l’autorise" in page


def test_the_table_gives_the_digest_that_each_party_signed(manager):
    convention = agreed(2)
    note(convention, (1, {"signed_on": DAY}))
    sha256 = PartySignature.objects.get().text.sha256
    assert shown(manager.get(matrix(convention))).count(sha256[:12]) == 1


def test_what_is_no_date_is_refused_in_its_cell(manager):
    convention = agreed(2)
    refused = send_back(manager, matrix(convention), **typed(convention, (1, "sent_on", "hier")))
    assert refused.status_code == 200
    assert "Saisissez une date valide" in shown(refused)


def test_a_column_is_filled_for_a_group_and_written_only_once_saved(manager):
    convention = agreed(3)
    Party.objects.filter(pk__in=[p.pk for p in parties_of(convention)[1:]]).update(
        group="les clubs"
    )
    data = form_of(manager.get(matrix(convention)))
    data[cell(convention, 3, "sent_on")] = ["2026-01-19"]
    asked = {"fill_column": ["sent_on"], "fill_group": ["les clubs"], "fill_day": ["2026-01-20"]}
    filled = manager.post(matrix(convention), {**data, **asked, "fill": ["1"]})
    assert "1 case remplie : relisez, puis enregistrez." in shown(filled)
    assert not PartySignature.objects.exists()
    data = form_of(filled)
    sent = [data[cell(convention, rank, "sent_on")] for rank in (1, 2, 3)]
    assert sent == [[""], ["2026-01-20"], ["2026-01-19"]]
    assert manager.post(matrix(convention), data).status_code == 302
    assert days(convention, "sent_on") == [DAY, dt.date(2026, 1, 19)]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"fill_day": ""}, "Choisissez la date"),
        ({"fill_column": ""}, "Choisissez la colonne"),
        ({"fill_column": "sent_on; DROP"}, "Sélectionnez un choix valide"),
        ({"fill_day": "2026-01-20", "fill_column": "sent_on"}, "Aucune case vide"),
    ],
)
def test_filling_says_what_it_lacks(manager, asked, said):
    convention = agreed(2)
    note(convention, (1, {"sent_on": DAY}), (2, {"sent_on": DAY}))
    data = form_of(manager.get(matrix(convention)))
    asked = {"fill_column": "signed_on", "fill_day": "2026-01-20", **asked, "fill": "1"}
    page = shown(manager.post(matrix(convention), {**data, **asked}))
    assert said in page


def test_the_second_of_two_people_is_told_and_overwrites_nothing_unseen(manager):
    convention = agreed(3)
    data = form_of(manager.get(matrix(convention)))
    note(convention, (1, {"sent_on": DAY}), (2, {"sent_on": DAY}))
    data[cell(convention, 1, "sent_on")] = ["2026-01-22"]
    data[cell(convention, 3, "sent_on")] = ["2026-01-22"]
    refused = manager.post(matrix(convention), data)
    assert refused.status_code == 200
    assert "quelqu’un d’autre a écrit ici : 20 janvier 2026" in shown(refused)
    assert days(convention, "sent_on") == [DAY, DAY]
    again = form_of(refused)
    # The cell left alone shows what is there now; the one typed keeps what was typed.
    assert again[cell(convention, 2, "sent_on")] == ["2026-01-20"]
    assert again[cell(convention, 1, "sent_on")] == ["2026-01-22"]
    assert manager.post(matrix(convention), again).status_code == 302
    assert days(convention, "sent_on") == [LATER, DAY, LATER]


def test_filling_a_column_does_not_forget_what_was_seen_first(manager):
    convention = agreed(2)
    data = form_of(manager.get(matrix(convention)))
    data[cell(convention, 1, "sent_on")] = ["2026-01-22"]
    note(convention, (1, {"sent_on": DAY}))
    asked = {"fill_column": ["received_on"], "fill_group": [""], "fill_day": ["2026-01-25"]}
    filled = manager.post(matrix(convention), {**data, **asked, "fill": ["1"]})
    refused = manager.post(matrix(convention), form_of(filled))
    assert "quelqu’un d’autre a écrit ici" in shown(refused)


def test_a_void_signature_says_why_and_is_signed_again_by_a_tick(manager):
    convention = agreed(2)
    note(convention, (1, {"signed_on": DAY}))
    Article.objects.filter(convention=convention, position=3).update(body="<p>Autrement.</p>")
    page = manager.get(matrix(convention))
    assert "est nulle depuis que l’article 3 a changé" in shown(page)
    again = cell(convention, 1, "again")
    assert f'name="{again}"' in page.content.decode()
    assert cell(convention, 2, "again") not in page.content.decode()
    send_back(manager, matrix(convention), **{again: "on"})
    page = shown(manager.get(matrix(convention)))
    assert "est nulle" not in page
    assert "1 partie sur 2 a signé." in page


def test_a_reader_sees_the_table_and_cannot_write(client):
    convention = agreed(2)
    note(convention, (1, {"signed_on": DAY}))
    client.force_login(staff("view_convention"))
    page = client.get(matrix(convention))
    assert "20/01/2026" in shown(page)
    assert "Enregistrer" not in shown(page)
    assert "<input" not in page.content.decode().split("signature-table")[1].split("</table>")[0]
    denied = client.post(matrix(convention), typed(convention, (1, "sent_on", "2026-01-20")))
    assert denied.status_code == 403


@pytest.mark.parametrize("name", ["signatures", "close", "copies"])
def test_who_may_not_see_conventions_sees_no_signature(client, name):
    client.force_login(staff("view_act"))
    page = address(f"convention_{name}", agreed(2))
    assert client.get(page).status_code == 403
    assert client.post(page).status_code == 403


def test_a_convention_that_is_not_there_has_no_page(manager):
    convention = agreed(2)
    page = matrix(convention)
    assert manager.get(page.replace(f"/{convention.pk}/", "/999999/")).status_code == 404


def test_a_party_gone_meanwhile_does_not_lose_the_rest(manager):
    convention = agreed(3)
    data = form_of(manager.get(matrix(convention)))
    data[cell(convention, 1, "sent_on")] = ["2026-01-20"]
    data[cell(convention, 3, "sent_on")] = ["2026-01-20"]
    parties_of(convention)[2].delete()
    assert manager.post(matrix(convention), data).status_code == 302
    assert days(convention, "sent_on") == [DAY]


def test_a_convention_without_a_party_that_signs_says_so(manager):
    convention = agreed(0)
    PartyFactory(convention=convention, rank="informed")
    page = shown(manager.get(matrix(convention)))
    assert "Aucune partie ne signe cette convention" in page


def test_forty_parties_are_shown_and_saved_in_as_many_queries_as_three(
    manager, django_assert_max_num_queries
):
    def cost(parties):
        convention = agreed(parties)
        data = form_of(manager.get(matrix(convention)))
        data |= {
            name: ["2026-01-20"]
            for name in data
            if name.endswith("-sent_on") and "seen" not in name
        }
        with django_assert_max_num_queries(100) as read:
            manager.get(matrix(convention))
        with django_assert_max_num_queries(100) as written:
            assert manager.post(matrix(convention), data).status_code == 302
        assert len(days(convention)) == parties
        return len(read), len(written)

    cost(2)
    assert cost(3) == cost(40)


# The page of the convention --------------------------------------------------------------------
