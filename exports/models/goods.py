"""HS codes: text, never numbers, with their level."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clusters.models import ClusterRow
from sources.addresses import reverse
from sources.models import PrintedRow

models.CharField.register_lookup(Length)


class HSCode(ClusterRow):
    """A code that the plan prints, with the plan's wording for it; the plan names no edition.

    Levels: 2 chapter, 4 heading, 6 subheading of the Harmonized System (WCO); 8 tariff item (India).
    """

    class Level(models.IntegerChoices):
        CHAPTER = 2, _("chapter")
        HEADING = 4, pgettext_lazy("HS level", "heading")
        SUBHEADING = 6, _("subheading")
        TARIFF_ITEM = 8, _("tariff item")

    code = models.CharField(_("HS code"), max_length=8, unique=True)
    level = models.PositiveSmallIntegerField(_("level"), choices=Level)
    description = models.CharField(_("description as printed"), max_length=400)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("nearest code above it that the plan prints"),
    )
    row = models.CharField(_("number of the row"), max_length=8, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    number_fields: ClassVar = {"code": "HS code", "row": "row"}
    verbatim_fields = ("code",)

    api_resource = ("hs-codes", "code")

    class Meta(PrintedRow.Meta):
        verbose_name = _("HS code")
        verbose_name_plural = _("HS codes")
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9]+$", level__in=[2, 4, 6, 8], code__length=models.F("level")),
                name="hscode_has_its_level",
            ),
            models.CheckConstraint(condition=Q(slug=models.F("code")), name="hscode_is_its_slug"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.description}"

    def get_absolute_url(self) -> str:
        return reverse("hs-code", args=[self.code])

    def clean(self) -> None:
        super().clean()
        if self.parent and not self.code.startswith(self.parent.code):
            raise ValidationError({"parent": _("A code above begins with the same digits.")})
