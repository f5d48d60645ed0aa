"""Fills an empty database with the demonstration centre."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils import timezone

from conventions.exports import file_name, printed
from conventions.models import Act, Convention
from csipa.audit.actions import seal, verify
from csipa.demo import story
from csipa.demo.build import Demonstration, NotEmpty
from csipa.demo.seal import write_seal
from csipa.french.grammar import enumeration


class Command(BaseCommand):
    """Builds the demonstration, or refuses a database that is not empty."""

    help = "Charge le centre de démonstration dans une base vide."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare what the first start adds to the building itself."""
        parser.add_argument(
            "--if-empty", action="store_true", help="ne fait rien si la base n’est pas vide"
        )
        parser.add_argument(
            "--documents",
            type=Path,
            metavar="DOSSIER",
            help="imprime les documents dans ce dossier",
        )
        parser.add_argument(
            "--seal",
            type=Path,
            metavar="FICHIER",
            help="fabrique d’abord un certificat d’essai pour le cachet (SIGNING_CERTIFICATE)",
        )
        parser.add_argument("--address", default="", help="adresse à rappeler à la fin")

    def handle(self, *args: Any, **options: Any) -> None:
        """Build, print the documents, then say where to log in and as whom."""
        if options["seal"]:
            write_seal(options["seal"], now=timezone.now())
        try:
            Demonstration(now=max(timezone.now(), story.EARLIEST)).build()
            self.begin_chain()
        except NotEmpty as error:
            if not options["if_empty"]:
                raise CommandError(str(error), returncode=2) from None
        if options["documents"]:
            self.print_documents(options["documents"])
        self.say_who_logs_in(options["address"])

    def begin_chain(self) -> None:
        """Chain what was built; the anchors of a former base of this name are set aside."""
        now, anchors = timezone.now(), settings.AUDIT_ANCHORS
        if anchors.exists():
            anchors.rename(anchors.with_name(f"{anchors.stem}-{now:%Y%m%d%H%M%S%f}.txt"))
        seal(now=now)
        verify(now=now)

    def print_documents(self, folder: Path) -> None:
        """Write the PDF of every act and convention."""
        folder.mkdir(parents=True, exist_ok=True)
        for text in (*Act.objects.order_by("pk"), *Convention.objects.order_by("pk")):
            path = folder / file_name(text, "pdf")
            path.write_bytes(printed(text))
            self.stdout.write(f"Document : {path}")

    def say_who_logs_in(self, address: str) -> None:
        """Recall the accounts of the demonstration, where they are still there."""
        names = [*(user[0] for user in story.USERS), story.ADMINISTRATOR[0]]
        if address:
            self.stdout.write(f"Ouvrez {address} dans un navigateur.")
            public = address.rstrip("/") + reverse("acts")
            self.stdout.write(f"Le registre public se lit sans compte : {public}")
        if User.objects.filter(username__in=names).count() == len(names):
            others = enumeration([name for name in names if name != story.MANAGER], "ou")
            self.stdout.write(
                f"Connectez-vous comme «\u00a0{story.MANAGER}\u00a0» (ou {others}), "
                f"mot de passe\u00a0: {story.PASSWORD}"
            )
        else:
            self.stdout.write("Connectez-vous avec votre compte.")
