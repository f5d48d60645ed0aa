"""The ordered parts of an act: visas, recitals, provisions, vote, effects, execution."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from conventions.models.act import Act
from conventions.models.choices import EffectVerb, Nature
from conventions.models.convention import Convention
from conventions.models.library import LegalText
from csipa.constraints import Sealed
from csipa.models import Ordered

ACT_SEAL = "SELECT o.sealed FROM conventions_act o WHERE o.id = {row}.act_id"
CONVENTION_SEAL = "SELECT o.sealed FROM conventions_convention o WHERE o.id = {row}.convention_id"
CANCELLED = "EXISTS (SELECT 1 FROM conventions_cancellednumber c WHERE c.act_id = {row}.act_id)"
EITHER_SEAL = f"COALESCE(({ACT_SEAL}), ({CONVENTION_SEAL}))"


class ActLine(Ordered):
    """A line that belongs to an act, or to a convention that carries lines of its own."""

    act = models.ForeignKey(
        Act, on_delete=models.CASCADE, null=True, blank=True, verbose_name="acte"
    )
    convention = models.ForeignKey(
        Convention, on_delete=models.CASCADE, null=True, blank=True, verbose_name="convention"
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(act__isnull=False, convention__isnull=True)
                | Q(act__isnull=True, convention__isnull=False),
                name="%(app_label)s_%(class)s_one_owner",
                violation_error_message="La ligne appartient à un acte ou à une convention.",
            )
        ]


class Visa(ActLine):
    """A text or act on which this one rests; « Vu » is part of its words."""

    text = models.TextField(
        "visa",
        blank=True,
        help_text="Commence par « Vu ». Vide : écrit d’après le texte ou l’acte choisi.",
    )
    legal_text = models.ForeignKey(
        LegalText,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="citations",
        verbose_name="texte de la bibliothèque",
    )
    cited_act = models.ForeignKey(
        Act,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="citations",
        verbose_name="acte du registre",
        help_text="Son numéro, sa date et son objet sont écrits pour vous.",
    )
    cited_nature = models.CharField("nature citée", max_length=15, choices=Nature, blank=True)
    cited_number = models.CharField("numéro cité", max_length=60, blank=True)
    cited_date = models.DateField("date citée", null=True, blank=True)
    cited_authority = models.CharField("autorité citée", max_length=300, blank=True)

    history = HistoricalRecords(verbose_name="historique du visa")

    class Meta(ActLine.Meta):
        verbose_name = "visa"
        verbose_name_plural = "visas"
        constraints = [
            *ActLine.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(text="") | Q(legal_text__isnull=False) | Q(cited_act__isnull=False),
                name="conventions_visa_says_something",
                violation_error_message="Écrivez le visa, ou choisissez le texte ou l’acte visé.",
            ),
            models.CheckConstraint(
                condition=Q(legal_text__isnull=True) | Q(cited_act__isnull=True),
                name="conventions_visa_one_source",
                violation_error_message="Un visa cite un texte ou un acte, pas les deux.",
            ),
            Sealed(name="conventions_visa_sealed", owner=EITHER_SEAL),
        ]

    def __str__(self) -> str:
        return self.text[:80] or str(self.cited_act or self.legal_text)


class Recital(ActLine):
    """A reason; « Considérant » is part of its words."""

    text = models.TextField("considérant", help_text="Commence par « Considérant ».")

    history = HistoricalRecords(verbose_name="historique du considérant")

    class Meta(ActLine.Meta):
        verbose_name = "considérant"
        verbose_name_plural = "considérants"
        constraints = [
            *ActLine.Meta.constraints,
            Sealed(name="conventions_recital_sealed", owner=EITHER_SEAL),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class Provision(Ordered):
    """One block of the operative part: a free verb (« DÉCIDE »), an article, or neither."""

    act = models.ForeignKey(Act, on_delete=models.CASCADE, verbose_name="acte")
    label = models.CharField(
        "verbe ou article",
        max_length=60,
        blank=True,
        help_text="« DÉCIDE », « PRÉCISE », « Article 1er », ou rien.",
    )
    text = models.TextField(
        "texte", blank=True, help_text="Ce qui suit le verbe : « d’autoriser … »."
    )
    items = models.JSONField("énumération", default=list, blank=True)

    history = HistoricalRecords(verbose_name="historique de la disposition")

    class Meta:
        verbose_name = "disposition"
        verbose_name_plural = "dispositif"
        constraints = [Sealed(name="conventions_provision_sealed", owner=ACT_SEAL)]

    def __str__(self) -> str:
        return f"{self.label} {self.text[:60]}".strip()


class Vote(models.Model):
    """The vote of a collegial act; a figure that the source does not give stays unknown."""

    act = models.OneToOneField(
        Act, on_delete=models.CASCADE, related_name="vote", verbose_name="acte"
    )
    in_office = models.PositiveIntegerField("en exercice", null=True, blank=True)
    present = models.PositiveIntegerField("présents", null=True, blank=True)
    proxies = models.PositiveIntegerField("pouvoirs", null=True, blank=True)
    voting = models.PositiveIntegerField("votants", null=True, blank=True)
    expressed = models.PositiveIntegerField("suffrages exprimés", null=True, blank=True)
    votes_for = models.PositiveIntegerField("pour", null=True, blank=True)
    votes_against = models.PositiveIntegerField("contre", null=True, blank=True)
    abstained = models.PositiveIntegerField("abstentions", null=True, blank=True)
    withdrew = models.JSONField("n’ont pas pris part au vote", default=list, blank=True)
    unanimous = models.BooleanField("à l’unanimité", null=True, blank=True)

    history = HistoricalRecords(verbose_name="historique du vote")

    class Meta:
        verbose_name = "vote"
        verbose_name_plural = "vote"
        constraints = [Sealed(name="conventions_vote_sealed", owner=ACT_SEAL)]

    def __str__(self) -> str:
        return f"Vote sur {self.act}"


class Effect(Ordered):
    """What the act does to a convention named by its reference."""

    act = models.ForeignKey(Act, on_delete=models.CASCADE, verbose_name="acte")
    verb = models.CharField("effet", max_length=12, choices=EffectVerb)
    convention_reference = models.CharField("convention", max_length=120)

    history = HistoricalRecords(verbose_name="historique de l’effet")

    class Meta:
        verbose_name = "effet sur une convention"
        verbose_name_plural = "effets sur des conventions"
        constraints = [Sealed(name="conventions_effect_sealed", owner=ACT_SEAL)]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.convention_reference}"


class Execution(models.Model):
    """What happened to a signed act; the only thing that still grows after signature.

    Every date is what somebody knows or received; none is ever filled with today's. Nothing can be
    noted of an act whose number is cancelled: it is neither sent nor published.
    """

    act = models.OneToOneField(
        Act, on_delete=models.CASCADE, related_name="execution", verbose_name="acte"
    )
    sent_on = models.DateField("transmis le", null=True, blank=True)
    received_on = models.DateField("reçu en préfecture le", null=True, blank=True)
    published_on = models.DateField("publié le", null=True, blank=True)
    notified_on = models.DateField("notifié le", null=True, blank=True)
    reported_on = models.DateField("porté à la connaissance du conseil le", null=True, blank=True)
    completed_on = models.DateField(
        "complété le",
        null=True,
        blank=True,
        help_text="Jour où le préfet a reçu les pièces qu’il demandait : son délai repart.",
    )
    informal_appeal_on = models.DateField(
        "recours gracieux reçu le",
        null=True,
        blank=True,
        help_text="Il interrompt le délai de recours.",
    )
    informal_reply_on = models.DateField(
        "réponse au recours gracieux notifiée le", null=True, blank=True
    )
    original_on = models.DateField(
        "original signé à la main détenu depuis le",
        null=True,
        blank=True,
        help_text="Le papier signé, s’il est chez vous.",
    )
    receipt_id = models.CharField("identifiant de l’accusé de réception", max_length=80, blank=True)

    history = HistoricalRecords(verbose_name="historique de l’exécution")

    class Meta:
        verbose_name = "exécution"
        verbose_name_plural = "exécution"
        indexes = [
            models.Index(fields=["received_on"], name="conventions_exec_received"),
            models.Index(fields=["published_on"], name="conventions_exec_published"),
            models.Index(fields=["notified_on"], name="conventions_exec_notified"),
            models.Index(
                fields=["informal_appeal_on"],
                condition=models.Q(informal_appeal_on__isnull=False),
                name="conventions_exec_informal",
            ),
        ]
        constraints = [Sealed(name="conventions_execution_cancelled", owner=CANCELLED)]

    def __str__(self) -> str:
        return f"Exécution de {self.act}"
