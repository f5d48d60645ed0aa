"""Entering through the provider of identity, against one that runs here."""

import logging
import time
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.urls import reverse

from tests.login.provider import CLIENT, SECRET, LocalProvider

LEAVE, BACK = "/compte/fournisseur/", "/compte/fournisseur/retour/"


@pytest.fixture(scope="module")
def running():
    """One provider for the file: making its keys takes a while."""
    provider = LocalProvider()
    yield provider
    provider.close()


@pytest.fixture
def provider(running, settings, db):
    """Set the site to that provider, which tells the truth again."""
    running.lies, running.signed_userinfo = {}, False
    running.person = {"sub": "agent-1", "email": "lea@exemple.test", "email_verified": True}
    settings.OIDC_NAME, settings.OIDC_SERVER = "ProConnect", running.address
    settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = CLIENT, SECRET
    settings.SITE_ADDRESS = "http://testserver"
    return running


@pytest.fixture
def lea(db):
    """Somebody whose account has no password."""
    user = User(username="lea", email="lea@exemple.test", is_staff=True)
    user.set_unusable_password()
    user.save()
    return user


@pytest.fixture
def enter(client, provider):
    """Return a function that goes to the provider and comes back with its answer."""

    def go(next_address="", **changed):
        left = client.get(LEAVE, {"next": next_address} if next_address else {})
        query = {name: v[0] for name, v in parse_qs(urlsplit(left["Location"]).query).items()}
        back = parse_qs(provider.authorize(query))
        return client.get(BACK, {name: values[0] for name, values in back.items()} | changed)

    return go


def is_in(client):
    return SESSION_KEY in client.session


def test_the_button_shows_only_where_a_provider_is_named(client, provider, settings):
    assert "S’identifier avec ProConnect" in client.get("/admin/login/").content.decode()
    settings.OIDC_NAME = ""
    assert "S’identifier avec" not in client.get("/admin/login/").content.decode()
    assert client.get(LEAVE).status_code == 404
    assert client.get(BACK).status_code == 404


def test_an_account_of_a_verified_address_is_recognised_and_its_identity_kept(client, enter, lea):
    answer = enter()
    assert answer.status_code == 302
    assert answer["Location"] == reverse("admin:index")
    assert client.session[SESSION_KEY] == str(lea.pk)
    assert SocialAccount.objects.get().uid == "agent-1"


def test_from_then_on_the_identity_counts_and_not_the_address(client, enter, lea, provider):
    enter()
    client.logout()
    User.objects.create_user("autre", "nouvelle@exemple.test", is_staff=True)
    provider.person |= {"email": "nouvelle@exemple.test", "email_verified": False}
    enter()
    assert client.session[SESSION_KEY] == str(lea.pk)


def test_the_page_that_was_asked_opens_and_never_another_site(client, enter, lea):
    assert enter("/admin/sites/site/")["Location"] == "/admin/sites/site/"
    client.logout()
    assert enter("https://exemple.test/")["Location"] == reverse("admin:index")


def test_a_signed_userinfo_is_read_too(client, enter, lea, provider):
    provider.signed_userinfo = True
    enter()
    assert is_in(client)


def _counted_from_now(claims):
    """Return the claims, their seconds from now as moments: the list below is read long before."""
    moments = {name: claims[name] for name in ("exp", "iat") if claims.get(name) is not None}
    return claims | {name: int(time.time()) + seconds for name, seconds in moments.items()}


@pytest.mark.parametrize(
    "lies",
    [
        pytest.param({"tampered": True}, id="words changed after the signature"),
        pytest.param({"stranger": True}, id="signed by somebody else"),
        pytest.param({"algorithm": "none"}, id="not signed"),
        pytest.param({"id_token": {"nonce": "autre"}}, id="answer to another attempt"),
        pytest.param({"id_token": {"nonce": None}}, id="no nonce"),
        pytest.param({"id_token": {"aud": "autre"}}, id="for another client"),
        pytest.param({"id_token": {"aud": [CLIENT, "autre"]}}, id="for two clients"),
        pytest.param({"id_token": {"aud": None}}, id="for nobody"),
        pytest.param({"id_token": {"iss": "http://127.0.0.1:1"}}, id="from somebody else"),
        pytest.param({"id_token": {"exp": -600}}, id="expired"),
        pytest.param({"id_token": {"exp": None}}, id="without an end"),
        pytest.param({"id_token": {"iat": 600}}, id="of tomorrow"),
        pytest.param({"userinfo": {"sub": "agent-2"}}, id="words about another person"),
        pytest.param({"described_issuer": "http://127.0.0.1:1"}, id="another name of its own"),
    ],
)
def test_a_doubtful_answer_is_refused_in_french(client, enter, lea, provider, lies, caplog):
    lies = lies | {"id_token": _counted_from_now(lies.get("id_token", {}))}
    if "described_issuer" in lies:
        client.get(LEAVE)
        provider.lies = lies
        answer = client.get(BACK, {"code": "x", "state": client.session["oidc_attempt"]["state"]})
    else:
        provider.lies = lies
        answer = enter()
    assert answer.status_code == 403
    assert "La réponse de ProConnect n’a pas pu être vérifiée" in answer.content.decode()
    assert not is_in(client)
    assert any(one.getMessage().startswith("provider.refused") for one in caplog.records)


