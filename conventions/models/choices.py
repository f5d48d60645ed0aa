"""Closed lists of the acts and conventions; the codes are those of the exchange format."""

from django.db import models

from sites.models import Gender
from sites.models import OrganisationKind as LegalForm

__all__ = [
    "AccessDelay",
    "ActState",
    "ArticleChange",
    "AttendanceStatus",
    "Body",
    "ClauseSubject",
    "ConventionKind",
    "ConventionState",
    "CopyKind",
    "Delegate",
    "EffectVerb",
    "EndCause",
    "Fate",
    "FinanceMode",
    "Gender",
    "Ground",
    "Kept",
    "KeptFrom",
    "LegalForm",
    "Nature",
    "NoticeForm",
    "NoticeTo",
    "OrderKind",
    "Origin",
    "ParentRelation",
    "PartyRank",
    "PartyRole",
    "PaymentPeriod",
    "Periodicity",
    "Renewal",
    "TerminationKind",
    "TextKind",
    "TextState",
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
    COOPERATION = "cooperation", "protocole de coopération"
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


class Delegate(models.TextChoices):
    """To whom a council delegates some of its powers (CGCT L. 5211-10, L. 2122-22)."""

    EXECUTIVE = "executive", "au président ou au maire"
    BUREAU = "bureau", "au bureau"
    VICE_PRESIDENTS = "vice", "aux vice-présidents"


class OrderKind(models.TextChoices):
    """What an order of the executive delegates (CGCT L. 5211-9)."""

    FUNCTIONS = "functions", "fonctions"
    SIGNATURE = "signature", "signature"


class TextKind(models.TextChoices):
    """Rank of a cited text, in the order of the visas of an act (circular of 30 January 1997)."""

    TREATY = "treaty", "traité, Constitution"
    CODE = "code", "code"
    LAW = "law", "loi, ordonnance"
    DECREE = "decree", "décret"
    ORDER = "order", "arrêté"
    DELIBERATION = "deliberation", "délibération"
    DECISION = "decision", "décision"
    OPINION = "opinion", "avis"
    REQUEST = "request", "demande"
    OTHER = "other", "autre"


class TextState(models.TextChoices):
    """Whether a cited text was checked and still stands."""

    VERIFIED = "verified", "vérifié"
    TO_REVIEW = "to_review", "à revoir"
    OBSOLETE = "obsolete", "périmé"


class AttendanceStatus(models.TextChoices):
    """Whether a member was at the meeting."""

    PRESENT = "present", "présent"
    REPRESENTED = "represented", "représenté"
    EXCUSED = "excused", "excusé"
    ABSENT = "absent", "absent"


class PartyRole(models.TextChoices):
    """What a party is to the site, as the texts of the library call it."""

    MANAGER = "manager", "gestionnaire"
    OWNER = "owner", "propriétaire"
    PARTNER = "partner", "partenaire"


class ClauseSubject(models.TextChoices):
    """What a clause of the library is about."""

    OBJECT = "object", "objet"
    DURATION = "duration", "durée et prolongation"
    COMMITMENTS = "commitments", "engagements d’une partie"
    PREMISES = "premises", "locaux, matériel et créneaux"
    FINANCE = "finance", "conditions financières"
    LIABILITY = "liability", "responsabilités et assurances"
    DATA = "data", "données et confidentialité"
    FOLLOW_UP = "follow_up", "suivi et bilan"
    AMENDMENT = "amendment", "modification"
    TERMINATION = "termination", "résiliation"
    DISPUTES = "disputes", "litiges"
    OTHER = "other", "autre"


class ArticleChange(models.TextChoices):
    """What an article of an amendment does to the convention that it amends."""

    REPLACE = "replace", "remplace"
    INSERT = "insert", "ajoute après"
    REPEAL = "repeal", "supprime"


class EndCause(models.TextChoices):
    """What sets the day on which a convention ends for good."""

    TERM = "term", "terme prévu"
    RENEWAL = "renewal", "reconduction"
    AMENDMENT = "amendment", "avenant"
    DENUNCIATION = "denunciation", "dénonciation"
    TERMINATION = "termination", "résiliation"


class TerminationKind(models.TextChoices):
    """How a convention is ended ahead of, or at, its term."""

    NOTICE = "notice", "résiliation par une partie"
    AGREEMENT = "agreement", "résiliation d’un commun accord"
    DENUNCIATION = "denunciation", "dénonciation à l’échéance"


class Periodicity(models.TextChoices):
    """How often a commitment is to be honoured."""

    CONTINUOUS = "continuous", "en permanence"
    ONCE = "once", "une fois, à une date"
    WEEKLY = "weekly", "chaque semaine"
    MONTHLY = "monthly", "chaque mois"
    QUARTERLY = "quarterly", "chaque trimestre"
    YEARLY = "yearly", "chaque année"


class FinanceMode(models.TextChoices):
    """Who pays what under a convention."""

    FREE = "free", "gratuit"
    VALUED = "valued", "gratuit, mais évalué"
    RENT = "rent", "loyer ou redevance"
    LUMP_SUM = "lump_sum", "forfait"
    PER_ACT = "per_act", "à l’acte ou à l’unité"
    INSTALMENTS = "instalments", "versements"
    SHARED = "shared", "partagé entre plusieurs payeurs"


class PaymentPeriod(models.TextChoices):
    """How often an amount is due."""

    MONTH = "month", "mois"
    QUARTER = "quarter", "trimestre"
    YEAR = "year", "an"


class CopyKind(models.TextChoices):
    """How the signed copy of an act or of a convention was made."""

    SCAN = "scan", "original signé à la main, numérisé"
    ELECTRONIC = "electronic", "PDF signé électroniquement"
    SEALED = "sealed", "PDF portant le cachet électronique"


class Ground(models.TextChoices):
    """Why words or an annex do not go public (CRPA L. 311-5, L. 311-6, L. 312-1-2)."""

    PRIVACY = "privacy", "vie privée d’une personne physique"
    MEDICAL = "medical", "secret médical"
    BUSINESS = "business", "secret des affaires"
    SECURITY = "security", "sécurité des personnes ou des bâtiments"
    PROPERTY = "property", "propriété intellectuelle d’un tiers"
    OTHER = "other", "autre secret protégé par la loi"


class Kept(models.TextChoices):
    """What a retention rule bears on: the natures of acts, and conventions."""

    DECISION = "decision", "décision"
    DELIBERATION = "deliberation", "délibération"
    ARRETE = "arrete", "arrêté"
    CONVENTION = "convention", "convention"


class KeptFrom(models.TextChoices):
    """The day from which a retention is counted."""

    SIGNATURE = "signature", "la signature"
    END = "end", "la fin de la convention"
    EXECUTORY = "executory", "le caractère exécutoire"


class Fate(models.TextChoices):
    """What becomes of a document at the end of its administrative life (C. patrimoine)."""

    KEPT = "C", "conservation définitive"
    SORTED = "T", "tri"
    DESTROYED = "D", "destruction, sur visa des Archives"


class AccessDelay(models.TextChoices):
    """When anybody may read an archived document; codes of the archive exchange standard (SEDA)."""

    AT_ONCE = "AR038", "immédiatement"
    YEARS_25 = "AR039", "après 25 ans"
    YEARS_50 = "AR048", "après 50 ans"
