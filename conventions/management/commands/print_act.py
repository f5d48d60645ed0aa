"""Prints an act with its annexes, or a convention alone: PDF, or Word for a draft."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from conventions.exports import TextNotFound, TextSigned, find_text, printed, word_file
from csipa.pdf.door import PdfError


class Command(BaseCommand):
    """Gives the frozen document of a signed text, or a draft marked « PROJET », also for Word."""

    help = "Imprime un acte et ses annexes, ou une convention, en PDF ; un projet, aussi en .docx."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the number and the file."""
        parser.add_argument("number", metavar="NUMÉRO")
        parser.add_argument("-o", "--output", type=Path, metavar="FICHIER", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the text that carries the number."""
        try:
            text = find_text(options["number"])
            word = options["output"].suffix.lower() == ".docx"
            content = word_file(text) if word else printed(text)
            options["output"].write_bytes(content)
        except (TextNotFound, TextSigned, PdfError) as error:
            raise CommandError(str(error), returncode=2) from None
        except OSError as error:
            message = f"« {options['output']} » ne peut pas être écrit : {error.strerror}."
            raise CommandError(message, returncode=2) from None
        self.stdout.write(f"{options['output']} ({len(content)} octets)")
