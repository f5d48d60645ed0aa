"""Inviting somebody: the message, the link, what it opens, once, for some days."""

import datetime as dt
import re

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import Group, User
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from csipa.login.invitations import CannotInvite, accept, cancel, find, invite
from csipa.login.models import Invitation
from csipa.roles.catalogue import ADMINISTRATOR, SECRETARY
from csipa.roles.keeping import group_of, keep_groups
from tests.login.conftest import PASSWORD

NEW = {"new_password1": "Cerisier-9-bleu", "new_password2": "Cerisier-9-bleu"}


@pytest.fixture
def lea(db):
    """Somebody whose account has just been opened, without a password."""
    keep_groups()
    user = User(username="lea", email="lea@exemple.test", first_name="Léa", is_staff=True)
    user.set_unusable_password()
    user.save()
    user.groups.add(group_of(SECRETARY))
    return user


@pytest.fixture
def opener(db, client):
    """Somebody who opens accounts, logged in."""
    keep_groups()
    user = User.objects.create_user("technique", "t@exemple.test", PASSWORD, is_staff=True)
    user.groups.add(group_of(ADMINISTRATOR))
    client.force_login(user)
    return user


def path_in(message):
    return re.search(r"/compte/invitation/[\w-]+/", message.body)[0]


def page_of(user):
    return reverse("admin:auth_user_change", args=[user.pk])


def test_without_a_server_of_mail_nobody_is_told_that_a_message_left(opener, lea, client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    page = client.post(reverse("invite", args=[lea.pk]), follow=True).content.decode()
    assert "le courrier n’est pas réglé" in page
    assert "est partie" not in page


def test_the_message_says_who_invites_with_which_role_and_until_when(opener, lea, client):
    client.post(reverse("invite", args=[lea.pk]))
    message = mail.outbox[0]
    assert message.to == ["lea@exemple.test"]
    for text in (message.body, message.alternatives[0].content):
        assert "technique" in text
        assert "le rôle «\u00a0Secrétaires\u00a0»" in text
        assert "Saisit les consultations" in text
        assert path_in(message) in text
    assert "http://127.0.0.1:8000/compte/invitation/" in message.body


def test_the_page_of_the_account_tells_what_became_of_the_invitation(opener, lea, client):
    assert "personne ne peut encore y entrer" in client.get(page_of(lea)).content.decode()
    client.post(reverse("invite", args=[lea.pk]))
    page = client.get(page_of(lea)).content.decode()
    assert "n’a pas encore choisi de mot de passe" in page
    assert "Renvoyer l’invitation" in page
    client.post(reverse("invitation-cancel", args=[lea.pk]))
    assert "L’invitation a été annulée" in client.get(page_of(lea)).content.decode()


def test_the_link_lets_the_person_choose_a_password_and_enter(opener, lea, client):
    client.post(reverse("invite", args=[lea.pk]))
    client.logout()
    path = path_in(mail.outbox[0])
    page = client.get(path).content.decode()
    assert "technique" in page
    assert "lea" in page
    answer = client.post(path, NEW)
    assert answer["Location"] == reverse("admin:index")
    assert client.session[SESSION_KEY] == str(lea.pk)
    lea.refresh_from_db()
    assert lea.check_password("Cerisier-9-bleu")
    assert Invitation.objects.get().accepted_at is not None


def test_the_link_serves_once(opener, lea, client):
    client.post(reverse("invite", args=[lea.pk]))
    client.logout()
    path = path_in(mail.outbox[0])
    client.post(path, NEW)
    client.logout()
    assert client.get(path).status_code == 410
    assert client.post(path, NEW).status_code == 410
    assert SESSION_KEY not in client.session


def test_a_weak_password_is_refused_and_the_link_still_serves(opener, lea, client):
    client.post(reverse("invite", args=[lea.pk]))
    path = path_in(mail.outbox[0])
    answer = client.post(path, {"new_password1": "1234", "new_password2": "1234"})
    assert answer.status_code == 200
    lea.refresh_from_db()
    assert not lea.has_usable_password()
    assert client.get(path).status_code == 200


def test_the_link_dies_after_seven_days(camille, lea):
    then = timezone.now()
    invite(user=lea, by=camille, now=then)
    secret = path_in(mail.outbox[0]).split("/")[-2]
    assert find(secret, now=then + dt.timedelta(days=7, seconds=-1)) is not None
    assert find(secret, now=then + dt.timedelta(days=7)) is None
    assert accept(secret=secret, password="Cerisier-9", now=then + dt.timedelta(days=8)) is None


def test_sending_again_and_cancelling_kill_the_former_link(camille, lea):
    now = timezone.now()
    invite(user=lea, by=camille, now=now)
    invitation = invite(user=lea, by=camille, now=now)
    first, second = (path_in(message).split("/")[-2] for message in mail.outbox)
    assert find(first, now=now) is None
    assert find(second, now=now) is not None
    cancel(invitation=invitation, now=now)
    assert find(second, now=now) is None
    assert find("", now=now) is None


def test_the_secret_is_not_in_the_database(camille, lea):
    invite(user=lea, by=camille, now=timezone.now())
    secret = path_in(mail.outbox[0]).split("/")[-2]
    assert secret not in str(Invitation.objects.values())
    assert Invitation.history.count() == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"is_active": False}, "fermé"),
        ({"email": ""}, "adresse électronique"),
        ({"password": "md5$x$y"}, "déjà choisi"),
    ],
)
def test_who_cannot_be_invited_and_why(camille, lea, change, words):
    User.objects.filter(pk=lea.pk).update(**change)
    lea.refresh_from_db()
    with pytest.raises(CannotInvite, match=words):
        invite(user=lea, by=camille, now=timezone.now())
    assert mail.outbox == []


def test_a_mail_server_that_is_away_leaves_nothing_half_done(opener, lea, client, monkeypatch):
    def away(*args, **kwargs):
        raise OSError

    monkeypatch.setattr("csipa.login.invitations.send", away)
    answer = client.post(reverse("invite", args=[lea.pk]), follow=True)
    assert "rien n’est parti" in answer.content.decode()
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("name", ["invite", "invitation-cancel"])
def test_only_those_who_open_accounts_invite(lea, client, name):
    user = User.objects.create_user("autre", password=PASSWORD, is_staff=True)
    user.groups.add(Group.objects.get(name=SECRETARY.name))
    client.force_login(user)
    assert client.post(reverse(name, args=[lea.pk])).status_code in {403, 404}
    assert client.get(reverse(name, args=[lea.pk])).status_code == 405
    client.logout()
    assert "login" in client.post(reverse(name, args=[lea.pk]))["Location"]
    assert mail.outbox == []


def test_an_account_opens_without_a_password_but_with_an_address(opener, client):
    fields = {"username": "nina", "first_name": "Nina", "last_name": "Petit"}
    answer = client.post(reverse("admin:auth_user_add"), fields)
    assert "où envoyer l’invitation" in answer.content.decode()
    answer = client.post(
        reverse("admin:auth_user_add"), fields | {"email": "nina@exemple.test"}, follow=True
    )
    assert not User.objects.get(username="nina").has_usable_password()
    assert "Inviter par courriel" in answer.content.decode()


def test_a_forgotten_password_is_not_the_way_in_for_somebody_invited(lea, client):
    client.post(reverse("account_reset_password"), {"email": "lea@exemple.test"})
    assert mail.outbox == []
