"""What opens a door is in no line of the journals, even when they tell everything."""

import io
import logging
import re
import time
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.conf import settings as configured
from django.contrib.auth.models import User
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultations.models import SessionFeed
from conventions.models import CalendarFeed
from csipa.logs import Belonging, HideSecrets, Json, OneLine
from csipa.pdf.certificates import SigningUnavailable, usable_signer
from csipa.private_addresses import hash_of
from csipa.roles.catalogue import ADMINISTRATOR, SECRETARY
from csipa.roles.keeping import group_of, keep_groups
from tests.login.provider import CLIENT, LocalProvider
from tests.login.test_factors import code_for
from tests.sites.factories import SiteFactory

pytestmark = pytest.mark.django_db

PASSWORD, WRONG, NEW = "pommier-vert-1889", "poirier-gris-1777", "Cerisier-9-bleu"
FEED, SESSIONS = "secret-d-agenda-41f9", "secret-de-permanences-77ac"
PASSPHRASE, SHARED = "phrase-du-cachet-0912", "entre-nous"


@pytest.fixture(params=["text", "json"])
def journal(request):
    """Write all that anything says, as it would be on a server, in both forms."""
    form = configured.LOGGING["formatters"][request.param]
    formatter = {"text": OneLine, "json": Json}[request.param]
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(formatter(form["format"], style=form["style"]))
    for one in (HideSecrets(), Belonging()):
        handler.addFilter(one)
    loggers = [logging.getLogger(), logging.getLogger("django.request")]
    levels = [logger.level for logger in loggers]
    loggers[0].addHandler(handler)
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    yield out
    loggers[0].removeHandler(handler)
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)


@pytest.fixture
def said(journal):
    """Return a function that fails when the journal holds one of some secrets."""

    def check(*secrets):
        text = journal.getvalue()
        assert len(text.splitlines()) >= 1
        assert [secret for secret in secrets if secret and secret in text] == []

    return check


@pytest.fixture(autouse=True)
def _nobody_tried():
    cache.clear()


@pytest.fixture
def camille():
    keep_groups()
    user = User.objects.create_user("camille", "camille@exemple.test", PASSWORD, is_staff=True)
    user.groups.add(group_of(ADMINISTRATOR))
    return user


def enter(client, password=PASSWORD):
    return client.post("/admin/login/", {"username": "camille", "password": password})


def cookies(client):
    return [cookie.value for cookie in client.cookies.values() if len(cookie.value) > 8]


def test_entering_tells_neither_passwords_nor_codes_nor_sessions(camille, said, monkeypatch):
    # A loaded machine could send a code half a minute after it was made.
    now = time.time()
    monkeypatch.setattr(auth, "time", SimpleNamespace(time=lambda: now))
    client = Client()
    enter(client, WRONG)
    enter(client)
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r'login-secret">([A-Z2-7 ]+)<', page)[1]
    plain = secret.replace(" ", "")
    first, wrong = code_for(plain), "000000"
    client.post(reverse("mfa_activate_totp"), {"code": wrong})
    client.post(reverse("mfa_activate_totp"), {"code": first})
    recovery = re.findall(
        r"<code>(\w+)</code>", client.get(reverse("mfa_view_recovery_codes")).content.decode()
    )
    assert Authenticator.objects.count() == 2
    assert recovery
    opened = cookies(client)
    client.logout()
    enter(client)
    second = code_for(plain, shift=1)
    client.post(reverse("mfa_authenticate"), {"code": second})
    client.post(
        reverse("admin:password_change"),
        {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW},
    )
    stored = User.objects.get().password
    said(PASSWORD, WRONG, NEW, secret, plain, *recovery, *opened, *cookies(client), stored)


