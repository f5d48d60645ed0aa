"""Django application « Effectifs »."""

from django.apps import AppConfig


class StaffingConfig(AppConfig):
    """Label and French name of the app."""

    name = "staffing"
    verbose_name = "Effectifs"
