"""Whether the days of two absences of one person meet."""

from csipa.french.dates import period
from csipa.french.grammar import Gender, agree
from staffing.models import Absence


def absence_clash(absence: Absence) -> str:
    """Return which absence of the same person shares a day with this one; empty for none.

    One query. The answer is a French sentence with what to do.
    """
    others = Absence.objects.filter(
        person=absence.person_id, start__lte=absence.end, end__gte=absence.start
    )
    other = others.exclude(pk=absence.pk).order_by("start").first()
    if other is None:
        return ""
    absent = agree(Gender(absence.person.gender), "absent", "absente")
    return (
        f"{absence.person} est déjà {absent} {period(other.start, other.end)}\u00a0: changez les "
        "jours, ou prolongez cette absence-là."
    )
