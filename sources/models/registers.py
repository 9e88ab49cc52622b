"""The registers of what is wrong: in the documents, and in what the portal made of them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from sources.addresses import reverse
from sources.models.documents import Citation, Document
from sources.querysets import DiscrepancyQuerySet, PositionManager


class Discrepancy(models.Model):
    """Something wrong in a document, with all its readings, and what the portal shows and why."""

    class Kind(models.TextChoices):
        SUM_MISMATCH = "sum_mismatch", _("sum mismatch")
        CONTRADICTORY_VALUES = "contradictory_values", _("contradictory values")
        IMPLAUSIBLE_UNIT = "implausible_unit", _("implausible unit")
        MISPRINT = "misprint", _("misprint")
        MISSING_CONTENT = "missing_content", _("missing content")
        CUT_OFF = "cut_off", _("cut off")
        DUPLICATE = "duplicate", _("duplicate")
        SCOPE = "scope", _("scope")

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        ACCEPTED = "accepted", _("accepted")
        CORRECTED = "corrected", _("corrected by the authority")

    ref = models.CharField(_("reference"), max_length=8, unique=True)
    kind = models.CharField(_("kind"), max_length=24, choices=Kind)
    summary = models.CharField(_("what is wrong"), max_length=300)
    summary_hi = models.CharField(_("what is wrong, in Hindi"), max_length=300)
    shown = models.TextField(_("what the portal shows and why"))
    shown_hi = models.TextField(_("what the portal shows and why, in Hindi"))
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.OPEN)
    history = HistoricalRecords()

    # The loader leaves these as they are in the portal.
    reported_fields = ("status",)

    objects = DiscrepancyQuerySet.as_manager()

    class Meta:
        verbose_name = _("discrepancy")
        verbose_name_plural = _("discrepancies")
        ordering = ["ref"]
        constraints = [
            models.CheckConstraint(condition=Q(ref__regex=r"^D-\d{3}$"), name="discrepancy_ref_form"),
            models.CheckConstraint(
                condition=Q(status__in=["open", "accepted", "corrected"]), name="discrepancy_status_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.summary}"

    def get_absolute_url(self) -> str:
        return f"{reverse('discrepancies')}#{self.ref}"

    def natural_key(self) -> tuple[str]:
        return (self.ref,)


class Reading(Citation):
    """One of the places that a discrepancy rests on. A record that cites these lines shows the flag."""

    discrepancy = models.ForeignKey(
        Discrepancy, on_delete=models.CASCADE, related_name="readings", verbose_name=_("discrepancy")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    value_as_printed = models.CharField(_("value as printed"), max_length=200, blank=True)

    natural_parent = ("discrepancy", "ref")
    verbatim_fields = ("value_as_printed",)
    passage_related = ("discrepancy",)

    api_resource = ("discrepancies", "discrepancy.ref")

    objects = PositionManager()

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        ordering = ["discrepancy", "position"]
        constraints = [
            models.UniqueConstraint(fields=["discrepancy", "position"], name="reading_position_once"),
        ]

    def __str__(self) -> str:
        return f"{self.discrepancy.ref} · {self.document.slug} {self.lines}"

    def get_absolute_url(self) -> str:
        return self.discrepancy.get_absolute_url()

    def natural_key(self) -> tuple[str, int]:
        return (self.discrepancy.ref, self.position)


class CorrectionRequest(models.Model):
    """Somebody says that a printed figure is wrong. Public, numbered, answered in public.

    The requester's words are public; no name or address is asked for.
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        WITHHELD = "withheld", _("withheld")

    document = models.ForeignKey(Document, on_delete=models.PROTECT, verbose_name=_("document"))
    line = models.PositiveIntegerField(_("line"))
    record = models.CharField(
        _("record"),
        max_length=160,
        blank=True,
        help_text=_("Type and name as in the index of provenance: interventions.action:KN-07."),
    )
    text = models.TextField(_("what is wrong"), max_length=2000)
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )
    discrepancy = models.ForeignKey(
        Discrepancy,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="correction_requests",
        verbose_name=_("entry of the register"),
        help_text=_("Where the document itself is wrong."),
    )
    fixture_correction = models.TextField(
        _("correction of the data"),
        max_length=2000,
        blank=True,
        help_text=_("Where the transcription was wrong: what was corrected in the fixtures."),
    )
    # Of those accepted before an answer had to say where the correction can be seen.
    ending_not_recorded = models.BooleanField(_("how it ended is not recorded"), default=False)
    withheld_reason = models.TextField(
        _("reason for withholding the words"),
        max_length=500,
        blank=True,
        help_text=_(
            "With the state “withheld”: the words are deleted, and everyone reads this in their place."
        ),
    )
    withheld_at = models.DateTimeField(_("withheld at"), null=True, blank=True)
    withheld_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("withheld by"),
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("correction request")
        verbose_name_plural = _("correction requests")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(line__gt=0), name="correction_line_from_one"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "withheld"], answer="", answered_at=None, answered_by=None)
                | Q(state__in=["accepted", "declined", "withheld"])
                & Q(answered_at__isnull=False, answered_by__isnull=False)
                & ~Q(answer=""),
                name="correction_answered_whole",
            ),
            # Nothing is corrected silently: what is accepted says where it can be seen.
            models.CheckConstraint(
                condition=Q(state="accepted")
                & (
                    Q(discrepancy__isnull=False, fixture_correction="", ending_not_recorded=False)
                    | Q(discrepancy=None, ending_not_recorded=False) & ~Q(fixture_correction="")
                    | Q(discrepancy=None, fixture_correction="", ending_not_recorded=True)
                )
                | Q(
                    state__in=["open", "declined"],
                    discrepancy=None,
                    fixture_correction="",
                    ending_not_recorded=False,
                )
                | Q(state="withheld"),
                name="correction_ended_visibly",
            ),
            models.CheckConstraint(
                condition=Q(state="withheld", text="", withheld_at__isnull=False, withheld_by__isnull=False)
                & ~Q(withheld_reason="")
                | ~Q(state="withheld") & Q(withheld_reason="", withheld_at=None, withheld_by=None),
                name="correction_withheld_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} · {self.document.slug} {self.line}"

    def get_absolute_url(self) -> str:
        return reverse("correction", args=[self.number])

    @property
    def number(self) -> str:
        return f"CR-{self.pk}"

    @property
    def source_url(self) -> str:
        return f"{self.document.get_absolute_url()}#L{self.line}"
