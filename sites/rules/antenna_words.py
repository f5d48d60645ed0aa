"""How an antenna stands beside its limits, in sentences."""

from __future__ import annotations

from csipa.french.dates import long_date
from sites.rules.antennas import HasWaiver, Reading, Standing
from sites.rules.opening_words import said_minutes


def said_hours_reading(reading: Reading) -> str:
    """Return the hours beside their limit: what is left, or what passes it and why."""
    value, most = reading.value or 0, said_minutes(reading.most)
    if reading.standing is Standing.WITHIN:
        left = reading.most - value
        rest = f"il reste {said_minutes(left)}" if left else "il ne reste rien"
        return f"{said_minutes(value)} par semaine, sur {most} au plus : {rest}."
    over = f"{said_minutes(value)} par semaine : {said_minutes(value - reading.most)} au-delà"
    if reading.waiver is None:
        return f"{over} des {most} admises pour une antenne, sans dérogation en vigueur."
    return f"{over} des {most}, {said_waiver(reading.waiver)}"


def said_travel_reading(reading: Reading) -> str:
    """Return the travel from the centre beside its limit."""
    if reading.value is None:
        return f"Trajet depuis le centre à mesurer : {said_minutes(reading.most)} au plus."
    told = f"Trajet depuis le centre : {said_minutes(reading.value)}"
    if reading.standing is Standing.WITHIN:
        return f"{told}, sur {said_minutes(reading.most)} au plus."
    over = f"{told}, {said_minutes(reading.value - reading.most)} au-delà"
    if reading.waiver is None:
        most = said_minutes(reading.most)
        return f"{over} des {most} admises pour une antenne, sans dérogation en vigueur."
    return f"{over} des {said_minutes(reading.most)}, {said_waiver(reading.waiver)}"


def said_waiver(waiver: HasWaiver) -> str:
    """Return « admis le 5 janvier 2026 (agence régionale de santé) : Cabinet fermé. »."""
    reason = waiver.reason.strip().rstrip(".")
    when, who = long_date(waiver.decided_on), waiver.decided_by.strip()
    return f"admis le {when} ({who}) : {reason}."
