"""Posts: the full-time equivalents that the assembly authorised, and what became of them."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from csipa.constraints import Holds
from csipa.models import Versioned
from sites.models import Site
from staffing.models.profession import Profession


class FteField(models.DecimalField):
    """Full-time equivalents, to the thousandth: three people may share half a post."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("max_digits", 6)
        kwargs.setdefault("decimal_places", 3)
        kwargs.setdefault("validators", [MinValueValidator(0)])
        super().__init__(*args, **kwargs)


# More people than authorised at the start of an assignment or of a target, where nobody announced
# an overlap. Between two such days the sum does not grow and the target does not change.
_OVERFILLED = """EXISTS (
 SELECT 1 FROM (
  SELECT a.start AS day FROM staffing_assignment a WHERE a.post_id = {row}.post_id
  UNION SELECT t.start FROM staffing_posttarget t WHERE t.post_id = {row}.post_id
 ) days WHERE (
  SELECT COALESCE(ROUND(SUM(h.fte) * 1000), 0) FROM staffing_assignment h
  WHERE h.post_id = {row}.post_id AND h.overlap_reason = ''
  AND h.start <= days.day AND (h."end" IS NULL OR h."end" >= days.day)
 ) > COALESCE((
  SELECT ROUND(t.fte * 1000) FROM staffing_posttarget t
  WHERE t.post_id = {row}.post_id AND t.start <= days.day ORDER BY t.start DESC LIMIT 1
 ), 0))"""
OVERFILLED = " ".join(_OVERFILLED.split())
POST_LOCK = "1 FROM staffing_post WHERE id = {row}.post_id"
OVERFILLED_MESSAGE = (
    "Les affectations dépassent les équivalents temps plein autorisés du poste\u00a0: vérifiez la "
    "quotité et les dates, ou annoncez un recouvrement avec son motif."
)


class Post(Versioned):
    """A line of the table of posts: a profession, and where it is exercised.

    A post of one site names it; one shared between several has a line of `shares` for each; with
    neither it belongs to the whole centre.
    """

    label = models.CharField(
        "intitulé",
        max_length=120,
        help_text="«\u00a0Médecins généralistes\u00a0», «\u00a0Sage-femme 2\u00a0».",
    )
    profession = models.ForeignKey(
        Profession, models.PROTECT, related_name="posts", verbose_name="profession"
    )
    site = models.ForeignKey(
        Site,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="posts",
        verbose_name="site",
        help_text="Vide si le poste est partagé entre plusieurs sites.",
    )

    history = HistoricalRecords(
        verbose_name="version du poste", verbose_name_plural="versions du poste"
    )

    class Meta:
        verbose_name = "poste"
        verbose_name_plural = "postes"
        constraints = [
            models.UniqueConstraint(
                fields=["label"],
                name="staffing_post_label",
                violation_error_message="Un autre poste porte déjà cet intitulé.",
            )
        ]

    def __str__(self):
        return self.label


class PostShare(models.Model):
    """The part of a shared post that one site receives, in per cent."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="shares", verbose_name="poste")
    site = models.ForeignKey(Site, models.PROTECT, related_name="post_shares", verbose_name="site")
    percent = models.DecimalField("part (%)", max_digits=5, decimal_places=2)

    history = HistoricalRecords(
        verbose_name="version de la part", verbose_name_plural="versions de la part"
    )

    class Meta:
        verbose_name = "part d’un site"
        verbose_name_plural = "parts des sites"
        constraints = [
            models.UniqueConstraint(
                fields=["post", "site"],
                name="staffing_postshare_site",
                violation_error_message="Ce site a déjà une part de ce poste.",
            ),
            models.CheckConstraint(
                condition=Q(percent__gt=0, percent__lte=100),
                name="staffing_postshare_percent",
                violation_error_message="Une part va de 0,01 à 100\u00a0%%.",
            ),
            Holds(
                name="staffing_postshare_sum",
                message="Les parts d’un poste ne dépassent pas 100\u00a0%% ensemble.",
                broken="(SELECT ROUND(SUM(s.percent) * 100) FROM staffing_postshare s "
                "WHERE s.post_id = {row}.post_id) > 10000",
                lock=POST_LOCK,
            ),
        ]

    def __str__(self):
        return f"{self.site}\u00a0: {self.percent}\u00a0%"


class TargetState(models.TextChoices):
    """What became of what was authorised; only an open post can be vacant."""

    VOTED = "voted", "voté"
    OPEN = "open", "ouvert au recrutement"
    DEFERRED = "deferred", "différé"
    FROZEN = "frozen", "gelé"
    CLOSED = "closed", "fermé"


class PostTarget(models.Model):
    """What a post is authorised for from a day on, until its next target; and the act decided it.

    A deferred post is authorised, and not vacant: nobody is looked for.
    """

    post = models.ForeignKey(Post, models.CASCADE, related_name="targets", verbose_name="poste")
    start = models.DateField("à partir du")
    fte = FteField(
        "ETP autorisés", help_text="Équivalents temps plein\u00a0; 0 pour un poste fermé."
    )
    state = models.CharField("état", max_length=10, choices=TargetState.choices)
    act_number = models.CharField(
        "acte", max_length=40, blank=True, help_text="Numéro de l’acte qui en décide."
    )
    act_date = models.DateField("acte du", null=True, blank=True)
    reason = models.CharField("motif", max_length=200, blank=True)

    history = HistoricalRecords(
        verbose_name="version de l’effectif autorisé",
        verbose_name_plural="versions de l’effectif autorisé",
    )

    class Meta:
        verbose_name = "effectif autorisé"
        verbose_name_plural = "effectifs autorisés"
        constraints = [
            models.UniqueConstraint(
                fields=["post", "start"],
                name="staffing_posttarget_start",
                violation_error_message="Un effectif autorisé commence déjà ce jour-là.",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", fte=0) | (~Q(state="closed") & Q(fte__gt=0)),
                name="staffing_posttarget_closed",
                violation_error_message="Un poste fermé compte 0\u00a0ETP\u00a0; tout autre en "
                "compte davantage.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["deferred", "frozen"]) | ~Q(reason=""),
                name="staffing_posttarget_reason",
                violation_error_message="Dites pourquoi le poste est différé ou gelé.",
            ),
            Holds(
                name="staffing_posttarget_capacity",
                message=OVERFILLED_MESSAGE,
                broken=OVERFILLED,
                lock=POST_LOCK,
                events=("insert", "update", "delete"),
            ),
        ]

    def __str__(self):
        return f"{self.post}, {self.get_state_display()}"