def test_links_sent_by_mail_are_not_told(camille, client, said):
    client.force_login(camille)
    lea = User.objects.create_user("lea", "lea@exemple.test", is_staff=True)
    lea.set_unusable_password()
    lea.save()
    lea.groups.add(group_of(SECRETARY))
    client.post(reverse("invite", args=[lea.pk]))
    invitation = re.search(r"/compte/invitation/([\w-]+)/", mail.outbox[-1].body)
    visitor = Client()
    visitor.get(invitation[0])
    visitor.post(invitation[0], {"new_password1": NEW, "new_password2": NEW})
    visitor.get(invitation[0])
    Client().post(reverse("account_reset_password"), {"email": "camille@exemple.test"})
    link = re.search(r"(/compte/\S+key/([^/\s]+)/)", mail.outbox[-1].body)
    assert link[2] != invitation[1]
    form = visitor.get(link[1])["Location"]
    visitor.post(form, {"password1": NEW, "password2": NEW})
    visitor.get(link[1])
    said(NEW, invitation[1], link[2], *cookies(visitor))


def test_the_provider_of_identity_is_not_overheard(camille, client, settings, said):
    provider = LocalProvider()
    settings.OIDC_NAME, settings.OIDC_SERVER = "ProConnect", provider.address
    settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = CLIENT, SHARED
    settings.SITE_ADDRESS = "http://testserver"
    provider.person = {"sub": "1", "email": "camille@exemple.test", "email_verified": True}
    try:
        left = client.get("/compte/fournisseur/")["Location"]
        asked = {name: values[0] for name, values in parse_qs(urlsplit(left).query).items()}
        answer = provider.authorize(asked)
        code = parse_qs(answer)["code"][0] + "&"
        assert client.get(f"/compte/fournisseur/retour/?{answer}").status_code == 302
        client.get(f"/compte/fournisseur/retour/?{answer}")
    finally:
        provider.close()
    said(SHARED, asked["state"], asked["nonce"], asked["code_challenge"], code, *cookies(client))


@pytest.mark.parametrize("breaks", [False, True])
def test_the_secret_of_a_feed_is_not_told_even_when_it_breaks(
    camille, client, said, monkeypatch, breaks
):
    now = timezone.now()
    User.objects.update(is_superuser=True)
    CalendarFeed.objects.create(user=camille, secret_hash=hash_of(FEED), created_at=now)
    SessionFeed.objects.create(
        author=camille, site=SiteFactory(), secret_hash=hash_of(SESSIONS), created_at=now
    )
    client.raise_request_exception = False
    if breaks:

        def broken(*_args, **_named):
            raise ValueError(f"/agenda/{FEED}.ics, /seances/{SESSIONS}.ics")

        monkeypatch.setattr("conventions.views.upcoming", broken)
        monkeypatch.setattr("consultations.views_feeds.session_calendar", broken)
    for address in (f"/agenda/{FEED}.ics", f"/seances/{SESSIONS}.ics"):
        assert client.get(address).status_code == (500 if breaks else 200)
        client.get(address.replace(".ics", "x.ics"))
        client.post(address)
    said(FEED, SESSIONS)


def test_an_error_on_a_secret_address_tells_the_error_alone(client, journal, said):
    logging.getLogger("django.request").error(
        "Internal Server Error: %s",
        f"/compte/invitation/{FEED}/",
        extra={
            "request": client.get(f"/compte/invitation/{FEED}/").wsgi_request,
            "status_code": 500,
        },
    )
    logging.getLogger("essai").warning(
        "%(path)s", {"path": f"/seances/{SESSIONS}.ics"}, extra={"address": f"/agenda/{FEED}.ics"}
    )
    logging.getLogger("essai").warning("vu : %s", ValueError(f"/agenda/{FEED}.ics"))
    said(FEED, SESSIONS)
    lines = journal.getvalue().splitlines()
    assert any("Internal Server Error" in line for line in lines)


def test_the_phrase_of_the_certificate_is_not_told(settings, tmp_path, journal, said):
    file = tmp_path / "cachet.p12"
    file.write_bytes(b"not a certificate")
    settings.SIGNING_CERTIFICATE, settings.SIGNING_PASSPHRASE = str(file), PASSPHRASE
    with pytest.raises(SigningUnavailable) as refused:
        usable_signer(timezone.now())
    logging.getLogger("essai").exception("cachet", exc_info=refused.value)
    assert PASSPHRASE not in str(refused.value)
    said(PASSPHRASE)
