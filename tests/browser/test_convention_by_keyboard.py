"""A convention from nothing to its certificate, by somebody who has no mouse."""

import datetime as dt
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.keyboard import Keyboard, screen
from tests.browser.test_journey import text_of

pytestmark = pytest.mark.browser

MODEL = "Permanence de soins non programmés (tripartite)"
ACT, CONVENTION = re.compile("^Décision n°"), re.compile("^CSIPA-")
TO_CONVENTION = re.compile("^Ouvrir : CSIPA-")
RECEIPT = """<?xml version="1.0" encoding="UTF-8"?>
<ARActe xmlns="http://www.interieur.gouv.fr/ACTES#v1.1-20040216"
 xmlns:a="http://www.interieur.gouv.fr/ACTES#v1.1-20040216"
 a:IDActe="{identifier}" a:DateReception="{on}">
<ActeRecu a:Date="{on}" a:NumeroInterne="{number}" a:CodeNatureActe="6">
<CodeMatiere1 a:CodeMatiere="8"/><CodeMatiere2 a:CodeMatiere="2"/><Objet>Permanence</Objet>
<ClassificationDateVersion>2017-11-13</ClassificationDateVersion>
<Document><NomFichier>99_AU-{identifier}-1-1_1.pdf</NomFichier></Document>
<Annexes a:Nombre="0"/><DocumentPapier>N</DocumentPapier></ActeRecu>
<ClassificationDateVersionEnCours>2017-11-13</ClassificationDateVersionEnCours>
</ARActe>"""


def write(page, hands, today):
    """Write a convention and its decision from a model."""
    screen(page, "Bonjour Julien", ("link", "Écrire une convention"), ("heading", "À faire"))
    hands.follow("link", "Écrire une convention")
    screen(page, "Écrire d’après un modèle", ("heading", MODEL))
    hands.follow("link", MODEL)
    screen(page, MODEL, ("heading", "Parties"), ("button", "Écrire la convention"))
    hands.choose(re.compile("^Site"), "Norrent-Fontes")
    hands.date("Prend effet le", today + dt.timedelta(days=14))
    hands.date("Jusqu’au", today + dt.timedelta(days=744))
    hands.pick("Organisme partenaire", "cpts", "Val de Lys Romane")
    told = page.get_by_role("status").filter(
        has_text="Les personnes qui peuvent signer sont à jour"
    )
    expect(told).to_be_attached()
    hands.choose("Qui signe pour le gestionnaire", "Isabelle CARLIER", back=True)
    hands.reach("checkbox", "Cabinet médical")
    hands.press("Space")
    hands.reach("textbox", "Créneaux")
    hands.write("jeudi de 19 h à 20 h")
    hands.follow("button", "Écrire la convention")


def amend(page, hands):
    """Follow what rereading points out to the very line, correct it, and add an article."""
    screen(page, "Projet de décision", ("heading", "Visas"), ("link", "Signer…"))
    hands.follow("link", "Relire")
    screen(page, "Relire", ("heading", "Créneau hors des heures d’ouverture"))
    hands.follow("link", "Annexe 1, locaux, créneaux")
    screen(page, CONVENTION, ("heading", "Articles"), ("heading", "Créneaux hebdomadaires"))
    hands.choose("Jour, créneau 1", "mardi")
    hands.time("De, créneau 1", dt.time(9))
    hands.time("À, créneau 1", dt.time(12))
    hands.activate("button", "Ajouter : article", back=True)
    hands.fill("Titre, article 14", "Planning")
    hands.reach("textbox", "Texte, article 14")
    hands.write("La CPTS tient le planning de la permanence.")
    hands.send("Control+s")
    expect(page.get_by_role("status").first).to_contain_text("Enregistré")
    expect(page.get_by_role("textbox", name="Texte, article 14")).to_contain_text("le planning")
    hands.follow("link", "Ouvrir : Projet de décision")


def sign(page, hands, today):
    """Sign the act, of which rereading has nothing more to say; return its number."""
    hands.follow("link", "Signer…")
    screen(page, "Signer l’acte", ("heading", "Date et pouvoirs"), ("button", "Signer et figer"))
    expect(page.get_by_role("region", name="remarque")).to_have_count(0)
    hands.date("Date de signature", today)
    hands.follow("button", "Voir les pouvoirs à cette date")
    powers = page.get_by_role("region", name="Pouvoirs le")
    expect(powers).to_contain_text("en ordre")
    expect(powers).not_to_contain_text("manque")
    hands.follow("button", "Signer et figer l’acte")
    screen(page, ACT, ("heading", "Dates et délais"), ("link", "Aide : Après la signature"))
    title = page.get_by_role("heading", level=1).inner_text()
    return " ".join(title.partition("n°")[2].split())


def transmit(page, hands, today):
    """Prepare the package, note that it left, file what the prefecture answers."""
    hands.follow("link", "Transmission à l’État")
    screen(page, "Transmission à l’État", ("heading", "Vérification avant l’envoi"))
    hands.follow("button", "Préparer le paquet")
    expect(page.locator(".messagelist")).to_contain_text("Paquet prêt")
    hands.date("Envoyé le", today)
    hands.follow("button", "Noter l’envoi")
    expect(page.locator(".messagelist")).to_contain_text("Envoi noté")
    identifier = page.locator("dd code").first.inner_text()
    number = identifier.split("-")[3]
    receipt = RECEIPT.format(identifier=identifier, on=today.isoformat(), number=number)
    file = {"name": "accuse.xml", "mimeType": "application/xml", "buffer": receipt.encode()}
    hands.upload("Accusé de réception", file)
    hands.follow("button", "Déposer l’accusé")
    expect(page.locator(".messagelist")).to_contain_text("noté")
    hands.follow("link", "Revenir à l’acte")


def test_a_manager_takes_a_convention_from_nothing_to_its_certificate(visit):
    page, today = visit("gestionnaire"), timezone.localdate()
    hands = Keyboard(page)
    write(page, hands, today)
    amend(page, hands)
    number = sign(page, hands, today)
    transmit(page, hands, today)

    hands.follow("link", "Mettre en ligne…")
    screen(page, "Publication", ("heading", "Ce qui n’est pas publié"))
    hands.follow("button", "Mettre en ligne")
    screen(page, "Publication", ("status", ""), ("link", "decision-"))
    hands.follow("link", "Revenir à l’acte")

    hands.follow("link", "Certifier…")
    screen(page, "Certifier l’acte exécutoire", ("combobox", "Certifié par"))
    hands.date(re.compile("^Le "), today)
    hands.follow("button", "Certifier", exact=True)
    certificate = hands.reach("link", "Certificat exécutoire (PDF)").get_attribute("href")
    said = text_of(page.request.get(certificate).body())
    assert number in said
    assert "exécutoire" in said

    hands.follow("link", TO_CONVENTION)
    screen(page, CONVENTION, ("link", "Aide : Faire signer une convention"))
    expect(page.get_by_role("main")).to_contain_text("Aucune partie n’a encore signé.")
    hands.follow("link", "Suivre les signatures")
    screen(page, "Signatures", ("table", "Signatures des parties"))
    hands.choose("Colonne", "Signée le")
    hands.date("Date", today)
    hands.follow("button", "Remplir les cases vides")
    hands.send("Control+s")
    expect(page.locator(".messagelist")).to_contain_text("Toutes les parties ont signé")
