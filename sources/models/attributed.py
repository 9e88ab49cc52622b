"""Facts that no document of the portal prints: who says so, how sure it is, and when it was looked up."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Attributed(models.Model):
    """A fact from outside the documents. One that was never looked up has no day, and says so."""

    class Certainty(models.TextChoices):
        CONFIRMED = "confirmed", _("stated by a public authority")
        REPORTED = "reported", _("reported, confirm with the authority")
        UNVERIFIED = "unverified", _("general knowledge, not looked up")

    certainty = models.CharField(_("certainty"), max_length=12, choices=Certainty)
    source = models.CharField(
        _("who says so"), max_length=300, blank=True, help_text=_("Empty: general knowledge.")
    )
    verified_on = models.DateField(
        _("looked up on"), null=True, blank=True, help_text=_("Empty: it was not looked up.")
    )

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(certainty="unverified", verified_on=None)
                | Q(certainty__in=["confirmed", "reported"], verified_on__isnull=False) & ~Q(source=""),
                name="%(class)s_says_who_and_when",
            )
        ]
