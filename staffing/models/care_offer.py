"""Who offers care in the territory, from the open file of the national register (RPPS)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from sites.models import Commune, Territory
from sites.models.fields import CodeField


class ImportState(models.TextChoices):
    """How far the reading of a file has come."""

    READING = "reading", "lecture en cours"
    DONE = "done", "terminé"
    FAILED = "failed", "interrompu"


class RegisterImport(models.Model):
    """One reading of a file of the register for one territory; it can be taken up where it stopped.

    `byte_offset` is where the next line to read begins; lines already read stay in
    `RegisterStagedPlace` until all are there, so that the directory changes at once or not at all.
    """

    territory = models.ForeignKey(
        Territory, models.CASCADE, related_name="register_imports", verbose_name="territoire"
    )
    file_name = models.CharField("fichier", max_length=200)
    file_size = models.BigIntegerField("taille en octets")
    file_hash = models.CharField(
        "empreinte SHA-256",
        max_length=64,
        help_text="De tout le fichier\u00a0: le même fichier, lu deux fois, ne change rien.",
    )
    as_of = models.DateField(
        "extrait le", help_text="Jour de l’extraction, lu dans le nom du fichier."
    )
    state = models.CharField(
        "état", max_length=8, choices=ImportState.choices, default=ImportState.READING
    )
    started_at = models.DateTimeField("commencé à")
    finished_at = models.DateTimeField("fini à", null=True, blank=True)
    phase = models.PositiveSmallIntegerField("passe", default=1)
    byte_offset = models.BigIntegerField("octets lus", default=0)
    lines_read = models.BigIntegerField("lignes lues", default=0)
    lines_kept = models.PositiveIntegerField("lignes retenues", default=0)
    lines_bad = models.PositiveIntegerField("lignes illisibles", default=0)
    faults = models.JSONField("lignes à revoir", default=list, blank=True)
    added = models.PositiveIntegerField("nouveaux", default=0)
    changed = models.PositiveIntegerField("modifiés", default=0)
    left = models.PositiveIntegerField("partis", default=0)
    message = models.CharField("message", max_length=300, blank=True)

    not_audited = "Une lecture en cours du répertoire national\u00a0: ce qu’elle écrit est suivi."

    class Meta:
        verbose_name = "lecture du répertoire"
        verbose_name_plural = "lectures du répertoire"
        indexes = [models.Index(fields=["territory", "-started_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["territory"],
                condition=Q(state="reading"),
                name="staffing_registerimport_one_at_a_time",
                violation_error_message="Une lecture du répertoire est déjà en cours pour "
                "ce territoire.",
            ),
            models.CheckConstraint(
                condition=Q(state="done", finished_at__isnull=False) | ~Q(state="done"),
                name="staffing_registerimport_done",
                violation_error_message="Une lecture terminée a une heure de fin.",
            ),
        ]

    def __str__(self):
        return self.file_name


class RegisterStagedPlace(models.Model):
    """A line of the file that a reading keeps, until the reading is whole."""

    reading = models.ForeignKey(
        RegisterImport, models.CASCADE, related_name="staged", verbose_name="lecture"
    )
    line = models.BigIntegerField("ligne")
    national_id = models.CharField("identifiant national", max_length=20)
    payload = models.JSONField("contenu")

    not_audited = "Une lecture en cours du répertoire national\u00a0: ce qu’elle écrit est suivi."

    class Meta:
        verbose_name = "ligne en attente"
        verbose_name_plural = "lignes en attente"
        default_permissions = ()
        indexes = [models.Index(fields=["reading", "national_id"])]
        constraints = [
            models.UniqueConstraint(
                fields=["reading", "line"],
                name="staffing_registerstagedplace_once",
                violation_error_message="Cette ligne est déjà lue.",
            ),
        ]

    def __str__(self):
        return f"{self.national_id}, ligne {self.line}"


class CareProvider(models.Model):
    """A professional who offers, or offered, care in a territory that the centre follows.

    `places` is the number of places of first-recourse care where they work, everywhere: a doctor
    at n places counts 1/n at each. `left_on` is the extraction in which they were no longer found
    in any followed territory.
    """

    national_id = CodeField(
        "identifiant national",
        max_length=20,
        unique=True,
        help_text="Identification nationale PP\u00a0: 8 puis le numéro RPPS.",
    )
    rpps = CodeField("RPPS", max_length=11, blank=True, db_index=True)
    title = models.CharField("civilité", max_length=40, blank=True)
    last_name = models.CharField("nom d’exercice", max_length=120)
    first_name = models.CharField("prénom d’exercice", max_length=120, blank=True)
    search_key = models.CharField("clé de recherche", max_length=250, db_index=True, editable=False)
    profession = models.CharField("profession", max_length=4, help_text="Code du répertoire.")
    general_practice = models.BooleanField(
        "médecine générale", default=False, help_text="Médecin sans autre spécialité ordinale."
    )
    skills = models.CharField("savoir-faire", max_length=400, blank=True)
    places = models.PositiveSmallIntegerField("lieux d’exercice", default=1)
    seen_on = models.DateField("vu le", help_text="Dernière extraction où il figure.")
    first_seen_on = models.DateField("vu la première fois le")
    left_on = models.DateField("absent depuis le", null=True, blank=True)

    history = HistoricalRecords(
        verbose_name="version de l’offreur de soins",
        verbose_name_plural="versions de l’offreur de soins",
    )

    not_in_history = {
        "seen_on": "le jour de la dernière lecture du répertoire, sans autre changement"
    }

    not_restored = "Le répertoire national est repris de sa source, à chaque lecture."

    class Meta:
        verbose_name = "offreur de soins"
        verbose_name_plural = "offreurs de soins"
        ordering = ("search_key", "pk")
        indexes = [models.Index(fields=["profession", "left_on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(places__gte=1),
                name="staffing_careprovider_places",
                violation_error_message="Un offreur de soins exerce en un lieu au moins.",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("seen_on")),
                name="staffing_careprovider_left",
                violation_error_message="Un départ se constate après la dernière extraction "
                "où il figure.",
            ),
        ]

    def __str__(self):
        return f"{self.first_name} {self.last_name}".strip()


class CarePlace(models.Model):
    """One place where a provider works, in a commune of a followed territory."""

    provider = models.ForeignKey(
        CareProvider, models.CASCADE, related_name="care_places", verbose_name="offreur de soins"
    )
    commune = models.ForeignKey(
        Commune, models.PROTECT, related_name="care_places", verbose_name="commune"
    )
    key = models.CharField(
        "clé du lieu",
        max_length=120,
        help_text="Structure, mode et secteur\u00a0: ce qui le distingue.",
    )
    mode = models.CharField("mode d’exercice", max_length=1, blank=True)
    mode_label = models.CharField("mode, en clair", max_length=80, blank=True)
    sector = models.CharField("secteur d’activité", max_length=8, blank=True)
    sector_label = models.CharField("secteur, en clair", max_length=200, blank=True)
    first_recourse = models.BooleanField("premier recours", default=False)
    name = models.CharField("structure", max_length=250, blank=True)
    finess = CodeField("FINESS", max_length=9, blank=True)
    siret = CodeField("SIRET", max_length=14, blank=True)
    address = models.CharField("adresse", max_length=300, blank=True)
    postal_code = CodeField("code postal", max_length=5, blank=True)
    phone = models.CharField("téléphone", max_length=30, blank=True)
    email = models.CharField("courriel", max_length=200, blank=True)
    gone_on = models.DateField("absent depuis le", null=True, blank=True)

    history = HistoricalRecords(
        verbose_name="version du lieu d’exercice",
        verbose_name_plural="versions du lieu d’exercice",
    )

    not_restored = "Le répertoire national est repris de sa source, à chaque lecture."

    class Meta:
        verbose_name = "lieu d’exercice"
        verbose_name_plural = "lieux d’exercice"
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "commune", "key"],
                name="staffing_careplace_once",
                violation_error_message="Ce lieu d’exercice est déjà connu.",
            ),
        ]

    def __str__(self):
        return self.name or self.mode_label or str(self.commune)
