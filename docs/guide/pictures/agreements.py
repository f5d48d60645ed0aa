"""Shows conventions: written from a model, signed, followed, amended, ended."""

from playwright.sync_api import Page

from pictures.camera import Guide

CONVENTIONS = "conventions/convention/"


def show_writing(guide: Guide, page: Page) -> None:
    """Show the choice of a model, and what the program asks before it writes."""
    guide.open(page, f"{CONVENTIONS}ecrire/")
    guide.shoot("convention-modeles", page)
    guide.open(page, f"{CONVENTIONS}ecrire/1/")
    guide.shoot("convention-ecrire", page)
    guide.open(page, "conventions/clause/")
    guide.shoot("clauses-liste", page)


def show_signatures(guide: Guide, page: Page) -> None:
    """Show the table of signatures and what came back signed."""
    guide.open(page, f"{CONVENTIONS}2/signatures/")
    guide.shoot("signatures-tableau", page)


def show_commitments(guide: Guide, page: Page) -> None:
    """Show what every party owes, and one convention’s own page."""
    guide.open(page, f"{CONVENTIONS}engagements/")
    guide.shoot("engagements-tableau", page)
    guide.open(page, f"{CONVENTIONS}2/engagements/")
    guide.shoot("engagements-suivi", page)


def show_amendments(guide: Guide, page: Page) -> None:
    """Show the draft of an amendment, and the text as it stands."""
    guide.open(page, f"{CONVENTIONS}4/avenant/")
    guide.shoot("avenant-preparer", page)
    guide.open(page, f"{CONVENTIONS}2/texte-consolide/")
    guide.shoot("texte-consolide", page)


def show_ends(guide: Guide, page: Page) -> None:
    """Show how a convention is ended."""
    guide.open(page, f"{CONVENTIONS}1/fin/")
    guide.shoot("mettre-fin", page)


def show_money(guide: Guide, page: Page) -> None:
    """Show a schedule of payments, and who uses which room when."""
    guide.open(page, f"{CONVENTIONS}5/echeancier/")
    guide.shoot("echeancier", page)
    guide.open(page, f"{CONVENTIONS}occupation/")
    guide.shoot("occupation-salles", page)


def show_watch(guide: Guide, page: Page) -> None:
    """Show what all conventions call for."""
    guide.open(page, "conventions/digestsubscription/")
    guide.shoot("a-suivre", page)
