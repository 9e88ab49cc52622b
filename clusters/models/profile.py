"""What the documents say of the district and its clusters in words: places, products, organisations, SWOT."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clusters.models.base import ClusterRow
from clusters.models.district import Cluster
from sources.addresses import reverse
from sources.models import PrintedRow


class Place(ClusterRow):
    """A place that the documents name, and what for.

    Jajmau lies in Kanpur Nagar, Unnao and Banthar in the district of Unnao.
    """

    name = models.CharField(_("name"), max_length=100)
    name_hi = models.CharField(_("name in Hindi"), max_length=100)
    district_name = models.CharField(
        _("district"), max_length=60, blank=True, help_text=_("The district that it lies in, where known.")
    )
    role = models.CharField(_("what it is named for"), max_length=300)
    role_hi = models.CharField(_("what it is named for, in Hindi"), max_length=300)
    note = models.CharField(_("note"), max_length=300, blank=True)

    api_resource = ("places", "slug")

    class Meta(PrintedRow.Meta):
        verbose_name = _("place")
        verbose_name_plural = _("places")

    def __str__(self) -> str:
        return self.name


class SubSector(ClusterRow):
    """A part of a cluster's trade, such as tanneries or saddlery (section 4.2)."""

    name = models.CharField(_("name"), max_length=100)
    name_hi = models.CharField(_("name in Hindi"), max_length=100)

    api_resource = ("sub-sectors", "slug")

    class Meta(PrintedRow.Meta):
        verbose_name = _("sub-sector")
        verbose_name_plural = _("sub-sectors")

    def __str__(self) -> str:
        return self.name


class Product(ClusterRow):
    """A product of a cluster's portfolio, under the group that the plan names it in."""

    name = models.CharField(_("name"), max_length=160)
    name_hi = models.CharField(_("name in Hindi"), max_length=200)
    group = models.CharField(_("group"), max_length=100, help_text=_("Such as “Leather goods”."))
    group_hi = models.CharField(_("group in Hindi"), max_length=120)
    note = models.CharField(_("note"), max_length=200, blank=True)

    api_resource = ("products", "slug")

    class Meta(PrintedRow.Meta):
        verbose_name = _("product")
        verbose_name_plural = _("products")

    def __str__(self) -> str:
        return self.name


class Organisation(PrintedRow):
    """An association, institution, office or firm that the documents name."""

    class Kind(models.TextChoices):
        ASSOCIATION = "association", _("association")
        COUNCIL = "council", _("export promotion council")
        GOVERNMENT = "government", _("government body")
        TRAINING = "training", _("training institute")
        RESEARCH = "research", _("research institute")
        COMPANY = "company", _("company")
        INTERNATIONAL = "international", _("international organisation")
        OTHER = "other", _("other")

    name = models.CharField(_("name"), max_length=160)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    name_hi = models.CharField(_("name in Hindi"), max_length=200)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    address = models.CharField(_("place as printed"), max_length=100, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    clusters = models.ManyToManyField(
        Cluster, blank=True, related_name="organisations", verbose_name=_("clusters that it is listed under")
    )

    api_resource = ("organisations", "slug")

    class Meta(PrintedRow.Meta):
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "association",
                        "council",
                        "government",
                        "training",
                        "research",
                        "company",
                        "international",
                        "other",
                    ]
                ),
                name="organisation_kind_known",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('organisations')}#{self.anchor}"


class SwotItem(ClusterRow):
    """A bullet of a SWOT table: its text is the quote."""

    class Kind(models.TextChoices):
        STRENGTH = "strength", _("strength")
        WEAKNESS = "weakness", _("weakness")
        OPPORTUNITY = "opportunity", _("opportunity")
        THREAT = "threat", _("threat")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)

    api_resource = ("swot-items", "slug")

    class Meta(PrintedRow.Meta):
        verbose_name = _("SWOT item")
        verbose_name_plural = _("SWOT items")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["strength", "weakness", "opportunity", "threat"]),
                name="swotitem_kind_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.printed}"


class ValueAddIdea(ClusterRow):
    """A potential area for value-added products (sections 4.4, 5.6, 6.6 and 7.6)."""

    heading = models.CharField(_("heading"), max_length=120)
    heading_hi = models.CharField(_("heading in Hindi"), max_length=160)

    api_resource = ("value-add-ideas", "slug")

    class Meta(PrintedRow.Meta):
        verbose_name = _("potential area for value-added products")
        verbose_name_plural = _("potential areas for value-added products")

    def __str__(self) -> str:
        return self.heading


# Documents that have a page of their own; statements of the others stand on the cluster's page.
_STATEMENT_PAGES = {
    "leather-project": ("project", "kanpur-leather-development-project"),
    "study-mission": ("study-mission", "indonesia-iosm"),
}


class Statement(ClusterRow):
    """A sentence of a document that is no row of any other table, with the numbers and lists in it."""

    subject = models.CharField(_("what it says"), max_length=200)
    items = models.JSONField(_("things listed"), default=list, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    passage_related = ("cluster", "document")

    api_resource = ("statements", "slug")

    class Meta(PrintedRow.Meta):
        verbose_name = _("statement")
        verbose_name_plural = _("statements")

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        if page := _STATEMENT_PAGES.get(self.document.slug):
            return f"{reverse(page[0], args=page[1:])}#{self.anchor}"
        return super().get_absolute_url()


class Claim(ClusterRow):
    """What a promotional article asserts: attributed to it, and never counted as a statistic."""

    claimant = models.CharField(_("who says so"), max_length=60)
    statement = models.CharField(_("what is asserted"), max_length=200)
    items = models.JSONField(_("things listed"), default=list, blank=True)

    api_resource = ("claims", "slug")

    class Meta(PrintedRow.Meta):
        verbose_name = _("claim")
        verbose_name_plural = _("claims")

    def __str__(self) -> str:
        return self.statement


class Exhibit(ClusterRow):
    """A table or figure of the plan; of a figure whose image is lost only the caption is left."""

    class Kind(models.TextChoices):
        TABLE = "table", _("table")
        FIGURE = "figure", _("figure")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    number = models.CharField(_("number"), max_length=8, blank=True)
    title = models.CharField(_("title"), max_length=200)
    page = models.CharField(_("page"), max_length=8, blank=True)
    image_missing = models.BooleanField(_("image missing"), default=False)
    note = models.CharField(_("note"), max_length=200, blank=True)

    number_fields: ClassVar = {"number": "table or figure", "page": "page"}

    api_resource = ("exhibits", "slug")

    class Meta(PrintedRow.Meta):
        verbose_name = _("table or figure")
        verbose_name_plural = _("tables and figures")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["table", "figure"]), name="exhibit_kind_known")
        ]

    def __str__(self) -> str:
        return self.title
