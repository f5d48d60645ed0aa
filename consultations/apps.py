"""Django application « Activité »."""

from importlib import import_module

from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    """Label and French name of the app."""

    name = "consultations"
    verbose_name = "Activité"

    def ready(self) -> None:
        """Declare the jobs that workers may do, what other pages tell, and the open data."""
        import_module("consultations.bulk")
        import_module("consultations.admin.contributed")
        import_module("consultations.review.open_data")
