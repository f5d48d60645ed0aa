"""Adds clauses and models of conventions from a file, or those shipped with the program."""

from __future__ import annotations

from django.utils import timezone

from conventions.actions.clauses import import_library
from conventions.exchange.clause_library import STARTER_FILE
from conventions.management.files import LibraryCommand


class Command(LibraryCommand):
    """Adds every clause and model of the file."""

    help = "Ajoute des clauses et des modèles de conventions (fichier csipa-clauses/1)."
    starter_file = STARTER_FILE
    starter_help = "sans fichier : la bibliothèque fournie avec le programme"

    def add(self, content: bytes) -> object:
        """Add the clauses and the models of a file; return how many, and what was there."""
        return import_library(content=content, by=None, today=timezone.localdate())
