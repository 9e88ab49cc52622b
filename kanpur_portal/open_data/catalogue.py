"""The catalogue of the data at /data.json, for other catalogues: DCAT 3 as JSON-LD."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import Max, Min
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from exports.models import ExportFigure
from exports.trade import kept
from kanpur_portal import data_version
from kanpur_portal.models import DatasetVersion
from kanpur_portal.open_data import store
from kanpur_portal.open_data.csvw import both
from kanpur_portal.open_data.datasets import DATASETS, Dataset
from kanpur_portal.open_data.licence import ABOUT_LICENCE, LICENCE_URL, PUBLISHER, TITLE
from kanpur_portal.open_data.writers import MEDIA_TYPES

_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
UNREGISTERED = ("application/jsonl",)
# The others are of the country, of its markets, or of the documents themselves.
_OF_THE_DISTRICT = {
    "actions",
    "challenges",
    "interventions",
    "plans",
    "headings",
    "parameters",
    "projects",
    "project-objectives",
    "project-activities",
    "project-results",
    "districts",
    "clusters",
    "sub-sectors",
    "products",
    "swot-items",
    "value-add-ideas",
    "industry-rows",
    "occupation-rows",
    "outcome-targets",
    "tannery-categories",
    "tanneries",
}
_TYPES = "https://www.iana.org/assignments/media-types/"
_ABOUT = _(
    "All tables of the portal as CSV, JSON Lines, Parquet and XLSX, with a data dictionary, the licence, and "
    "versions that stay."
)
_LANGUAGES = [f"http://publications.europa.eu/resource/authority/language/{code}" for code in ("ENG", "HIN")]


def catalogue() -> dict[str, Any]:
    """All datasets with their files; size and checksum of those that are made already."""
    first, last = DatasetVersion.objects.last(), DatasetVersion.objects.first()
    found: dict[str, Any] = {
        "@context": _CONTEXT,
        "@id": address("/data.json"),
        "@type": "dcat:Catalog",
        "dct:title": both(TITLE),
        "dct:description": both(_ABOUT),
        "dct:publisher": {
            "@type": "foaf:Agent",
            "foaf:name": PUBLISHER,
            "foaf:homepage": {"@id": address("/")},
        },
        "dct:license": {"@id": LICENCE_URL},
        "dct:rights": both(ABOUT_LICENCE),
        "dct:language": [{"@id": language} for language in _LANGUAGES],
        "foaf:homepage": {"@id": address(reverse("data"))},
        **_times(first),
    }
    if last:
        found["dcat:version"] = str(last.number)
        found["dcat:hasVersion"] = [_version(last)]
    found["dcat:dataset"] = [_dataset(dataset, first) for dataset in DATASETS.values()]
    return found


def address(path: str) -> str:
    return urljoin(settings.PORTAL_URL, path)


def _dataset(dataset: Dataset, first: DatasetVersion | None) -> dict[str, Any]:
    page = address(reverse("dataset", args=[dataset.name]))
    found: dict[str, Any] = {
        "@id": page,
        "@type": "dcat:Dataset",
        "dct:identifier": dataset.name,
        "dct:title": both(dataset.title),
        "dct:description": both(dataset.about),
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": PUBLISHER},
        "dct:license": {"@id": LICENCE_URL},
        "dcat:landingPage": {"@id": page},
        **_times(_first_with(dataset, first)),
        "dcat:distribution": [*_distributions(dataset), _service(dataset)],
    }
    if dataset.name in _OF_THE_DISTRICT:
        found["dct:spatial"] = {"@type": "dct:Location", "dct:title": "Kanpur Nagar, Uttar Pradesh, India"}
    if days := _days(dataset):
        found["dct:temporal"] = {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _date(days[0]),
            "dcat:endDate": _date(days[1]),
        }
    return found


def _distributions(dataset: Dataset) -> Iterator[dict[str, Any]]:
    for ending, media_type in MEDIA_TYPES.items():
        url = address(reverse("dataset-file", args=[dataset.name, ending]))
        found: dict[str, Any] = {
            "@type": "dcat:Distribution",
            "dct:title": f"{dataset.name}.{ending}",
            "dct:license": {"@id": LICENCE_URL},
            "dcat:accessURL": {"@id": address(reverse("dataset", args=[dataset.name]))},
            "dcat:downloadURL": {"@id": url},
            **_media_type(media_type.partition(";")[0]),
        }
        if kept := store.find(dataset.name, ending):
            found |= _file(kept.size, kept.sha256)
        yield found


def _media_type(name: str) -> dict[str, Any]:
    """By its address in the register of media types, where JSON Lines has none."""
    return {"dct:format": name} if name in UNREGISTERED else {"dcat:mediaType": {"@id": _TYPES + name}}


def _service(dataset: Dataset) -> dict[str, Any]:
    url = address(reverse(f"api-{dataset.name}-list"))
    return {
        "@type": "dcat:Distribution",
        "dct:title": f"API: {dataset.name}",
        "dct:license": {"@id": LICENCE_URL},
        "dcat:accessURL": {"@id": url},
        "dcat:mediaType": {"@id": f"{_TYPES}application/json"},
        "dcat:accessService": {
            "@type": "dcat:DataService",
            "dct:title": PUBLISHER,
            "dcat:endpointURL": {"@id": address("/api/v1/")},
            "dcat:endpointDescription": {"@id": address("/api/schema/")},
        },
    }


def _version(version: DatasetVersion) -> dict[str, Any]:
    return {
        "@id": address(version.get_absolute_url()),
        "@type": "dcat:Dataset",
        "dcat:version": str(version.number),
        "dct:title": both(TITLE),
        "dct:description": both(_ABOUT),
        "dct:license": {"@id": LICENCE_URL},
        "dct:issued": _moment(version.made_at),
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dct:license": {"@id": LICENCE_URL},
                "dcat:accessURL": {"@id": address(version.get_absolute_url())},
                "dcat:downloadURL": {
                    "@id": address(reverse("data-version-file", args=[version.number, "all", "zip"]))
                },
                "dcat:mediaType": {"@id": f"{_TYPES}application/zip"},
                **_file(version.size, version.sha256),
            }
        ],
    }


def _file(size: int, sha256: str) -> dict[str, Any]:
    return {
        "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(size)},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": sha256},
        },
    }


def _first_with(dataset: Dataset, first: DatasetVersion | None) -> DatasetVersion | None:
    """The first version that has it, which is nearly always the first of all: others are rarely asked for."""
    if first is None or dataset.name in first.datasets:
        return first
    return DatasetVersion.objects.filter(datasets__has_key=dataset.name).last()


def _times(first: DatasetVersion | None) -> dict[str, Any]:
    """Issued with the first version that has it; the portal keeps no time of change for each list."""
    found = {}
    if first:
        found["dct:issued"] = _moment(first.made_at)
    if changed := data_version.data_as_of():
        found["dct:modified"] = _moment(changed)
    return found


def _days(dataset: Dataset) -> tuple[date, date] | None:
    """From the first to the last day of the periods of its rows, where it has such."""
    model = dataset.viewset.queryset.model
    if not {"period_start", "period_end"} <= {field.name for field in model._meta.fields}:
        return None
    ends = model.objects.aggregate(first=Min("period_start"), last=Max("period_end"))
    days = [(ends["first"], ends["last"])] if ends["first"] and ends["last"] else []
    if model is ExportFigure and (imported := kept.days()):
        days.append(imported)
    return (min(first for first, _last in days), max(last for _first, last in days)) if days else None


def _date(day: date) -> dict[str, str]:
    return {"@type": "xsd:date", "@value": day.isoformat()}


def _moment(moment: datetime) -> dict[str, str]:
    return {"@type": "xsd:dateTime", "@value": moment.isoformat()}
