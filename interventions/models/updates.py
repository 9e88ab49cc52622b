"""What officers report: dated, append-only rows."""

from pathlib import PurePath
from typing import Any, ClassVar, NoReturn
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from interventions.models.authorities import Authority
from interventions.models.plan import Action
from interventions.querysets import AppendOnlyQuerySet, UpdateQuerySet
from interventions.schedule import WorkStatus
from sources.addresses import reverse

MAX_EVIDENCE_BYTES = 10 * 1024 * 1024


class AppendOnly(models.Model):
    """A row that, once written, stays as it was written."""

    objects: ClassVar[models.Manager] = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk and not self._state.adding:
            raise TypeError(f"{self._meta.label} is append-only: write a new row.")
        # A new row under an old number is refused by the database, and does not replace the old one.
        super().save(*args, **(kwargs | {"force_insert": True}))

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(f"{self._meta.label} is append-only.")


class ActionUpdate(AppendOnly):
    """What one officer reported on one action at one time."""

    class Confidence(models.TextChoices):
        GREEN = "green", _("green: will be done in time")
        AMBER = "amber", _("amber: may be late")
        RED = "red", _("red: will be late")

    action = models.ForeignKey(
        Action, on_delete=models.PROTECT, related_name="updates", verbose_name=_("action")
    )
    number = models.PositiveIntegerField(_("number"), help_text=_("Counted within the action."))
    authority = models.ForeignKey(
        Authority,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reported for"),
        help_text=_("Empty: reported by the Deputy Commissioner."),
    )
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("reported by")
    )
    reported_at = models.DateTimeField(_("reported at"))
    work_status = models.CharField(_("work status"), max_length=12, choices=WorkStatus)
    confidence = models.CharField(_("confidence"), max_length=6, choices=Confidence)
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    pending_with = models.CharField(_("pending with"), max_length=200, blank=True)
    pending_since = models.DateField(_("pending since"), null=True, blank=True)
    done = models.TextField(_("what was done"), max_length=4000, blank=True)
    evidence_link = models.URLField(_("link to evidence"), max_length=500, blank=True)

    objects: ClassVar[models.Manager] = UpdateQuerySet.as_manager()

    class Meta:
        verbose_name = _("update")
        verbose_name_plural = _("updates")
        ordering = ["-reported_at", "-pk"]
        permissions = [("review_actionupdate", "Can confirm or return a closing update")]
        constraints = [
            models.UniqueConstraint(fields=["action", "number"], name="update_number_once"),
            models.CheckConstraint(
                condition=Q(work_status__in=WorkStatus.values), name="update_work_status_known"
            ),
            models.CheckConstraint(
                condition=Q(confidence__in=["green", "amber", "red"]), name="update_confidence_known"
            ),
            models.CheckConstraint(
                condition=Q(confidence="green") | ~Q(reason=""), name="update_doubt_has_reason"
            ),
            models.CheckConstraint(
                condition=~Q(work_status="dropped") | ~Q(reason=""), name="update_drop_has_reason"
            ),
            models.CheckConstraint(
                condition=~Q(work_status="completed") | ~Q(done=""), name="update_completion_says_what"
            ),
            models.CheckConstraint(
                condition=Q(pending_with="", pending_since=None)
                | ~Q(pending_with="") & Q(pending_since__isnull=False),
                name="update_pending_with_and_since",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action.reference} · {self.number}"

    def get_absolute_url(self) -> str:
        return f"{reverse('action', args=[self.action.reference])}#update-{self.number}"


class UpdateReview(AppendOnly):
    """A second person confirms or returns an update that closes an action."""

    class Outcome(models.TextChoices):
        CONFIRMED = "confirmed", _("confirmed")
        RETURNED = "returned", _("returned")

    update = models.OneToOneField(
        ActionUpdate, on_delete=models.PROTECT, related_name="review", verbose_name=_("update")
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    note = models.TextField(_("note"), max_length=2000, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("reviewed by")
    )
    reviewed_at = models.DateTimeField(_("reviewed at"))

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["-reviewed_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["confirmed", "returned"]), name="review_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome="confirmed") | ~Q(note=""), name="review_return_has_note"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.update} · {self.outcome}"


class DateChange(AppendOnly):
    """A date was set or moved; the old one stays."""

    class Which(models.TextChoices):
        START_BY = "start_by", _("start by")
        FINISH_BY = "finish_by", _("finish by")

    update = models.ForeignKey(
        ActionUpdate, on_delete=models.PROTECT, related_name="date_changes", verbose_name=_("update")
    )
    which = models.CharField(_("which date"), max_length=10, choices=Which)
    old_date = models.DateField(_("old date"), null=True, blank=True)
    new_date = models.DateField(_("new date"))
    reason = models.TextField(_("reason"), max_length=1000)

    class Meta:
        verbose_name = _("date change")
        verbose_name_plural = _("date changes")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["update", "which"], name="date_change_once_an_update"),
            models.CheckConstraint(
                condition=Q(which__in=["start_by", "finish_by"]), name="date_change_which_known"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="date_change_has_reason"),
            models.CheckConstraint(
                condition=Q(old_date=None) | ~Q(old_date=models.F("new_date")), name="date_change_changes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.update} · {self.which}"


def evidence_path(evidence: "EvidenceFile", filename: str) -> str:
    """A name that tells nothing and cannot clash; the officer's own file name is a field."""
    return f"{uuid4().hex}{PurePath(filename).suffix.lower()[:5]}"


class EvidenceFile(models.Model):
    """A file that proves what was done. Without an update it waits for its officer to submit the form.

    Kept for signed-in staff only: an attendance sheet names people.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="+", verbose_name=_("action"))
    update = models.ForeignKey(
        ActionUpdate,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence_files",
        verbose_name=_("update"),
    )
    file = models.FileField(_("file"), upload_to=evidence_path)
    name = models.CharField(_("name"), max_length=150)
    content_type = models.CharField(_("type"), max_length=40)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)

    class Meta:
        verbose_name = _("evidence file")
        verbose_name_plural = _("evidence files")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(content_type__in=["application/pdf", "image/jpeg", "image/png"]),
                name="evidence_type_allowed",
            ),
            models.CheckConstraint(
                condition=Q(size__gt=0, size__lte=MAX_EVIDENCE_BYTES), name="evidence_size_allowed"
            ),
        ]

    def __str__(self) -> str:
        return self.name
