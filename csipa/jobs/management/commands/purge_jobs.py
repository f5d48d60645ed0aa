"""Deletes the jobs that ended long ago, with their files."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from csipa.french.numbers import counted
from csipa.jobs.actions import purge


class Command(BaseCommand):
    """To be run every night by the server's own clock."""

    help = "Efface les travaux finis depuis plus de JOB_KEEP_DAYS jours, avec leurs fichiers."

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete, and say how many."""
        self.stdout.write(
            f"{counted(purge(now=timezone.now()), 'travail effacé', 'travaux effacés')}."
        )
