"""The pages on which a convention is ended, denounced or renewed."""

import datetime as dt
import io

import pytest
from django.contrib.auth.models import User
from pypdf import PdfReader

from conventions.actions.terminating import terminate
from conventions.models import Act, Convention, RenewalDecision, Termination, TerminationNotice
from csipa.pdf import door
from tests.admin.browser import form_of
from tests.conventions.ending import GIVEN, TODAY, notice, parties, permanence
from tests.conventions.factories_agreements import OccupiedSlotFactory
from tests.conventions.pages import address, shown, staff
from tests.conventions.test_ending_decision import authorising_act

pytestmark = pytest.mark.django_db

EXPRESS = {"renewal": "express", "renewal_times": 2, "renewal_years": 1}


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """Live on 20 March 2026."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None, timezone=None: TODAY)


@pytest.fixture
def manager(client):
    """Log a manager in."""
    client.force_login(User.objects.create_superuser("gestionnaire", password="x"))
    return client


def page(name, convention):
    return address(f"convention_{name}", convention)


def send(client, name, convention, **typed):
    """Open a page, type in its form, send it; return the answer."""
    data = form_of(client.get(page(name, convention)))
    return client.post(page(name, convention), {**data, **typed})


def ended(convention, **fields):
    decision = notice(convention, **fields)
    return terminate(convention=convention, decision=decision, by=None, today=TODAY)


def buttons(client, convention):
    """Return the page of a convention, to look for its buttons."""
    return shown(client.get(page("change", convention)))


def test_the_effect_is_computed_before_anything_is_written(manager):
    convention = permanence(sealed=False)
    OccupiedSlotFactory(convention=convention, weekday=2)
    Convention.objects.update(sealed=True)
    giver = parties(convention)[0]
    answer = send(manager, "end", convention, given_by=giver.pk, given_on="2026-03-10", check="1")
    html = shown(answer)
    assert "Dernier jour : <strong>25 mars 2026</strong>" in html
    assert "Provisoire" in html
    assert "<strong>5</strong> séances ne se tiendront pas jusqu’au 28 avril 2026" in html
    assert "mardi 31 mars 2026, de 14 h à 18 h" in html
    assert not Termination.objects.exists()


def test_an_end_is_noted_followed_and_corrected(manager):
    convention = permanence()
    giver, told, other = parties(convention)
    answer = send(manager, "end", convention, given_by=giver.pk, given_on="2026-03-10")
    assert answer.status_code == 302
    termination = Termination.objects.get()
    assert termination.effect_on == dt.date(2026, 3, 25)
    assert termination.history.first().history_user.username == "gestionnaire"
    answer = send(
        manager,
        "end",
        convention,
        **{f"sent_{told.pk}": "2026-03-11", f"received_{told.pk}": "2026-03-14"},
    )
    assert answer.status_code == 302
    termination.refresh_from_db()
    assert termination.effect_on == dt.date(2026, 3, 29)
    html = shown(manager.get(page("end", convention)))
    assert "La convention prend fin le 29 mars 2026" in html
    assert "Historique" in html
    assert TerminationNotice.objects.get(party=other).sent_on is None


def test_faults_stand_beside_what_they_are_about(manager):
    convention = permanence()
    giver, told, _ = parties(convention)
    answer = send(
        manager,
        "end",
        convention,
        given_by=giver.pk,
        given_on="2026-03-10",
        effect_on="2026-03-12",
        **{f"received_{told.pk}": "2026-03-09"},
    )
    html = shown(answer)
    assert "Lettre reçue le 9 mars 2026, avant d’être datée du 10 mars 2026." in html
    assert "dites pourquoi la convention finit avant" in html
    assert not Termination.objects.exists()


def test_whoever_ends_it_must_be_named_unless_all_agree(manager):
    convention = permanence()
    answer = send(manager, "end", convention, given_on="2026-03-10")
    assert "Dites quelle partie met fin à la convention." in shown(answer)
    answer = send(
        manager, "end", convention, kind="agreement", given_on="2026-03-10", effect_on="2026-03-31"
    )
    assert answer.status_code == 302
    assert Termination.objects.get().kind == "agreement"


def test_a_page_opened_before_somebody_else_saved_is_refused(manager):
    convention = permanence()
    data = form_of(manager.get(page("end", convention)))
    ended(convention)
    giver = parties(convention)[1]
    typed = {**data, "given_by": giver.pk, "given_on": "2026-03-11"}
    assert "Quelqu’un d’autre" in shown(manager.post(page("end", convention), typed))
    assert Termination.objects.get().given_on == GIVEN


def test_a_denunciation_that_comes_late_says_when_it_counts(manager):
    convention = permanence(
        renewal="tacit", renewal_deadline_value=2, renewal_deadline_unit="months"
    )
    giver = parties(convention)[0]
    answer = send(
        manager, "denounce", convention, given_by=giver.pk, given_on="2026-03-10", check="1"
    )
    html = shown(answer)
    assert "pouvait être dénoncée jusqu’au 28 février 2026" in html
    assert "28 avril 2027" in html
    send(manager, "denounce", convention, given_by=giver.pk, given_on="2026-03-10")
    assert Termination.objects.get().effect_on == dt.date(2027, 4, 28)
    assert manager.get(page("end", convention)).url == page("denounce", convention)


def test_only_a_tacit_renewal_is_denounced(manager):
    html = shown(manager.get(page("denounce", permanence())))
    assert "rien à dénoncer" in html
    assert "denounce_form" not in html


def test_an_end_is_taken_back_with_a_reason(manager):
    convention = permanence()
    ended(convention)
    url = page("end_cancel", convention)
    manager.post(url, {"version": 1, "reason": ""})
    assert Termination.objects.exists()
    answer = manager.post(url, {"version": 1, "reason": "Accord trouvé."}, follow=True)
    assert "Résiliation annulée" in shown(answer)
    assert not Termination.objects.exists()
    assert "Accord trouvé." in shown(manager.get(page("end", convention)))
    assert "Accord trouvé." in shown(manager.get(page("history", convention)))


def test_an_end_that_moved_meanwhile_is_not_taken_back(manager):
    convention = permanence()
    ended(convention)
    answer = manager.post(
        page("end_cancel", convention), {"version": 0, "reason": "Accord."}, follow=True
    )
    assert "Quelqu’un d’autre" in shown(answer)
    assert Termination.objects.exists()


def test_once_over_an_end_is_corrected_with_a_reason_and_no_longer_taken_back(manager):
    convention = permanence()
    ended(convention, effect_on=dt.date(2026, 3, 12), short_notice_reason="Sinistre.")
    html = shown(manager.get(page("end", convention)))
    assert "La convention a pris fin le 12 mars 2026" in html
    assert page("end_cancel", convention) not in html
    answer = send(manager, "end", convention, reason="Toit percé.")
    assert "dites pourquoi ce qui est noté change" in shown(answer)
    answer = send(manager, "end", convention, reason="Toit percé.", correction="Oubli.")
    assert answer.status_code == 302


def test_the_letters_are_one_pdf(manager):
    convention = permanence()
    ended(convention)
    answer = manager.get(page("end_letters", convention), {"lieu": "Burbure"})
    assert answer["Content-Type"] == "application/pdf"
    assert "convention-C-2026-1-lettres.pdf" in answer["Content-Disposition"]
    reader = PdfReader(io.BytesIO(answer.content))
    assert "À Burbure, le 10 mars 2026" in reader.pages[0].extract_text().replace("\u00a0", " ")


def test_letters_that_cannot_be_printed_say_why(manager, monkeypatch):
    def fail(*args, **kwargs):
        raise door.DocumentTooSlow("Le document est trop long.")

    monkeypatch.setattr("conventions.admin.terminating_views.letters_pdf", fail)
    convention = permanence()
    ended(convention)
    answer = manager.get(page("end_letters", convention), follow=True)
    assert "Le document est trop long." in shown(answer)


def test_there_are_no_letters_without_somebody_to_tell(manager):
    convention = permanence()
    assert manager.get(page("end_letters", convention)).status_code == 404
    ended(convention, kind="agreement", effect_on=dt.date(2026, 3, 31))
    assert manager.get(page("end_letters", convention)).status_code == 404


def test_the_act_is_drafted_once(manager):
    act = authorising_act()
    convention = permanence(act=act, first=act.authority)
    ended(convention)
    assert "Préparer l’acte" in shown(manager.get(page("end", convention)))
    answer = manager.post(page("end_decision", convention))
    draft = Act.objects.drafts().get()
    assert answer.url == address("act_change", draft)
    assert "Préparer l’acte" not in shown(manager.get(page("end", convention)))
    answer = manager.post(page("end_decision", convention), follow=True)
    assert "déjà joint" in shown(answer)


def test_whoever_may_not_write_acts_is_not_offered_to(client):
    act = authorising_act()
    convention = permanence(act=act, first=act.authority)
    ended(convention)
    client.force_login(staff("view_convention", "change_convention", "view_act"))
    assert "Préparer l’acte" not in shown(client.get(page("end", convention)))
    assert client.post(page("end_decision", convention)).status_code == 403


@pytest.mark.parametrize("name", ["end", "denounce", "renew"])
def test_readers_see_the_end_and_change_nothing(client, name):
    convention = permanence(renewal="tacit")
    ended(convention)
    client.force_login(staff("view_convention"))
    assert client.get(page(name, convention)).status_code == 403
    assert client.post(page(name, convention)).status_code == 403
    html = buttons(client, convention)
    assert "Fin le 25 mars 2026" in html
    assert page(name, convention) not in html
    assert client.get(page("end_letters", convention)).status_code == 200


@pytest.mark.parametrize("name", ["end_cancel", "end_decision"])
def test_what_writes_is_only_sent(manager, name):
    convention = permanence()
    assert manager.get(page(name, convention)).status_code == 405
    assert manager.post(page(name, convention), {"reason": "x"}).status_code == 302


@pytest.mark.parametrize(
    ("fields", "offered", "hidden"),
    [
        ({}, ["end"], ["denounce", "renew"]),
        ({"renewal": "tacit"}, ["end", "denounce"], ["renew"]),
        ({"renewal": "tacit", "renewal_times": 0}, ["end"], ["denounce"]),
        (EXPRESS, ["end", "renew"], ["denounce"]),
        ({"signed_on": None, **EXPRESS}, [], ["end", "denounce", "renew"]),
        ({"end": dt.date(2026, 3, 1), **EXPRESS}, [], ["end", "denounce", "renew"]),
    ],
    ids=["plain", "tacit", "last period", "express", "not signed", "over"],
)
def test_buttons_make_sense_for_where_the_convention_stands(manager, fields, offered, hidden):
    convention = permanence(**fields)
    html = buttons(manager, convention)
    for name in offered:
        assert f'href="{page(name, convention)}"' in html
    for name in hidden:
        assert f'href="{page(name, convention)}"' not in html


def test_the_page_of_an_ended_convention_says_so_and_what_to_follow(manager):
    convention = permanence()
    told = parties(convention)[1]
    ended(convention)
    TerminationNotice.objects.filter(party=told).update(sent_on=GIVEN)
    html = buttons(manager, convention)
    assert "Fin le 25 mars 2026" in html
    assert (
        "Résiliation par la communauté d’agglomération des Trois Vallées, lettre du 10 mars" in html
    )
    assert "1 lettre à envoyer" in html
    assert "1 réception à noter" in html
    assert "Mettre fin…" not in html
    assert "Dernier jour utile" not in html


def test_a_renewal_is_noted_and_taken_back(manager):
    convention = permanence(**EXPRESS)
    html = shown(manager.get(page("renew", convention)))
    assert 'value="2027-04-28"' in html
    assert "La convention prévoit 1 an de plus." in html
    answer = send(manager, "renew", convention, decided_on="2026-03-15")
    assert answer.status_code == 302
    renewal = RenewalDecision.objects.get()
    assert renewal.until == dt.date(2027, 4, 28)
    html = shown(manager.get(page("renew", convention)))
    assert "Jusqu’au 28 avril 2027, décidée le 15 mars 2026" in html
    url = f"{page('renew', convention)}{renewal.pk}/"
    assert "pourquoi" in shown(manager.post(url, {"reason": ""}, follow=True))
    assert "Reconduction annulée" in shown(manager.post(url, {"reason": "Erreur."}, follow=True))
    assert not RenewalDecision.objects.exists()


def test_a_late_renewal_asks_for_a_reason_and_a_dead_one_for_a_new_convention(manager):
    deadline = {"renewal_deadline_value": 2, "renewal_deadline_unit": "months"}
    late = permanence(**EXPRESS, **deadline)
    html = shown(send(manager, "renew", late, decided_on="2026-03-15"))
    assert "devait être décidée le 28 février 2026 au plus tard" in html
    over = permanence(**EXPRESS, reference="C-2", end=dt.date(2026, 3, 1))
    html = shown(send(manager, "renew", over, decided_on="2026-03-15"))
    assert "il faut en signer une nouvelle" in html
    assert not RenewalDecision.objects.exists()


def test_a_renewal_of_unknown_length_proposes_one_year_and_says_so(manager):
    html = shown(manager.get(page("renew", permanence(renewal="express"))))
    assert 'value="2027-04-28"' in html
    assert "ne dit pas pour combien de temps" in html


def test_what_cannot_be_renewed_says_why(manager):
    html = shown(manager.get(page("renew", permanence())))
    assert "prolongez-la par avenant" in html
    assert "renew_form" not in html


def test_saving_the_page_of_a_draft_works_its_end_out_again(manager):
    draft = permanence(sealed=False, signed_on=None)
    draft.annex.delete()
    data = form_of(manager.get(page("change", draft)))
    manager.post(page("change", draft), {**data, "end": "2026-06-30"})
    draft.refresh_from_db()
    assert (draft.ends_on, draft.ended_by) == (dt.date(2026, 6, 30), "term")


def test_the_page_costs_the_same_whatever_the_number_of_parties(
    manager, django_assert_max_num_queries
):
    convention = permanence()
    ended(convention)
    manager.get(page("end", convention))
    with django_assert_max_num_queries(75):
        manager.get(page("end", convention))
