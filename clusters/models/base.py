"""A printed record of one cluster, or of the district as a whole."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from clusters.models.district import Cluster
from sources.addresses import reverse
from sources.models import PrintedRow


class ClusterRow(PrintedRow):
    """Shown on the page of its cluster, or of the district where it belongs to none."""

    cluster = models.ForeignKey(
        Cluster,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("cluster"),
        help_text=_("Empty: it is said of the district as a whole."),
    )

    passage_related: tuple[str, ...] = ("cluster",)

    class Meta(PrintedRow.Meta):
        abstract = True

    def get_absolute_url(self) -> str:
        # There is one district, and to ask the database for it would cost a query for each record.
        page = self.cluster.get_absolute_url() if self.cluster else reverse("district", args=["kanpur-nagar"])
        return f"{page}#{self.anchor}"
