"""The district and the four clusters that the export plan is about."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sources.addresses import reverse
from sources.models import Sourced
from sources.querysets import SlugManager


class District(Sourced):
    slug = models.SlugField(_("slug"), unique=True)
    name = models.CharField(_("name"), max_length=100)
    name_hi = models.CharField(_("name in Hindi"), max_length=100)
    state = models.CharField(pgettext_lazy("part of the country", "state"), max_length=100)

    api_resource = ("districts", "slug")

    objects = SlugManager()

    class Meta:
        verbose_name = _("district")
        verbose_name_plural = _("districts")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("district", args=[self.slug])

    def natural_key(self) -> tuple[str]:
        return (self.slug,)


class Cluster(Sourced):
    """A cluster of the district: product 1 to 4 of the export plan."""

    district = models.ForeignKey(
        District, on_delete=models.PROTECT, related_name="clusters", verbose_name=_("district")
    )
    slug = models.SlugField(_("slug"), unique=True)
    name = models.CharField(_("name"), max_length=100)
    name_hi = models.CharField(_("name in Hindi"), max_length=100)
    product_number = models.PositiveSmallIntegerField(
        _("product number"), help_text=_("“Product 1” to “Product 4” of the plan.")
    )

    api_resource = ("clusters", "slug")

    objects = SlugManager()

    class Meta:
        verbose_name = _("cluster")
        verbose_name_plural = _("clusters")
        ordering = ["product_number"]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "product_number"], name="cluster_product_number_once"
            ),
            models.CheckConstraint(condition=Q(product_number__gt=0), name="cluster_product_number_from_one"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("cluster", args=[self.slug])

    def natural_key(self) -> tuple[str]:
        return (self.slug,)
