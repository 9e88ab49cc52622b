"""What search knows of: each record with its names, details and words, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import get_language, pgettext_lazy

from sources.addresses import reverse
from sources.models import Citation


class Kind(models.TextChoices):
    """In the order in which equally good results stand."""

    CLUSTER = "cluster", pgettext_lazy("search results", "Clusters and the district")
    PRODUCT = "product", pgettext_lazy("search results", "Products")
    HS_CODE = "hs-code", pgettext_lazy("search results", "HS codes that the plan prints")
    MARKET = "market", pgettext_lazy("search results", "Markets")
    SCHEME = "scheme", pgettext_lazy("search results", "Schemes")
    ACTION = "action", pgettext_lazy("search results", "Actions of the plan")
    EVENT = "event", pgettext_lazy("search results", "Events")
    TRAINING = "training", pgettext_lazy("search results", "Trainings and projects")
    ORGANISATION = "organisation", pgettext_lazy("search results", "Organisations")
    PLACE = "place", pgettext_lazy("search results", "Places and ports")
    SOLVED = "solved-issue", pgettext_lazy("search results", "Issues that were solved")
    FIGURE = "figure", pgettext_lazy("search results", "Figures")
    PASSAGE = "passage", pgettext_lazy("search results", "Passages of the documents")
    DISCREPANCY = "discrepancy", pgettext_lazy("search results", "Discrepancies")
    OFFICIAL = "official", pgettext_lazy("search results", "Official HS nomenclature")


KIND_ORDER = {kind: place for place, kind in enumerate(Kind)}


class Bilingual(NamedTuple):
    """Words in English and, where there are any, in Hindi."""

    english: str
    hindi: str = ""

    @property
    def shown(self) -> str:
        return self.hindi if get_language() == "hi" and self.hindi else self.english or self.hindi

    @property
    def language(self) -> str:
        """Of what is shown, where it is not the reader's; the words of a document stay English."""
        if get_language() == "hi":
            return "en" if self.english and not self.hindi else ""
        return "hi" if self.hindi and not self.english else ""


NO_WORDS = Bilingual("")


@dataclass(frozen=True)
class Detail:
    """One more fact by which the record is found: “saddlery”, for which it is “exported to now”."""

    words: Bilingual
    label: Callable[[], Any] = str  # in the reader's language: what the words are to the record
    record: Citation | None = None  # the printed row that says so
    code: str = ""


@dataclass(frozen=True)
class Entry:
    """A record as search sees it. `code` is a reference (KN-07, D-012, DE) or an HS code."""

    kind: Kind
    record: Any  # knows its address
    names: Sequence[Bilingual] = ()
    heading: Callable[[], Any] = str  # in the reader's language: of a record without a name
    code: str = ""
    goods_codes: Sequence[str] = ()  # HS codes printed with the goods that it is about
    details: Sequence[Detail] = ()
    text: Bilingual = NO_WORDS

    @property
    def url(self) -> str:
        return str(self.record.get_absolute_url())

    @property
    def name(self) -> Bilingual:
        return self.names[0] if self.names else Bilingual(capfirst(str(self.heading())))


@dataclass(frozen=True)
class OfficialCode:
    """A code of the official list, which is no record of the portal."""

    code: str

    def get_absolute_url(self) -> str:
        return reverse("hs-code", args=[self.code])
