"""Django application « Effectifs »."""

from importlib import import_module

from django.apps import AppConfig


class StaffingConfig(AppConfig):
    """Label and French name of the app."""

    name = "staffing"
    verbose_name = "Effectifs"

    def ready(self) -> None:
        """Declare what the pages of other apps tell, and the open data."""
        import_module("staffing.admin.contributed")
        import_module("staffing.review.open_data")
