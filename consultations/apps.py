"""Django application « Activité »."""

from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    """Label and French name of the app."""

    name = "consultations"
    verbose_name = "Activité"
