"""What every sourced row carries in the API, the documents, and the register of discrepancies."""

from typing import Any

from sources.api.corrections import CorrectionRequestViewSet
from sources.api.discrepancies import DiscrepancyViewSet
from sources.api.documents import ROUTES
from sources.api.fields import ApiURLField, KindField, PageURLField, PlainDecimalField, page_url, renderers_of
from sources.api.passages import PassageViewSet
from sources.api.rows import (
    ADDRESSES,
    PROOF,
    FieldAmountSerializer,
    MeasuredSerializer,
    PrintedRowSerializer,
    PrintedRowViewSet,
    ReadSerializer,
    SourcedSerializer,
    SourcedViewSet,
)

__all__ = [
    "ADDRESSES",
    "API_ROUTES",
    "PROOF",
    "ApiURLField",
    "FieldAmountSerializer",
    "KindField",
    "MeasuredSerializer",
    "PageURLField",
    "PlainDecimalField",
    "PrintedRowSerializer",
    "PrintedRowViewSet",
    "ReadSerializer",
    "SourcedSerializer",
    "SourcedViewSet",
    "page_url",
    "renderers_of",
]

API_ROUTES: list[tuple[str, Any]] = [
    ("passages", PassageViewSet),
    *ROUTES,
    ("discrepancies", DiscrepancyViewSet),
    ("correction-requests", CorrectionRequestViewSet),
]
