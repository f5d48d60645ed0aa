"""The weekly message: who gets it, once, what it says, and what happens when it cannot leave."""

import datetime as dt
import io
import re

import pytest
from django.contrib.auth.models import Permission, User
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command

from conventions.actions.digest import Covers, NoAddress, send_digests, subscribe, unsubscribe
from conventions.models import DigestSubscription
from conventions.review.watch import calls
from tests.conventions.factories import ConventionFactory
from tests.conventions.factories_agreements import DigestSubscriptionFactory
from tests.conventions.factories_programmes import CommitteeMeetingFactory
from tests.conventions.holding import in_force
from tests.conventions.pages import staff
from tests.conventions.review.lives import signed_act

pytestmark = pytest.mark.django_db

MONDAY = dt.date(2026, 3, 2)
TUESDAY = dt.date(2026, 3, 3)


def reader(email="camille@exemple.fr", **fields):
    """Return somebody who may see conventions, with an address."""
    user = staff("view_convention")
    User.objects.filter(pk=user.pk).update(email=email, first_name="Camille", **fields)
    return User.objects.get(pk=user.pk)


def subscriber(email="camille@exemple.fr", **fields):
    """Return the subscription of a reader who wants the message of a quiet week too."""
    return DigestSubscriptionFactory(user=reader(email), **{"even_empty": True, **fields})


def run(*args):
    """Run the command; return what it says."""
    out = io.StringIO()
    call_command("send_digest", *args, stdout=out)
    return out.getvalue().replace("\u00a0", " ")


class Broken(EmailBackend):
    """A server that refuses one address."""

    def send_messages(self, messages):
        if any("perdu" in address for message in messages for address in message.to):
            raise ConnectionRefusedError("adresse refusée")
        return super().send_messages(messages)


@pytest.fixture
def _one_address_refused(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Broken"


def test_the_message_says_what_is_to_be_done_in_text_and_in_html(settings):
    settings.SITE_ADDRESS = "https://csipa.exemple.fr"
    settings.DEFAULT_FROM_EMAIL = "CSIPA <csipa@exemple.fr>"
    convention = in_force(
        reference="C-1", title="Locaux & soins <1>", notice_value=15, renewal="amendment"
    )
    subscriber()
    send_digests(on=MONDAY)
    (message,) = mail.outbox
    assert (message.to, message.from_email) == (["camille@exemple.fr"], "CSIPA <csipa@exemple.fr>")
    assert message.subject == "Conventions\u00a0: 2 à suivre"
    text = message.body.replace("\u00a0", " ")
    assert text.startswith("Bonjour Camille,\n\nVoici ce qui est à faire ou à suivre, au lundi 2")
    assert "\nSOUS 60 JOURS\n" in text
    assert "– Dernier jour utile pour donner préavis\n  C-1 : Locaux & soins <1>\n" in text
    assert "  13 avril 2026, dans 42 jours. Donné plus tard" in text
    page = f"https://csipa.exemple.fr/admin/conventions/convention/{convention.pk}/change/"
    assert f"\n  {page}\n" in text
    assert "chaque lundi et regarde 90 jours devant lui" in text
    ((html, kind),) = message.alternatives
    assert kind == "text/html"
    assert "Locaux &amp; soins &lt;1&gt;" in html
    assert f'href="{page}"' in html


def test_the_message_fetches_nothing_and_leads_only_to_the_site(settings):
    settings.SITE_ADDRESS = "https://csipa.exemple.fr"
    in_force(reference="C-1")
    subscriber()
    send_digests(on=MONDAY)
    html = mail.outbox[0].alternatives[0][0]
    assert not re.search(r"<(img|link|script|iframe|object)|src=|url\(|@import", html)
    addresses = re.findall(r'https?://[^"\s<]+', html + mail.outbox[0].body)
    assert addresses
    assert all(found.startswith("https://csipa.exemple.fr/admin/") for found in addresses)
    assert mail.outbox[0].extra_headers["Auto-Submitted"] == "auto-generated"


def test_what_is_late_is_told_first_and_in_the_subject():
    in_force(
        reference="C-1", renewal="express", renewal_deadline_value=60, end=dt.date(2026, 4, 28)
    )
    subscriber()
    send_digests(on=MONDAY)
    assert mail.outbox[0].subject == "Conventions\u00a0: 1 en retard, 1 à suivre"
    assert mail.outbox[0].body.index("EN RETARD") < mail.outbox[0].body.index("SOUS 60 JOURS")


def test_a_quiet_week_is_told_in_one_sentence():
    ConventionFactory(title="Un projet")
    subscriber(days_ahead=30)
    send_digests(on=MONDAY)
    assert mail.outbox[0].subject == "Conventions\u00a0: rien à faire"
    text = mail.outbox[0].body.replace("\u00a0", " ")
    assert "rien n’est à faire dans les 30 jours qui viennent" in text
    assert "projet" not in text


def test_each_person_is_told_as_far_ahead_as_they_asked():
    in_force(end=MONDAY + dt.timedelta(days=40))
    in_force(end=MONDAY + dt.timedelta(days=200))
    for days in (30, 90, 365):
        subscriber(f"a{days}@exemple.fr", days_ahead=days)
    assert [outcome.count for outcome in send_digests(on=MONDAY)] == [0, 1, 2]


def test_it_leaves_on_the_day_chosen_and_once():
    subscriber("lundi@exemple.fr")
    subscriber("mardi@exemple.fr", weekday=2)
    for _ in range(2):
        send_digests(on=MONDAY)
    assert [message.to for message in mail.outbox] == [["lundi@exemple.fr"]]
    send_digests(on=TUESDAY)
    assert [message.to for message in mail.outbox][1:] == [["mardi@exemple.fr"]]
    send_digests(on=MONDAY + dt.timedelta(days=7))
    assert len(mail.outbox) == 3


def test_a_day_gone_by_is_not_sent_again():
    subscriber(last_sent_on=MONDAY + dt.timedelta(days=7))
    assert send_digests(on=MONDAY) == []


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"is_active": False}, "ne peut plus voir les conventions"),
        ({"email": ""}, "pas d’adresse"),
    ],
)
def test_who_may_not_read_it_or_cannot_get_it_is_passed_over_and_told(change, reason):
    subscription = subscriber()
    User.objects.filter(pk=subscription.user_id).update(**change)
    (outcome,) = send_digests(on=MONDAY)
    assert outcome.state == "ignoré"
    assert reason in outcome.reason
    assert mail.outbox == []
    assert "ignoré" in run("--on", "2026-03-02")


