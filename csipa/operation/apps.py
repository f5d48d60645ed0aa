"""Django application « Exploitation »."""

from django.apps import AppConfig


class OperationConfig(AppConfig):
    """Makes the pages of `csipa.operation.admin` known; it has no table."""

    name = "csipa.operation"
    label = "operation"
    verbose_name = "Exploitation"
