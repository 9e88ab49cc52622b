"""Files of trade figures that data editors bring: each with its state, what it did, and what was refused."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class ImportBatch(models.Model):
    """One file on its way into the trade figures: checked first, then applied whole or not at all.

    It is worked on by whoever holds the lease; one whose lease has run out is taken up again.
    """

    class State(models.TextChoices):
        TO_CHECK = "to_check", _("waiting to be checked")
        CHECKING = "checking", _("being checked")
        CHECKED = "checked", _("checked, not applied")
        TO_APPLY = "to_apply", _("waiting to be applied")
        APPLYING = "applying", _("being applied")
        APPLIED = "applied", _("applied")
        TO_REVOKE = "to_revoke", _("waiting to be revoked")
        REVOKING = "revoking", _("being revoked")
        REVOKED = "revoked", _("revoked")
        REFUSED = "refused", _("refused")

    AT_WORK: ClassVar = (State.CHECKING, State.APPLYING, State.REVOKING)
    WAITING: ClassVar = (State.TO_CHECK, State.TO_APPLY, State.TO_REVOKE)

    # Those whose figures are among the portal's now.
    STANDING: ClassVar = (State.APPLIED, State.TO_REVOKE, State.REVOKING)

    class Layout(models.TextChoices):
        OWN = "own", _("the portal's own layout (CSV)")
        DGCIS = "dgcis", _("TradeStat table of DGCI&S")
        TRADEMAP = "trademap", _("Trade Map download")
        COMTRADE = "comtrade", _("UN Comtrade CSV")

    layout = models.CharField(_("layout"), max_length=8, choices=Layout)
    file_name = models.CharField(_("name of the file"), max_length=150)
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    # What the file itself does not say: reporter, flow, code, currency … by layout.
    answers = models.JSONField(_("what the file does not say"), default=dict, blank=True)
    retrieved_on = models.DateField(_("retrieved on"))
    source_url = models.URLField(_("address it came from"), max_length=500, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("brought by"),
        help_text=_("Empty: by the command of the server."),
    )
    made_at = models.DateTimeField(_("brought at"))

    state = models.CharField(_("state"), max_length=9, choices=State, default=State.TO_CHECK)
    lease_until = models.DateTimeField(_("being worked on until"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    refusal = models.CharField(_("why it was refused"), max_length=500, blank=True)
    # Empty where it was refused before refusals were kept in both languages: English is shown.
    refusal_hi = models.CharField(_("why it was refused, in Hindi"), max_length=500, blank=True)
    rows_read = models.PositiveIntegerField(_("rows read"), default=0)
    rows_expected = models.PositiveIntegerField(_("rows expected"), null=True, blank=True)
    added = models.PositiveIntegerField(_("added"), null=True, blank=True)
    changed = models.PositiveIntegerField(_("changed"), null=True, blank=True)
    unchanged = models.PositiveIntegerField(_("unchanged"), null=True, blank=True)
    rejected = models.PositiveIntegerField(_("rejected"), null=True, blank=True)
    # Of rows left out by rule, which may be very many, the first are listed; all others always are.
    rejected_listed = models.PositiveIntegerField(_("rejected and listed"), null=True, blank=True)
    rejected_by_reason = models.JSONField(_("rejected by reason"), default=dict, blank=True)
    confirms = models.ManyToManyField(
        "self",
        symmetrical=False,
        related_name="confirmed_by",
        blank=True,
        verbose_name=_("imports whose figures it found unchanged"),
    )
    applied_at = models.DateTimeField(_("applied at"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    class Meta:
        verbose_name = _("import of trade figures")
        verbose_name_plural = _("imports of trade figures")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["checking", "applying", "revoking"], lease_until__isnull=False)
                | ~Q(state__in=["checking", "applying", "revoking"]) & Q(lease_until=None),
                name="importbatch_lease_while_at_work",
            ),
            models.CheckConstraint(
                condition=Q(state="refused") & ~Q(refusal="")
                | ~Q(state="refused") & Q(refusal="", refusal_hi=""),
                name="importbatch_refused_says_why",
            ),
            models.CheckConstraint(
                condition=Q(rejected_listed=None)
                | Q(rejected__isnull=False, rejected_listed__lte=F("rejected")),
                name="importbatch_lists_no_more_than_it_rejects",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["applied", "to_revoke", "revoking", "revoked"])
                | Q(applied_at__isnull=False),
                name="importbatch_applied_says_when",
            ),
        ]
        permissions = [("import_figures", "May import trade figures")]

    def __str__(self) -> str:
        return f"{self.number} · {self.file_name}"

    def get_absolute_url(self) -> str:
        return reverse("import", args=[self.pk])

    @property
    def number(self) -> str:
        return f"B-{self.pk}"


class RejectedRow(models.Model):
    """A cell of a file that cannot be taken as it is, and why. The row is left out whole."""

    batch = models.ForeignKey(
        ImportBatch, on_delete=models.CASCADE, related_name="rejected_rows", verbose_name=_("import")
    )
    row = models.PositiveIntegerField(_("row of the file"))
    column = models.CharField(_("column"), max_length=80, blank=True)
    value = models.CharField(_("value"), max_length=200, blank=True)
    reason = models.CharField(_("reason"), max_length=40)  # a code of exports.imports.reasons, shown in words
    detail = models.CharField(_("detail"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("rejected row")
        verbose_name_plural = _("rejected rows")
        ordering = ["batch", "row", "pk"]

    def __str__(self) -> str:
        return f"{self.batch.number}, row {self.row}: {self.reason}"
