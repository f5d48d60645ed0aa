"""The door in a browser: passkeys with an authenticator that Chromium pretends to be, and codes."""

import re

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from playwright.sync_api import expect

from tests.browser.conftest import WATCH
from tests.browser.walking import PASSWORD, troubles

pytestmark = pytest.mark.browser
USER = "coordination"
SECURITY = "/compte/securite/"
REFUSING = """() => {
  navigator.credentials.get = () => Promise.reject(new DOMException("", "NotAllowedError"));
}"""
BEFORE = ("/admin/login/", "/compte/mot-de-passe/oublie/", "/compte/mot-de-passe/oublie/envoye/")
OWN = (SECURITY, f"{SECURITY}application/", f"{SECURITY}cles/ajouter/", "/compte/mot-de-passe/")


@pytest.fixture
def door(chromium, site):
    """Return a function that opens a window on « localhost »: passkeys refuse bare numbers."""
    contexts = []

    def open_window(*, width=1280, scheme="light"):
        context = chromium.new_context(
            base_url=site.replace("127.0.0.1", "localhost"),
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            locale="fr-FR",
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.add_init_script(WATCH)
        page.said = []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        return page

    yield open_window
    for context in contexts:
        context.close()


def with_authenticator(page):
    """Give the window a key that recognises its owner."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    kind |= {"hasUserVerification": True, "isUserVerified": True}
    kind |= {"automaticPresenceSimulation": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": kind})


def log_in(page, user=USER):
    page.goto("/admin/login/")
    page.locator("#id_username").fill(user)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#id_password").press("Enter")


def log_out(page):
    page.goto("/admin/")
    page.locator(".user-menu summary").click()
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_role("heading", name="Vous êtes déconnecté")).to_be_visible()


@pytest.mark.parametrize(
    ("width", "scheme"),
    [pytest.param(1280, "light", id="desk-light"), pytest.param(390, "dark", id="phone-dark")],
)
def test_every_screen_of_the_door_is_accessible(door, width, scheme):
    page = door(width=width, scheme=scheme)
    found = {}
    for address in BEFORE:
        page.goto(address)
        found[address] = troubles(page)
    log_in(page)
    page.wait_for_url("**/admin/")
    for address in OWN:
        page.goto(address)
        found[address] = troubles(page)
    assert not {address: wrong for address, wrong in found.items() if wrong}


def test_a_passkey_opens_without_a_password_then_serves_as_second_factor(door):
    page = door()
    with_authenticator(page)
    log_in(page)
    page.wait_for_url("**/admin/")
    page.goto(f"{SECURITY}cles/ajouter/")
    page.get_by_role("button", name="Créer la clé").click()
    expect(page.get_by_role("heading", name="Codes de secours")).to_be_visible()
    assert page.locator("#recovery-codes li").count() == 10
    assert not troubles(page)
    with page.expect_download() as file:
        page.get_by_role("button", name="Télécharger").click()
    assert "codes-de-secours" in file.value.suggested_filename

    log_out(page)
    page.goto("/admin/login/")
    page.get_by_role("button", name="Se connecter avec une clé d’accès").click()
    page.wait_for_url("**/admin/")

    log_out(page)
    log_in(page)
    expect(page.get_by_role("heading", name="Deuxième étape")).to_be_visible()
    assert not troubles(page)
    page.get_by_role("button", name="Employer une clé d’accès").click()
    page.wait_for_url("**/admin/")

    page.goto(SECURITY)
    assert not troubles(page)
    page.get_by_role("link", name="Retirer Ma clé").click()
    assert not troubles(page)
    page.get_by_role("button", name="Retirer la clé").click()
    expect(page.get_by_text("La clé d’accès est retirée.")).to_be_visible()


def test_a_key_that_does_not_answer_is_told_in_french(door):
    page = door()
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    page.goto("/admin/login/")
    refusal = "() => Promise.reject(new DOMException('', 'NotAllowedError'))"
    # Between braces: a function that an expression gives would be called at once.
    page.evaluate(f"() => {{ navigator.credentials.get = {refusal}; }}")
    page.get_by_role("button", name="Se connecter avec une clé d’accès").click()
    expect(page.get_by_text("Aucune clé n’a été employée")).to_be_visible()


def test_an_application_of_codes_is_added_and_asked_for(door):
    page = door()
    log_in(page, "projet")
    page.wait_for_url("**/admin/")
    page.goto(f"{SECURITY}application/")
    shown = page.locator(".login-qr").evaluate("node => node.naturalWidth")
    assert shown > 0
    page.get_by_text("Je ne peux pas le viser").click()
    secret = re.sub(r"\s", "", page.locator(".login-secret").inner_text())
    counter = next(iter(yield_hotp_counters_from_time()))
    page.locator("#id_code").fill(format_hotp_value(hotp_value(secret, counter)))
    page.locator("#id_code").press("Enter")
    expect(page.get_by_role("heading", name="Codes de secours")).to_be_visible()
    code = page.locator("#recovery-codes code").first.inner_text()
    log_out(page)
    log_in(page, "projet")
    expect(page.get_by_role("heading", name="Deuxième étape")).to_be_visible()
    page.locator("#id_code").fill("000000")
    page.locator("#id_code").press("Enter")
    expect(page.get_by_text("Code inexact.")).to_be_visible()
    assert not troubles(page)
    page.locator("#id_code").fill(code)
    page.locator("#id_code").press("Enter")
    page.wait_for_url("**/admin/")
    page.goto(f"{SECURITY}application/retirer/")
    assert not troubles(page)
    page.get_by_role("button", name="Retirer l’application").click()
    expect(page.get_by_text("L’application de codes est retirée.")).to_be_visible()
