"""Tells the state of the service, for a terminal or for a tool that watches."""

from __future__ import annotations

import dataclasses
import json
import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from csipa.operation.state import state_of_service


class Command(BaseCommand):
    """Ends with the code 1 when something is to be done."""

    help = "Dit l’état du service\u00a0: base, travaux, intégrité, courrier, tâches de la nuit."

    def add_arguments(self, parser: Any) -> None:
        """Declare how it is told."""
        parser.add_argument("--json", action="store_true", help="dire le résultat en JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Tell each thing in a line, and what to do where it is not well."""
        found = state_of_service(now=timezone.now())
        if options["json"]:
            told = [{**dataclasses.asdict(one), "well": one.well} for one in found]
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
        else:
            for one in found:
                sign = self.style.SUCCESS("bien") if one.well else self.style.ERROR("À FAIRE")
                remedy = "\u00a0: ".join(filter(None, (one.remedy, one.command)))
                self.stdout.write(f"{sign}  {one.name}\u00a0: {one.said} {remedy}".rstrip())
        if not all(one.well for one in found):
            sys.exit(1)
