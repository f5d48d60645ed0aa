"""Django application « Actes et conventions »."""

from importlib import import_module

from django.apps import AppConfig


class ConventionsConfig(AppConfig):
    """Label and French name of the app."""

    name = "conventions"
    verbose_name = "Actes et conventions"

    def ready(self) -> None:
        """Declare the jobs that workers may do, what other pages tell, and the open data."""
        for work in ("prints", "booklets", "registers", "publishing"):
            import_module(f"conventions.bulk.{work}")
        import_module("conventions.proof.yearly")
        import_module("conventions.admin.contributed")
        import_module("conventions.review.open_data")
