"""What the program does by itself every night, in its order."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Chore:
    """A command that runs every day, what it does in French, and how it is called."""

    command: str
    label: str
    arguments: tuple[str, ...] = ()


# What is erased comes first, so that what follows seals, reads and tells the day as it ends.
CHORES = (
    Chore("purge_jobs", "Travaux finis à effacer"),
    Chore("clearsessions", "Sessions finies à effacer"),
    Chore("erase_candidates", "Candidats non recrutés à effacer"),
    Chore("rebuild_rollup", "Totaux des mois", ("--check",)),
    Chore("check_publications", "Actes en ligne"),
    Chore("seal_audit_trail", "Scellement de la piste d’audit"),
    Chore("verify", "Vérification de l’intégrité"),
    *([Chore("backup", "Sauvegarde de la base")] if settings.BACKUP_DIRECTORY else []),
    Chore("send_digest", "Récapitulatifs par courrier"),
)
