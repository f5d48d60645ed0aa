"""The rules on free texts as Django validators."""

from django.core.exceptions import ValidationError

from consultations.rules.privacy import refused_comment


def validate_no_person(text: str) -> None:
    """Refuse a text that gives a patient away."""
    if reason := refused_comment(text):
        raise ValidationError(reason, code="person")