def test_who_lost_the_right_gets_nothing():
    subscription = subscriber()
    subscription.user.user_permissions.clear()
    send_digests(on=MONDAY)
    assert mail.outbox == []


@pytest.mark.usefixtures("_one_address_refused")
def test_an_address_that_fails_holds_back_no_other_and_is_tried_again(settings):
    lost = subscriber("perdu@exemple.fr", last_sent_on=MONDAY - dt.timedelta(days=7))
    subscriber("bon@exemple.fr")
    out = io.StringIO()
    with pytest.raises(CommandError, match="1\u00a0message n’a pas pu partir") as failed:
        call_command("send_digest", "--on", "2026-03-02", stdout=out)
    assert failed.value.returncode == 1
    assert "adresse refusée" in out.getvalue()
    assert [message.to for message in mail.outbox] == [["bon@exemple.fr"]]
    lost.refresh_from_db()
    assert lost.last_sent_on == MONDAY - dt.timedelta(days=7)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert "perdu@exemple.fr : envoyé" in run("--on", "2026-03-02")
    assert len(mail.outbox) == 2


def test_a_dry_run_sends_and_writes_nothing():
    subscription = subscriber()
    in_force()
    assert run("--on", "2026-03-02", "--dry-run") == "camille@exemple.fr : à envoyer, 1 ligne\n"
    subscription.refresh_from_db()
    assert (mail.outbox, subscription.last_sent_on) == ([], None)


def test_the_command_says_when_there_is_nothing_to_send():
    assert run("--on", "2026-03-02") == "Aucun message à envoyer.\n"
    with pytest.raises(CommandError, match="AAAA-MM-JJ"):
        run("--on", "lundi")


def test_of_two_processes_at_once_one_sends(monkeypatch):
    subscriber()
    real, others = calls, []

    def overtaken(**asked):
        found = real(**asked)
        if not others:
            others.append(None)
            others[0] = send_digests(on=MONDAY)
        return found

    monkeypatch.setattr("conventions.actions.digest.calls", overtaken)
    assert send_digests(on=MONDAY) == []
    assert [outcome.state for outcome in others[0]] == ["envoyé"]
    assert len(mail.outbox) == 1