def test_an_answer_to_nothing_that_began_here_is_refused(client, enter, lea):
    assert "commencée ici" in enter(state="autre").content.decode()
    assert "commencée ici" in client.get(BACK, {"code": "x", "state": "y"}).content.decode()
    assert not is_in(client)


def test_an_answer_serves_once(client, enter, lea, provider):
    left = client.get(LEAVE)
    query = {name: v[0] for name, v in parse_qs(urlsplit(left["Location"]).query).items()}
    back = f"{BACK}?{provider.authorize(query)}"
    assert client.get(back).status_code == 302
    client.logout()
    assert client.get(back).status_code == 403


def test_a_code_without_its_verifier_is_worth_nothing(client, lea, provider):
    client.get(LEAVE)
    session = client.session
    attempt = session["oidc_attempt"]
    query = {"state": attempt["state"], "nonce": attempt["nonce"]}
    query |= {"code_challenge": "autre", "redirect_uri": f"http://testserver{BACK}"}
    assert client.get(f"{BACK}?{provider.authorize(query)}").status_code == 403
    assert not is_in(client)


def test_a_person_who_gives_up_is_told_so(client, lea, provider):
    client.get(LEAVE)
    state = client.session["oidc_attempt"]["state"]
    answer = client.get(BACK, {"error": "access_denied", "state": state})
    assert "n’a pas donné suite" in answer.content.decode()


def test_an_unverified_address_takes_no_account_over(client, enter, lea, provider, settings):
    provider.person["email_verified"] = False
    assert "n’a pas vérifié votre adresse" in enter().content.decode()
    del provider.person["email_verified"]
    assert not is_in(client)
    assert not SocialAccount.objects.exists()
    settings.OIDC_MAILS_VERIFIED = True
    enter()
    assert is_in(client)


def test_nobody_is_made_an_account(client, enter, lea, provider):
    provider.person["email"] = "inconnue@exemple.test"
    assert "Aucun compte n’est ouvert ici" in enter().content.decode()
    assert User.objects.count() == 1


def test_an_account_that_has_an_identity_takes_no_second_one(client, enter, lea, provider):
    enter()
    client.logout()
    provider.person["sub"] = "agent-9"
    assert enter().status_code == 403
    assert not is_in(client)


def test_a_closed_account_stays_closed(client, enter, lea):
    enter()
    client.logout()
    User.objects.update(is_active=False)
    assert "Ce compte est fermé" in enter().content.decode()
    assert not is_in(client)


@pytest.mark.parametrize(
    ("name", "value"), [("OIDC_MAIL_DOMAINS", ["ailleurs.test"]), ("OIDC_SIREN", ["200072460"])]
)
def test_only_the_domains_and_employers_of_the_settings_enter(enter, lea, settings, name, value):
    setattr(settings, name, value)
    assert "admis ici" in enter().content.decode()


def test_an_employer_is_known_by_the_beginning_of_its_siret(client, enter, lea, provider, settings):
    settings.OIDC_SIREN = ["200072460"]
    provider.person["siret"] = "20007246000013"
    enter()
    assert is_in(client)


def test_our_second_factor_is_asked_unless_the_provider_vouches(
    client, enter, lea, provider, settings
):
    settings.SECOND_FACTOR = "required"
    enter()
    assert client.get(reverse("admin:index"))["Location"] == reverse("mfa_index")
    client.logout()
    provider.lies = {"id_token": {"amr": ["pwd", "mfa"]}}
    enter()
    assert client.get(reverse("admin:index")).status_code == 200


def test_a_provider_that_is_away_is_told_so(client, lea, provider, settings):
    settings.OIDC_SERVER = "http://127.0.0.1:1"
    answer = client.get(LEAVE)
    assert answer.status_code == 403
    assert "ne répond pas" in answer.content.decode()


def test_a_provider_without_tls_is_not_spoken_to(client, lea, provider, settings):
    settings.OIDC_SERVER = "http://exemple.test"
    assert client.get(LEAVE).status_code == 403


def test_the_entry_is_noted(enter, lea, caplog):
    caplog.set_level(logging.INFO, "csipa.security")
    enter()
    said = [one.getMessage() for one in caplog.records if one.name == "csipa.security"]
    assert said == ["login.success compte=lea depuis=127.0.0.1 (provider)"]
