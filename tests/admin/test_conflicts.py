"""Two people on one page: the second is told what changed, and nothing is overwritten."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conventions.actions import sign_act
from conventions.models import Act, Execution, Visa
from tests.admin.browser import form_of
from tests.admin.factories import UserFactory
from tests.conventions.factories import DAY, NOW, ActFactory, VisaFactory, ready_act

pytestmark = pytest.mark.django_db

TOLD = "Cette page a changé pendant que vous la remplissiez"


@pytest.fixture
def act():
    """A draft with three visas."""
    act = ActFactory(title="Ouverture de l’antenne de Robecq")
    for position, text in enumerate(("Vu le code ;", "Vu la loi ;", "Vu le décret ;"), start=1):
        VisaFactory(act=act, position=position, text=text)
    return act


def address(act):
    return reverse("admin:conventions_act_change", args=[act.pk])


def save(client, act, sent, **changes):
    """Send a form back after changing some of its inputs."""
    return client.post(address(act), {**sent, **changes, "_continue": "1"})


def texts(act):
    return list(act.visa_set.order_by("position").values_list("text", flat=True))


def test_a_save_makes_the_next_version_and_signs_the_history(camille, act):
    sent = form_of(camille.get(address(act)))
    assert save(camille, act, sent, title="Ouverture à Robecq").status_code == 302
    act.refresh_from_db()
    assert (act.title, act.version) == ("Ouverture à Robecq", 2)
    latest = act.history.latest()
    assert (latest.version, latest.history_user.username) == (2, "camille")


def test_a_change_of_a_line_alone_makes_the_next_version(camille, act):
    sent = form_of(camille.get(address(act)))
    save(camille, act, sent, **{"visa_set-0-text": "Vu le code de la santé publique ;"})
    act.refresh_from_db()
    assert act.version == 2


def test_a_save_that_changes_nothing_keeps_the_version(camille, act):
    save(camille, act, form_of(camille.get(address(act))))
    act.refresh_from_db()
    assert act.version == 1
    assert texts(act) == ["Vu le code ;", "Vu la loi ;", "Vu le décret ;"]


def test_the_second_to_save_writes_nothing_and_reads_what_changed(camille, dominique, act):
    sent = form_of(dominique.get(address(act)))
    save(camille, act, form_of(camille.get(address(act))), title="Titre de Camille")
    answer = save(dominique, act, sent, title="Titre de Dominique")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert TOLD in page
    assert "Camille Durand" in page
    assert "Titre de Camille" in page
    assert form_of(answer)["title"] == ["Titre de Dominique"]
    act.refresh_from_db()
    assert (act.title, act.version) == ("Titre de Camille", 2)


def test_saving_again_after_reading_applies(camille, dominique, act):
    sent = form_of(dominique.get(address(act)))
    save(camille, act, form_of(camille.get(address(act))), title="Titre de Camille")
    again = form_of(save(dominique, act, sent, title="Titre de Dominique"))
    assert save(dominique, act, again).status_code == 302
    act.refresh_from_db()
    assert (act.title, act.version) == ("Titre de Dominique", 3)


def test_what_the_second_left_alone_takes_the_first_ones_value(camille, dominique, act):
    sent = form_of(dominique.get(address(act)))
    save(camille, act, form_of(camille.get(address(act))), title="Titre de Camille")
    answer = save(dominique, act, sent, signature_place="Robecq")
    again = form_of(answer)
    assert again["title"] == ["Titre de Camille"]
    assert again["signature_place"] == ["Robecq"]
    save(dominique, act, again)
    act.refresh_from_db()
    assert (act.title, act.signature_place) == ("Titre de Camille", "Robecq")


def test_lines_are_guarded_as_the_root_is(camille, dominique, act):
    sent = form_of(dominique.get(address(act)))
    save(
        camille, act, form_of(camille.get(address(act))), **{"visa_set-0-text": "Vu par Camille ;"}
    )
    answer = save(dominique, act, sent, **{"visa_set-1-text": "Vu par Dominique ;"})
    assert TOLD in answer.content.decode()
    assert texts(act) == ["Vu par Camille ;", "Vu la loi ;", "Vu le décret ;"]
    save(dominique, act, form_of(answer))
    assert texts(act) == ["Vu par Camille ;", "Vu par Dominique ;", "Vu le décret ;"]


def test_a_line_that_the_first_added_is_shown_to_the_second_and_kept(camille, dominique, act):
    sent = form_of(dominique.get(address(act)))
    added = {
        "visa_set-TOTAL_FORMS": "4",
        "visa_set-3-text": "Vu l’avis ;",
        "visa_set-3-ORDER": "4",
        "visa_set-3-id": "",
        "visa_set-3-act": act.pk,
    }
    save(camille, act, form_of(camille.get(address(act))), **added)
    answer = save(dominique, act, sent, **{"visa_set-0-text": "Vu par Dominique ;"})
    again = form_of(answer)
    assert again["visa_set-3-text"] == ["Vu l’avis ;"]
    save(dominique, act, again)
    assert texts(act) == ["Vu par Dominique ;", "Vu la loi ;", "Vu le décret ;", "Vu l’avis ;"]


def test_a_line_that_both_added_stays_twice(camille, dominique, act):
    def added(text):
        return {
            "visa_set-TOTAL_FORMS": "4",
            "visa_set-3-text": text,
            "visa_set-3-ORDER": "4",
            "visa_set-3-id": "",
            "visa_set-3-act": act.pk,
        }

    sent = form_of(dominique.get(address(act)))
    save(camille, act, form_of(camille.get(address(act))), **added("Vu par Camille ;"))
    answer = save(dominique, act, sent, **added("Vu par Dominique ;"))
    save(dominique, act, form_of(answer))
    assert sorted(texts(act)[3:]) == ["Vu par Camille ;", "Vu par Dominique ;"]
    assert list(act.visa_set.order_by("position").values_list("position", flat=True)) == [
        1,
        2,
        3,
        4,
        5,
    ]


def test_a_line_that_the_first_deleted_goes_if_the_second_left_it_alone(camille, dominique, act):
    sent = form_of(dominique.get(address(act)))
    save(camille, act, form_of(camille.get(address(act))), **{"visa_set-0-DELETE": "on"})
    answer = save(dominique, act, sent, **{"visa_set-2-text": "Vu par Dominique ;"})
    save(dominique, act, form_of(answer))
    assert texts(act) == ["Vu la loi ;", "Vu par Dominique ;"]


def test_a_line_that_the_first_deleted_comes_back_if_the_second_wrote_in_it(
    camille, dominique, act
):
    sent = form_of(dominique.get(address(act)))
    save(camille, act, form_of(camille.get(address(act))), **{"visa_set-0-DELETE": "on"})
    answer = save(dominique, act, sent, **{"visa_set-0-text": "Vu par Dominique ;"})
    assert Visa.objects.filter(act=act).count() == 2
    assert save(dominique, act, form_of(answer)).status_code == 302
    assert sorted(texts(act)) == ["Vu la loi ;", "Vu le décret ;", "Vu par Dominique ;"]


@pytest.mark.parametrize("version", ["", "abc", "0", "99", "-1"])
def test_a_page_that_does_not_say_its_version_writes_nothing(camille, act, version):
    sent = form_of(camille.get(address(act)))
    answer = save(camille, act, sent, title="Autre titre", version=version)
    assert TOLD in answer.content.decode()
    act.refresh_from_db()
    assert act.title == "Ouverture de l’antenne de Robecq"
    assert save(camille, act, form_of(answer)).status_code == 302
    act.refresh_from_db()
    assert act.title == "Autre titre"


def test_another_fault_of_the_form_is_still_told(camille, dominique, act):
    sent = form_of(dominique.get(address(act)))
    save(camille, act, form_of(camille.get(address(act))), title="Titre de Camille")
    answer = save(dominique, act, sent, title="")
    assert TOLD in answer.content.decode()
    assert answer.context["adminform"].form.errors["title"]


def test_the_row_is_locked_before_its_version_is_read(camille, act):
    """On PostgreSQL the lock is a FOR UPDATE; SQLite has one writer at a time."""
    sent = form_of(camille.get(address(act)))
    with CaptureQueriesContext(connection) as captured:
        save(camille, act, sent, title="Titre")
    reads = [q["sql"] for q in captured if '"conventions_act"' in q["sql"]]
    if connection.features.has_select_for_update:
        assert "FOR UPDATE" in " ".join(reads)
    assert Act.objects.get(pk=act.pk).version == 2


def test_who_was_writing_when_the_act_was_signed_gets_the_words_back(camille, dominique):
    act = ready_act()
    sent = form_of(dominique.get(address(act)))
    sign_act(act=act, by=UserFactory(), on=DAY, now=NOW)
    answer = save(
        dominique, act, sent, title="Titre perdu", **{"visa_set-0-text": "Vu la phrase perdue ;"}
    )
    page = answer.content.decode()
    assert TOLD in page
    assert "désormais verrouillée" in page
    assert "Titre perdu" in page
    assert "Vu la phrase perdue ;" in page
    act.refresh_from_db()
    assert act.title != "Titre perdu"


def test_the_open_lines_of_a_signed_act_are_guarded_too(camille, dominique):
    act = ready_act()
    sign_act(act=act, by=UserFactory(), on=DAY, now=NOW)
    execution = Execution.objects.create(act=act)
    sent = form_of(dominique.get(address(act)))
    first = form_of(camille.get(address(act)))
    assert save(camille, act, first, **{"execution-0-receipt_id": "AR-1"}).status_code == 302
    answer = save(dominique, act, sent, **{"execution-0-sent_on": "2026-01-16"})
    assert TOLD in answer.content.decode()
    again = form_of(answer)
    assert again["execution-0-receipt_id"] == ["AR-1"]
    assert save(dominique, act, again).status_code == 302
    execution.refresh_from_db()
    assert (execution.receipt_id, str(execution.sent_on)) == ("AR-1", "2026-01-16")
