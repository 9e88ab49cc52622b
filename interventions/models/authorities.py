"""The authorities that the plan names, and who acts for them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from sources.models import Sourced
from sources.querysets import SlugManager


class Authority(Sourced):
    """An office or body that the plan makes responsible for actions."""

    slug = models.SlugField(_("slug"), unique=True)
    short_name = models.CharField(_("short name"), max_length=40, unique=True)
    short_name_hi = models.CharField(_("short name in Hindi"), max_length=80)
    name = models.CharField(_("name"), max_length=150)
    name_hi = models.CharField(_("name in Hindi"), max_length=200)
    history = HistoricalRecords()

    api_resource = ("authorities", "slug")

    objects = SlugManager()

    class Meta:
        verbose_name = _("authority")
        verbose_name_plural = _("authorities")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.short_name

    def natural_key(self) -> tuple[str]:
        return (self.slug,)


class AliasManager(models.Manager["AuthorityAlias"]):
    def get_by_natural_key(self, as_printed: str) -> "AuthorityAlias":
        return self.get(as_printed=as_printed)


class AuthorityAlias(Sourced):
    """Another way in which the plan prints an authority's name ("UPEBP" is UPEPB), kept as printed."""

    authority = models.ForeignKey(
        Authority, on_delete=models.CASCADE, related_name="aliases", verbose_name=_("authority")
    )
    as_printed = models.CharField(_("as printed"), max_length=60, unique=True)

    verbatim_fields = ("as_printed",)

    api_resource = ("authorities", "authority.slug")

    objects = AliasManager()

    class Meta:
        verbose_name = _("name as printed")
        verbose_name_plural = _("names as printed")
        ordering = ["as_printed"]

    def __str__(self) -> str:
        return self.as_printed

    def natural_key(self) -> tuple[str]:
        return (self.as_printed,)


class Posting(models.Model):
    """A user acts for an authority: whoever is posted there may report on the actions that name it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="postings", verbose_name=_("user")
    )
    authority = models.ForeignKey(
        Authority, on_delete=models.PROTECT, related_name="postings", verbose_name=_("authority")
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        ordering = ["authority", "user"]
        constraints = [models.UniqueConstraint(fields=["user", "authority"], name="posting_once")]

    def __str__(self) -> str:
        return f"{self.user} · {self.authority}"
