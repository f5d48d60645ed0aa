"""Types a decision and its convention as the guide tells it."""

from playwright.sync_api import Page

from pictures.camera import TALL, WIDE, WINDOW, Guide
from pictures.forms import add_line, choose, fill_day, save, section, send

OBJECT = (
    "Centre de santé intercommunal pluriprofessionnel avec antennes (CSIPA) – Permanence de soins "
    "non programmés à l’antenne de Gauchin-Légal – Autorisation de signer une convention"
)
# What the names of the texts and of the act to cite begin with.
VISAS = (
    "CGCT, délégation et subdélégation",
    "Code de la santé publique, centres de santé",
    "Délibération n° 2024/CC007",
)
RECITAL = (
    "Considérant que la communauté professionnelle territoriale de santé (CPTS) Val de Lys Romane "
    "propose de tenir une permanence de soins non programmés à l’antenne de Gauchin-Légal,"
)
DECISION = (
    "d’autoriser la signature, avec la CPTS Val de Lys Romane et la commune de Gauchin-Légal, de "
    "la convention annexée."
)
REFERENCE = "CSIPA-2026-06"
AGREEMENT = (
    "Convention tripartite relative à la tenue d’une permanence de soins non programmés à "
    "l’antenne de Gauchin-Légal"
)


def write_decision(guide: Guide, page: Page) -> str:
    """Type a decision; return the path of its page."""
    guide.open(page, "conventions/act/")
    page.set_viewport_size(WIDE)
    guide.shoot("actes-liste", page)
    page.set_viewport_size(WINDOW)
    guide.open(page, "conventions/act/add/")
    page.locator("#id_heading").fill("Santé et action sociale")
    page.locator("#id_title").fill(OBJECT)
    page.locator("#id_subject_matter").fill("8.2")
    guide.shoot("decision-identite", page, section(page, "Identité"))
    recital = add_line(page, "Considérants").locator("textarea")
    recital.fill(RECITAL)
    recital.focus()
    page.keyboard.press("Alt+n")
    page.locator("#insert-name-query").fill("norrent")
    page.locator(".insert-name-found").first.wait_for()
    guide.shoot("inserer-un-nom", page, page.locator("#insert-name"))
    page.keyboard.press("Escape")
    use_power(page, "conclure")
    provisions = section(page, "Dispositif")
    provisions.locator("textarea[name$='-text']").first.fill(DECISION)
    guide.shoot("decision-dispositif", page, provisions)
    choose(page, "signatory", "Dubrulle", "Marc DUBRULLE")
    guide.shoot("decision-signature", page, section(page, "Signature"))
    save(page)
    path = page.url.removeprefix(f"{guide.address}/admin/").removesuffix("change/")
    cite(guide, page, path)
    guide.shoot("decision-competences", page, section(page, "Compétences exercées"))
    guide.shoot("decision-delegation", page, section(page, "Délégation et formule"))
    guide.shoot("decision-boutons", page, page.locator(".page-head"))
    guide.print_page("decision-apercu", page, f"{path}document/")
    return path


def use_power(page: Page, words: str) -> None:
    """Say which delegated matter a decision makes use of: the first that holds these words."""
    powers = add_line(page, "Compétences exercées").locator("select")
    powers.select_option(powers.locator("option", has_text=words).first.get_attribute("value"))


def cite(guide: Guide, page: Page, act: str) -> None:
    """Take the visas from the library and the register."""
    guide.open(page, f"{act}viser/")
    for name in VISAS:
        page.get_by_role("checkbox", name=name).first.check()
    guide.shoot("visas-ajouter", page)
    send(page, "Ajouter les visas cochés")
    guide.shoot("decision-visas", page, section(page, "Visas").locator("[data-line]").first)


def annex_convention(guide: Guide, page: Page, act: str) -> str:
    """Annex a convention to the decision, and write two of its articles; return its path."""
    guide.open(page, f"{act}convention/")
    page.locator("#id_title").fill(AGREEMENT)
    page.locator("#id_site").select_option(label="Gauchin-Légal")
    fill_day(page.locator("#id_start"), "2026-09-01")
    fill_day(page.locator("#id_end"), "2026-12-18")
    page.locator("#id_originals").fill("3")
    choose(page, "party_2", "CPTS", "Communauté professionnelle")
    choose(page, "party_3", "Gauchin", "Commune de Gauchin-Légal")
    guide.shoot("convention-joindre", page, page.locator("form.narrow"))
    page.locator(".save-bar button").click()
    page.locator(".message.success").wait_for()
    page.wait_for_load_state("networkidle")
    guide.shoot("convention-parties", page, section(page, "Parties"))
    guide.shoot("convention-duree", page, section(page, "Durée et préavis"))
    page.locator("#id_reference").fill(REFERENCE)
    article = add_line(page, "Articles")
    article.locator("input[name$='-title']").fill("Objet")
    article.locator("[contenteditable=true]").click()
    page.keyboard.type("La présente convention fixe les engagements des parties.")
    article = add_line(page, "Articles")
    article.locator("input[name$='-title']").fill("Engagements de la CPTS Val de Lys Romane")
    article.locator("[name$='-introduction']").fill("La CPTS Val de Lys Romane s’engage à :")
    article.locator("select[name$='-committed']").select_option(index=2)
    article.locator("[name$='-commitment_lines']").fill(
        "organiser la permanence dans les locaux de l’antenne ;\n"
        "trouver les médecins généralistes volontaires qui la tiennent."
    )
    guide.shoot("convention-article", page, article)
    save(page)
    guide.print_page("convention-apercu", page, f"{act}document/", 3)
    return page.url.removeprefix(f"{guide.address}/admin/").removesuffix("change/")


FAULTY = {
    "heading": "Santé et action sociale",
    "title": "Maison de santé de Robecq – Autorisation de signer une convention de partenariat",
    "recital": "Considérant que l’ARS a donné son accord expresse et que les travaux dureront du "
    "1er septembre 2026 18 décembre 2026",
    "decision": "de approuver la convention de partenariat, qui prendra effet à compter du "
    "1er septembre 2026.",
}


def reread(guide: Guide, page: Page) -> None:
    """Have a draft full of faults read again, then corrected in one click."""
    guide.open(page, "conventions/act/add/")
    page.locator("#id_heading").fill(FAULTY["heading"])
    page.locator("#id_title").fill(FAULTY["title"])
    page.locator("#id_subject_matter").fill("8.2")
    add_line(page, "Considérants").locator("textarea").fill(FAULTY["recital"])
    use_power(page, "conclure")
    section(page, "Dispositif").locator("textarea[name$='-text']").first.fill(FAULTY["decision"])
    save(page)
    act = page.url.removeprefix(f"{guide.address}/admin/").removesuffix("change/")
    guide.open(page, f"{act}relire/")
    page.set_viewport_size(TALL)
    guide.shoot("relire", page)
    page.set_viewport_size(WINDOW)
    page.get_by_role("button", name="Tout corriger").click()
    page.wait_for_load_state("networkidle")
    guide.shoot("relire-corrige", page)
    guide.open(page, f"{act}delete/")
    page.locator("form [type=submit]").last.click()
    page.wait_for_load_state("networkidle")
