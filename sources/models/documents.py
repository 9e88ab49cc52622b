"""Documents, and the citation that every printed record carries."""

from collections.abc import Iterator
from decimal import Decimal
from operator import attrgetter
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sources.addresses import reverse
from sources.lines import LineRange, parse_lines, quote_pieces, validate_lines
from sources.numbers import PrintedNumber, read_number, validate_numbers
from sources.querysets import SlugManager


class Document(models.Model):
    """One of the documents that the portal's printed figures come from."""

    class Kind(models.TextChoices):
        OFFICIAL_PLAN = "official_plan", _("official plan")
        PROJECT_REPORT = "project_report", _("project report")
        PROMOTIONAL_ARTICLE = "promotional_article", _("promotional article")
        NEWS = "news", _("news item")

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        FINAL = "final", _("final")

    slug = models.SlugField(_("slug"), unique=True)
    title = models.CharField(_("title"), max_length=200)
    title_hi = models.CharField(_("title in Hindi"), max_length=200)
    publisher = models.CharField(
        _("publisher"), max_length=200, blank=True, help_text=_("Empty: the document names none.")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    status = models.CharField(_("status"), max_length=10, choices=Status)
    issued_on = models.DateField(
        _("issued on"), null=True, blank=True, help_text=_("Empty: the document is undated.")
    )
    line_count = models.PositiveIntegerField(_("number of lines"))
    sha256 = models.CharField(_("SHA-256 of the text"), max_length=64)

    objects = SlugManager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(condition=Q(line_count__gt=0), name="document_has_lines"),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="document_sha256_is_hex"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["official_plan", "project_report", "promotional_article", "news"]),
                name="document_kind_known",
            ),
            models.CheckConstraint(condition=Q(status__in=["draft", "final"]), name="document_status_known"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("source", args=[self.slug])

    def natural_key(self) -> tuple[str]:
        return (self.slug,)


class Citation(models.Model):
    """A place in a document and the words that stand there.

    `lines` cites one or more ranges ("1033,1039"); `quote` has one piece for each
    range, each on a line of its own and found verbatim in that range. The command
    `manage.py sources check` compares them with the documents.
    """

    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="+", verbose_name=_("document")
    )
    lines = models.CharField(_("lines"), max_length=200, validators=[validate_lines])
    quote = models.TextField(_("quote"), help_text=_("Verbatim; one line for each range of lines cited."))

    # Other fields whose text stands verbatim on the cited lines.
    verbatim_fields: tuple[str, ...] = ()
    # Fields that hold a number, code or date as printed, each with the unit it is printed in.
    number_fields: ClassVar[dict[str, str]] = {}
    # What a record's name and addresses need beside itself.
    passage_related: tuple[str, ...] = ()
    # The list of the API that has the record, and the field that it is asked for by.
    api_resource: tuple[str, str] | None = None

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        """The page that shows the record; the lines themselves where no other does."""
        return self.source_url

    def clean(self) -> None:
        super().clean()
        ranges = parse_lines(self.lines)
        if len(ranges) != len(quote_pieces(self.quote)):
            raise ValidationError(
                {"quote": _("The quote needs one line of text for each range of lines cited.")}
            )
        last = max(lines.last for lines in ranges)
        if self.document_id and last > self.document.line_count:
            raise ValidationError({"lines": _("The document has no line %(line)s.") % {"line": last}})

    def natural_key(self) -> tuple[Any, ...]:
        """How the fixtures name the record."""
        raise NotImplementedError

    @property
    def record_name(self) -> str:
        """How marks and correction requests name the record: “interventions.action:KN-07”."""
        return f"{self._meta.label_lower}:{'/'.join(map(str, self.natural_key()))}"

    def get_api_url(self) -> str:
        """The record in the API; nothing where no list has it."""
        if not self.api_resource:
            return ""
        name, field = self.api_resource
        return reverse(f"api-{name}-detail", args=[attrgetter(field)(self)])

    @property
    def printed_numbers(self) -> list[PrintedNumber]:
        """Every number that the record takes from its lines."""
        return []

    @property
    def printed_texts(self) -> list[PrintedNumber]:
        """What fields beside the numbers keep in the words of the document."""
        stated = {number.as_printed for number in self.printed_numbers}
        texts = ((name, getattr(self, name)) for name in self.verbatim_fields)
        return [PrintedNumber(text, field=name) for name, text in texts if text and text not in stated]

    @property
    def line_ranges(self) -> list[LineRange]:
        return parse_lines(self.lines)

    @property
    def first_line(self) -> int:
        return self.line_ranges[0].first

    @property
    def printed(self) -> str:
        """The quote as running text."""
        return " ".join(quote_pieces(self.quote))

    @property
    def source_url(self) -> str:
        return f"{reverse('source', args=[self.document.slug])}#L{self.first_line}"


class Sourced(Citation):
    """A record transcribed from a document: immutable in the portal, corrected only in the fixtures."""

    locator = models.CharField(_("place in the document"), max_length=120, help_text=_("Such as “Table 5”."))
    numbers = models.JSONField(
        _("numbers as printed"),
        default=list,
        blank=True,
        validators=[validate_numbers],
        help_text=_("What the words state in numbers; one that fills a field names it."),
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        validate_numbers(self.numbers)  # the field's own validators have only noted what they found
        for number in map(read_number, self.numbers):
            if number.field in self.number_fields and getattr(self, number.field) != number.value:
                raise ValidationError(
                    {"numbers": _("“%(field)s” differs from the field.") % {"field": number.field}}
                )

    @property
    def printed_numbers(self) -> list[PrintedNumber]:
        listed = [read_number(row) for row in self.numbers]
        named = {number.field for number in listed}
        return [*self._field_numbers(named), *listed]

    def code_numbers(self, code: str) -> list[PrintedNumber]:
        """The HS code of a record counts as printed where its quote has it."""
        return [PrintedNumber(code, unit="HS code", field="hs_code")] if code and code in self.quote else []

    def _field_numbers(self, named: set[str]) -> Iterator[PrintedNumber]:
        """Those of fields whose printed form is the value itself."""
        for field, unit in self.number_fields.items():
            value = getattr(self, field)
            if value in (None, "") or field in named:
                continue
            decimal = (
                value if isinstance(value, Decimal) else Decimal(value) if isinstance(value, int) else None
            )
            yield PrintedNumber(as_printed=str(value), value=decimal, unit=unit, field=field)


class PrintedRow(Sourced):
    """A printed record with a name of its own in the fixtures and in addresses."""

    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    position = models.PositiveIntegerField(_("position"), help_text=_("Order in print."))

    objects = SlugManager()

    class Meta:
        abstract = True
        ordering: ClassVar = ["position"]

    @property
    def anchor(self) -> str:
        """Where the record stands on its page."""
        return f"{self._meta.model_name}-{self.slug}"

    def natural_key(self) -> tuple[str]:
        return (self.slug,)
