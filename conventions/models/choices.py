"""Closed lists of the acts and conventions; the codes are those of the exchange format."""

from django.db import models

from sites.models import Gender
from sites.models import OrganisationKind as LegalForm

__all__ = [
    "ActState",
    "Body",
    "ConventionKind",
    "ConventionState",
    "EffectVerb",
    "Gender",
    "LegalForm",
    "Nature",
    "NoticeForm",
    "NoticeTo",
    "Origin",
    "ParentRelation",
    "PartyRank",
    "Renewal",
    "TimeUnit",
]


class Nature(models.TextChoices):
    """What kind of act it is (CGCT L. 2131-1; the @CTES nature code is derived elsewhere)."""

    DECISION = "decision", "décision"
    DELIBERATION = "deliberation", "délibération"
    ARRETE = "arrete", "arrêté"


class Body(models.TextChoices):
    """The body of the authority that takes the act."""

    PRESIDENT = "president", "président"
    BUREAU = "bureau", "bureau"
    COUNCIL = "council", "conseil communautaire"
    MAYOR = "mayor", "maire"
    MUNICIPAL_COUNCIL = "municipal_council", "conseil municipal"
    BOARD = "board", "conseil d’administration"
    DIRECTOR = "director", "directeur"


class ActState(models.TextChoices):
    """An act is either being written or signed; everything later is an event with a date."""

    DRAFT = "draft", "projet"
    SIGNED = "signed", "signé"


class Origin(models.TextChoices):
    """Whether the program wrote the act or received it from a file."""

    WRITTEN = "written", "rédigé ici"
    IMPORTED = "imported", "importé"


class ConventionKind(models.TextChoices):
    """What a convention is about."""

    PERMANENCE = "permanence", "permanence de soins non programmés"
    PREMISES = "premises", "mise à disposition de locaux"
    PARTNERSHIP = "partnership", "partenariat"
    GRANT = "grant", "subvention"
    SERVICE = "service", "prestation de services"
    TRAINING = "training", "formation"
    DELEGATION = "delegation", "délégation"
    CLS = "cls", "contrat local de santé"
    OTHER = "other", "autre"


class ConventionState(models.TextChoices):
    """The state that a source document states; the program computes its own from the dates."""

    DRAFT = "draft", "projet"
    VOTED = "voted", "autorisée"
    SIGNED = "signed", "signée"
    IN_FORCE = "in_force", "en vigueur"
    EXPIRED = "expired", "échue"
    TERMINATED = "terminated", "résiliée"


class ParentRelation(models.TextChoices):
    """How a convention stands to the one it follows."""

    AMENDMENT = "amendment", "avenant"
    ANNEX = "annex", "annexe"
    RENEWAL = "renewal", "renouvellement"


class Renewal(models.TextChoices):
    """How a convention may go on after its end."""

    NONE = "none", "aucun"
    AMENDMENT = "amendment", "par avenant"
    EXPRESS = "express", "reconduction expresse"
    TACIT = "tacit", "tacite reconduction"


class TimeUnit(models.TextChoices):
    """Unit of a delay."""

    DAYS = "days", "jours"
    MONTHS = "months", "mois"


class NoticeForm(models.TextChoices):
    """The form in which notice must be given."""

    WRITTEN = "written", "par écrit"
    REGISTERED = "registered", "par lettre recommandée avec avis de réception"


class NoticeTo(models.TextChoices):
    """Who must be given notice."""

    ALL = "all", "à toutes les autres parties"
    OTHER = "other", "à l’autre partie"


class PartyRank(models.TextChoices):
    """The place of a party in a convention."""

    SIGNATORY = "signatory", "signataire"
    ASSOCIATE = "associate", "associée"
    INFORMED = "informed", "informée"


class EffectVerb(models.TextChoices):
    """What an act does to a convention."""

    APPROVES = "approves", "approuve"
    AMENDS = "amends", "modifie"
    TERMINATES = "terminates", "résilie"
    EXTENDS = "extends", "prolonge"
