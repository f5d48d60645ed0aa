"""Adds texts to the library of visas from a file, or from the list shipped with the program."""

from __future__ import annotations

from conventions.actions.library import import_texts
from conventions.exchange.library import STARTER_FILE
from conventions.management.files import LibraryCommand


class Command(LibraryCommand):
    """Adds every text of the file."""

    help = "Ajoute des textes à la bibliothèque de visas (fichier csipa-visas/1), tous à revoir."
    starter_file = STARTER_FILE
    starter_help = "sans fichier : la liste fournie avec le programme"

    def add(self, content: bytes) -> object:
        """Add the texts of a file; return how many."""
        return import_texts(content=content, by=None)