def test_twenty_messages_take_a_few_queries_each(django_assert_max_num_queries):
    for rank in range(20):
        in_force(reference=f"C-{rank}")
        subscriber(f"a{rank}@exemple.fr")
    with django_assert_max_num_queries(1 + 11 + 6 + 20 * 3):
        assert len(send_digests(on=MONDAY)) == 20


def test_one_subscribes_changes_and_gives_up():
    user = reader()
    subscribe(by=user, weekday=2, days_ahead=60)
    kept = subscribe(by=user, weekday=5, days_ahead=180)
    assert (DigestSubscription.objects.get(), kept.weekday, kept.days_ahead) == (kept, 5, 180)
    assert kept.history.first().history_user == user
    for _ in range(2):
        unsubscribe(by=user)
    assert not DigestSubscription.objects.exists()


@pytest.mark.parametrize("wrong", [{"weekday": 8}, {"weekday": 0}, {"days_ahead": 366}])
def test_a_day_that_does_not_exist_is_refused(wrong):
    with pytest.raises(ValidationError):
        subscribe(**{"by": reader(), "weekday": 1, "days_ahead": 90, **wrong})


def test_nothing_is_promised_to_who_has_no_address():
    with pytest.raises(NoAddress, match="pas d’adresse électronique"):
        subscribe(by=reader(email=""), weekday=1, days_ahead=90)


def test_nothing_is_sent_in_a_quiet_week_unless_it_was_asked():
    row = subscriber(even_empty=False)
    (outcome,) = send_digests(on=MONDAY)
    assert (outcome.state, outcome.reason) == ("ignoré", "rien à dire cette semaine")
    assert mail.outbox == []
    in_force(reference="C-1")
    (outcome,) = send_digests(on=MONDAY)
    assert outcome.state == "envoyé"
    row.refresh_from_db()
    assert row.last_sent_on == MONDAY


def everything():
    """Record something of each kind that the message covers."""
    in_force(reference="C-1")
    signed_act(number="2026 008")
    CommitteeMeetingFactory(held_on=dt.date(2026, 3, 10))


def test_acts_and_committees_are_told_beside_conventions_to_those_who_may_read_them(settings):
    settings.SITE_ADDRESS = "https://csipa.exemple.fr"
    everything()
    row = subscriber()
    send_digests(on=MONDAY)
    assert "2026 008" not in mail.outbox[0].body.replace("\u00a0", " ")
    rights = ("view_convention", "view_act", "view_committeemeeting")
    row.user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    send_digests(on=MONDAY + dt.timedelta(days=7))
    message = mail.outbox[1]
    text = message.body.replace("\u00a0", " ")
    assert message.subject == "Actes et conventions\u00a0: 1 en retard, 2 à suivre"
    assert "– À transmettre au contrôle de légalité\n  Décision n° 2026 008 :" in text
    assert "– Réunion\n" in text
    assert "  10 mars 2026, demain. Préparez l’ordre du jour et les convocations.\n" in text
    assert text.index("EN RETARD") < text.index("– Réunion")
    assert message.extra_headers["List-Unsubscribe"].startswith("<https://csipa.exemple.fr/admin/")
    html = message.alternatives[0][0]
    assert "ne plus le recevoir</a>" in html
    assert "/admin/conventions/committeemeeting/" in html


@pytest.mark.parametrize(
    ("kept", "word"),
    [
        ("with_conventions", "C-1"),
        ("with_acts", "2026 008"),
        ("with_committees", "Réunion"),
    ],
)
def test_each_person_chooses_what_it_covers(kept, word):
    everything()
    names = ("with_conventions", "with_acts", "with_committees")
    row = subscriber(**{name: name == kept for name in names})
    rights = ("view_convention", "view_act", "view_committeemeeting")
    row.user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    send_digests(on=MONDAY)
    text = mail.outbox[0].body.replace("\u00a0", " ")
    assert [one for one in ("C-1", "2026 008", "Réunion") if one in text] == [word]


def test_a_message_that_covers_nothing_is_refused():
    covers = Covers(with_conventions=False, with_acts=False, with_committees=False)
    with pytest.raises(ValidationError, match="au moins une chose"):
        subscribe(by=reader(), weekday=1, days_ahead=90, covers=covers)
