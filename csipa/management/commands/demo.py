"""Fills an empty database with the demonstration centre."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from csipa.demo import story
from csipa.demo.build import Demonstration, NotEmpty


class Command(BaseCommand):
    """Builds the demonstration, or refuses a database that is not empty."""

    help = "Charge le centre de démonstration dans une base vide."

    def handle(self, *args: Any, **options: Any) -> None:
        """Build, then say who may log in."""
        try:
            Demonstration(now=timezone.now()).build()
        except NotEmpty as error:
            raise CommandError(str(error), returncode=2) from None
        names = ", ".join([*(user[0] for user in story.USERS), story.ADMINISTRATOR[0]])
        self.stdout.write(f"Démonstration chargée. Comptes : {names}.")
        self.stdout.write(f"Mot de passe de chacun : {story.PASSWORD}")
