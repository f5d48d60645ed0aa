"""The rules on identifiers as Django validators."""

from django.core.exceptions import ValidationError

from sites.rules import identifiers


def _refuse(check, value):
    try:
        check(value)
    except identifiers.InvalidIdentifier as error:
        raise ValidationError(str(error), code="identifier") from error


def validate_insee_code(value: str) -> None:
    """Refuse what is not an INSEE code of a commune."""
    _refuse(identifiers.check_insee_code, value)


def validate_postal_code(value: str) -> None:
    """Refuse what is not a postal code."""
    _refuse(identifiers.check_postal_code, value)


def validate_department(value: str) -> None:
    """Refuse what is not a department code."""
    _refuse(identifiers.check_department, value)


def validate_siren(value: str) -> None:
    """Refuse a SIREN of wrong form or wrong key."""
    _refuse(identifiers.check_siren, value)


def validate_siret(value: str) -> None:
    """Refuse a SIRET of wrong form or wrong key."""
    _refuse(identifiers.check_siret, value)


def validate_finess(value: str) -> None:
    """Refuse a FINESS number of wrong form or wrong key."""
    _refuse(identifiers.check_finess, value)


def validate_rna(value: str) -> None:
    """Refuse what is not an association's number."""
    _refuse(identifiers.check_rna, value)
