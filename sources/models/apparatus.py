"""What a document has beside its facts: contents, footnotes, abbreviations, lines without a fact."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sources.models.documents import PrintedRow
from sources.numbers import PrintedNumber

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class ContentsEntry(PrintedRow):
    """A line of the table of contents."""

    number = models.CharField(_("number"), max_length=12, blank=True)
    title = models.CharField(_("title"), max_length=200)
    page = models.CharField(_("page"), max_length=8, blank=True)

    number_fields: ClassVar = {"number": "section", "page": "page"}

    api_resource = ("contents-entries", "slug")

    class Meta(PrintedRow.Meta):
        verbose_name = _("entry of the contents")
        verbose_name_plural = _("entries of the contents")

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class Abbreviation(PrintedRow):
    short = models.CharField(_("abbreviation"), max_length=40)
    long = models.CharField(_("long form"), max_length=200)

    verbatim_fields = ("short", "long")

    api_resource = ("abbreviations", "slug")

    class Meta(PrintedRow.Meta):
        verbose_name = _("abbreviation")
        verbose_name_plural = _("abbreviations")

    def __str__(self) -> str:
        return f"{self.short}: {self.long}"


class Footnote(PrintedRow):
    """A footnote, citing its own line and those that carry its mark."""

    number = models.CharField(_("number"), max_length=8)
    text = models.CharField(_("text"), max_length=400)
    urls = models.JSONField(_("web addresses as printed"), default=list, blank=True)

    api_resource = ("footnotes", "slug")

    class Meta(PrintedRow.Meta):
        verbose_name = _("footnote")
        verbose_name_plural = _("footnotes")

    def __str__(self) -> str:
        return f"{self.number} {self.text}"

    @property
    def printed_numbers(self) -> list[PrintedNumber]:
        mark = PrintedNumber(self.number.translate(_SUPERSCRIPTS), unit="footnote", field="number")
        return [mark, *super().printed_numbers]


class OmittedLine(PrintedRow):
    """A line that carries no fact, and why the portal makes no record of it."""

    class Reason(models.TextChoices):
        HEADING = "heading", _("heading")
        TABLE_HEADER = "table_header", _("header of a table")
        CONNECTING_PROSE = "connecting_prose", _("connecting prose")
        PAGE_FURNITURE = "page_furniture", _("page furniture")
        IMAGE_MISSING = "image_missing", _("image missing")
        REPEATED = "repeated", _("repeated")

    reason = models.CharField(_("reason"), max_length=20, choices=Reason)
    detail = models.CharField(_("detail"), max_length=200, blank=True)

    api_resource = ("omitted-lines", "slug")

    class Meta(PrintedRow.Meta):
        verbose_name = _("line without a fact")
        verbose_name_plural = _("lines without a fact")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    reason__in=[
                        "heading",
                        "table_header",
                        "connecting_prose",
                        "page_furniture",
                        "image_missing",
                        "repeated",
                    ]
                ),
                name="omittedline_reason_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.document.slug} {self.lines}: {self.get_reason_display()}"
