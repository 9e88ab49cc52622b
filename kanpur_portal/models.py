"""What belongs to the portal as a whole: the version of its data, and the keys to its API."""

import hashlib
import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class DataVersion(models.Model):
    """One row that counts the writes. Whoever holds something made from the data compares it."""

    number = models.PositiveBigIntegerField(default=0)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="data_version_is_one_row")]

    def __str__(self) -> str:
        return str(self.number)


class DatasetVersion(models.Model):
    """All open data as they stood at one time. Its files lie in DATA_DIR/versions and never change.

    `datasets` says of each, by name: `rows`, `size` in bytes and `sha256` of its CSV; how many rows were
    `added`, `changed` and `removed` since the version before; and in `ids` the first keys of each of
    these. All keys are in the version's changes.csv.
    """

    number = models.PositiveIntegerField(_("number"), unique=True)
    made_at = models.DateTimeField(_("made at"))
    data_version = models.PositiveBigIntegerField(
        _("state of the data"), help_text=_("How many writes it holds: see DataVersion.")
    )
    sha256 = models.CharField(_("SHA-256 of the ZIP"), max_length=64)
    size = models.PositiveBigIntegerField(_("size of the ZIP in bytes"))
    datasets = models.JSONField(_("datasets"))

    class Meta:
        verbose_name = _("version of the data")
        verbose_name_plural = _("versions of the data")
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(condition=Q(number__gte=1), name="datasetversion_counts_from_one"),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="datasetversion_has_a_checksum"
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)

    def get_absolute_url(self) -> str:
        return reverse("data-version", args=[self.number])

    @property
    def changed_rows(self) -> int:
        """Rows added, changed and removed since the version before; 0 for the first."""
        kinds = ("added", "changed", "removed")
        return sum(found[kind] for found in self.datasets.values() for kind in kinds)


class ApiToken(models.Model):
    """A key with which a program acts for its user. Only a hash is kept; the key is shown once."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_tokens", verbose_name=_("user")
    )
    name = models.CharField(_("name"), max_length=80, help_text=_("What the token is for."))
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires at"))
    # A day, not an hour: enough to see that a token is in use, and one write a day.
    last_used_on = models.DateField(_("last used on"), null=True, editable=False)

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering = ["-made_at"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="api_token_name_once")]

    def __str__(self) -> str:
        return self.name

    def note_use(self) -> None:
        """Remember the day; written once a day, whichever of several requests comes first."""
        today = timezone.localdate()
        if self.last_used_on != today:
            type(self).objects.filter(pk=self.pk).update(last_used_on=today)

    @staticmethod
    def digest_of(key: str) -> str:
        """A key has 256 random bits, so a plain hash cannot be guessed back."""
        return hashlib.sha256(key.encode()).hexdigest()

    @staticmethod
    def new_key() -> str:
        return secrets.token_urlsafe(32)
