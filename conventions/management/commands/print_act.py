"""Prints an act with its annexes, or a convention alone, as PDF."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from conventions.exports import TextNotFound, find_text, printed
from csipa.pdf.door import PdfError


class Command(BaseCommand):
    """Gives the frozen document of a signed text, or a draft marked « PROJET »."""

    help = "Imprime un acte et ses annexes, ou une convention, en PDF."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the number and the file."""
        parser.add_argument("number", metavar="NUMÉRO")
        parser.add_argument("-o", "--output", type=Path, metavar="FICHIER", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the text that carries the number."""
        try:
            content = printed(find_text(options["number"]))
            options["output"].write_bytes(content)
        except (TextNotFound, PdfError) as error:
            raise CommandError(str(error), returncode=2) from None
        except OSError as error:
            message = f"« {options['output']} » ne peut pas être écrit : {error.strerror}."
            raise CommandError(message, returncode=2) from None
        self.stdout.write(f"{options['output']} ({len(content)} octets)")
