"""`manage.py export_staffing -o FILE`: posts, people and assignments as a workbook."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from staffing.exports import staffing_workbook


class Command(BaseCommand):
    """Writes the workbook that `import_staffing` takes back."""

    help = "Exporte les postes, les personnes et les affectations dans un classeur .xlsx."

    def add_arguments(self, parser):
        """Take the file to write."""
        parser.add_argument("-o", "--output", type=Path, required=True, metavar="FICHIER")

    def handle(self, *args, output, **options):
        """Write the workbook; a file that cannot be written is told in a sentence."""
        content = staffing_workbook()
        try:
            output.write_bytes(content)
        except OSError as error:
            raise CommandError(
                f"Le fichier {output} ne s’écrit pas : {error.strerror}.", returncode=2
            ) from error
        self.stdout.write(f"{output}")
