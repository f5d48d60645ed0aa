"""Writes again the index of the public search, after a change of its rules."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from conventions.actions.indexing import rebuild_index
from csipa.french.numbers import counted


class Command(BaseCommand):
    """Goes through every publication, one transaction each: the search goes on meanwhile."""

    help = "Refait l’index de la recherche publique des actes."

    def handle(self, *args: Any, **options: Any) -> None:
        """Index each publication again and tell how many there are."""
        told = counted(rebuild_index(), "acte indexé", "actes indexés")
        self.stdout.write(f"{told}.")
