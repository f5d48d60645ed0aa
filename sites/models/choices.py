"""Closed lists about names and organisations."""

from django.db import models


class Gender(models.TextChoices):
    """Grammatical gender."""

    MASCULINE = "m", "masculin"
    FEMININE = "f", "féminin"


class Article(models.TextChoices):
    """The article that running text puts before a name."""

    LE = "le", "le"
    LA = "la", "la"
    L = "l", "l’"
    LES = "les", "les"
    NONE = "none", "aucun"


class OrganisationKind(models.TextChoices):
    """Legal form; the codes are those of `legal_form` in the exchange format."""

    EPCI = "epci", "intercommunalité"
    COMMUNE = "commune", "commune"
    COMMUNE_ASSOCIEE = "commune_associee", "commune associée"
    CPTS = "cpts", "communauté professionnelle territoriale de santé"
    ASSOCIATION = "association", "association"
    COMPANY = "company", "société"
    PERSON = "person", "personne physique"
    STATE = "state", "État"
    ARS = "ars", "agence régionale de santé"
    DEPARTMENT = "department", "département"
    REGION = "region", "région"
    HOSPITAL = "hospital", "établissement hospitalier"
    MSP = "msp", "maison de santé pluriprofessionnelle"
    EHPAD = "ehpad", "établissement d’hébergement pour personnes âgées dépendantes"
    SOCIAL_SECURITY = "social_security", "organisme de sécurité sociale"
    OTHER = "other", "autre"
