"""What the nightly tasks leave behind: the day's counts, and the letters to officers."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from interventions.models.letters import Letter
from interventions.models.plan import Plan


class PlanSnapshot(models.Model):
    """Counts of a plan's actions on one day; the trend chart is drawn from these."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="snapshots", verbose_name=_("plan"))
    taken_on = models.DateField(_("day"))
    total = models.PositiveIntegerField(_("actions"))
    not_started = models.PositiveIntegerField(_("not started"))
    in_progress = models.PositiveIntegerField(_("in progress"))
    partly_done = models.PositiveIntegerField(_("partly done"))
    completed = models.PositiveIntegerField(_("completed"))
    dropped = models.PositiveIntegerField(_("dropped"))
    due_soon = models.PositiveIntegerField(_("due soon"))
    overdue = models.PositiveIntegerField(_("overdue"))
    silent = models.PositiveIntegerField(_("silent"))

    class Meta:
        verbose_name = _("daily snapshot")
        verbose_name_plural = _("daily snapshots")
        ordering = ["plan", "taken_on"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "taken_on"], name="snapshot_once_a_day"),
            models.CheckConstraint(
                condition=Q(
                    total=models.F("not_started")
                    + models.F("in_progress")
                    + models.F("partly_done")
                    + models.F("completed")
                    + models.F("dropped")
                ),
                name="snapshot_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} · {self.taken_on}"


class Digest(Letter):
    """One letter to one officer on one day."""

    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("officer")
    )
    for_day = models.DateField(_("day"))

    class Meta:
        verbose_name = _("digest")
        verbose_name_plural = _("digests")
        ordering = ["-for_day", "officer"]
        constraints = [
            models.UniqueConstraint(fields=["officer", "for_day"], name="digest_once_a_day"),
            *Letter.Meta.constraints,
        ]

    def __str__(self) -> str:
        return f"{self.officer} · {self.for_day}"
