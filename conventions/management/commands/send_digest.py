"""Sends the weekly message to those whose day it is; to be run every morning."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from conventions.actions.digest import FAILED, Outcome, send_digests
from csipa.french.numbers import counted


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError("une date s’écrit AAAA-MM-JJ, par exemple 2026-03-02") from None


class Command(BaseCommand):
    """Sends, tells one line a message, and fails when one could not leave."""

    help = (
        "Envoie à chaque abonné dont c’est le jour ce que les conventions appellent. Peut être "
        "relancée sans risque : personne ne reçoit deux fois le message d’un jour."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the day, and the run that sends nothing."""
        parser.add_argument(
            "--on",
            type=_day,
            metavar="AAAA-MM-JJ",
            help="fait comme si l’on était ce jour-là (par défaut : aujourd’hui)",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="dit ce qui partirait, sans rien envoyer"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Send; return 1 when a message could not leave."""
        on = options["on"] or timezone.localdate()
        outcomes = send_digests(on=on, dry_run=options["dry_run"])
        for outcome in outcomes:
            self.stdout.write(_line(outcome, dry_run=options["dry_run"]))
        if not outcomes:
            self.stdout.write("Aucun message à envoyer.")
        failed = sum(outcome.state == FAILED for outcome in outcomes)
        if failed:
            lost = counted(failed, "message n’a pas pu partir", "messages n’ont pas pu partir")
            raise CommandError(
                f"{lost} : relancez la commande une fois la cause corrigée.", returncode=1
            )


def _line(outcome: Outcome, *, dry_run: bool) -> str:
    if outcome.reason:
        return f"{outcome.to} : {outcome.state} ({outcome.reason})"
    state = "à envoyer" if dry_run else outcome.state
    return f"{outcome.to} : {state}, {counted(outcome.count, 'ligne', 'lignes')}"
