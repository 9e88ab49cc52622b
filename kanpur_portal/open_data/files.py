"""The files: of the data as they stand, and of the versions that stay. One address in all languages."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kanpur_portal import data_version
from kanpur_portal.models import DatasetVersion
from kanpur_portal.open_data import store, versions
from kanpur_portal.open_data.counting import Counted
from kanpur_portal.open_data.datasets import DATASETS, Dataset
from kanpur_portal.open_data.package import write_package
from kanpur_portal.open_data.writers import MEDIA_TYPES, STREAMED, XLSX_ROWS, json_lines
from kanpur_portal.problems import problem

_PIECE = 1 << 16
_FOR_ALL_SITES = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Disposition, ETag, Repr-Digest, X-Total-Count",
}
_ASK_AGAIN, _NEVER_CHANGES = "no-cache", "public, max-age=31536000, immutable"


@login_not_required
@require_safe
def dataset_file(request: HttpRequest, name: str, ending: str) -> HttpResponseBase:
    """The whole of a dataset in one of the formats."""
    if refused := _refusal(request, name, ending):
        return refused
    dataset, rows = DATASETS[name], store.counts()[name]
    if ending == "xlsx" and rows > XLSX_ROWS:
        message = _("A sheet holds %(most)s rows, and this dataset has %(rows)s. Take CSV or Parquet.")
        return problem(request, 406, message % {"most": XLSX_ROWS, "rows": rows})
    if ending in STREAMED and rows > store.STREAM_ABOVE:
        return _stream(request, dataset, ending, rows)
    kept = store.keep_dataset(dataset, ending)
    return _kept_file(request, kept, f"{name}.{ending}", MEDIA_TYPES[ending])


@login_not_required
@require_safe
def package(request: HttpRequest) -> HttpResponseBase:
    """Every table in one ZIP; that of the last version where there are too many rows to wait for."""
    if refused := _refuse_parameters(request):
        return refused
    last = DatasetVersion.objects.first()
    rows = sum(store.counts().values())
    if last and rows > store.STREAM_ABOVE:
        return HttpResponseRedirect(reverse("data-version-file", args=[last.number, "all", "zip"]))

    def make(path: Path) -> int:
        return sum(found["rows"] for found in write_package(path).values())

    return _kept_file(request, store.keep("all", "zip", make), "kanpur-cluster-portal.zip", "application/zip")


@login_not_required
@require_safe
def version_file(request: HttpRequest, number: int, name: str, ending: str) -> HttpResponseBase:
    """A table, the ZIP or the list of changes of a version: what was cited, whatever came after it."""
    if refused := _refuse_parameters(request):
        return refused
    version = DatasetVersion.objects.filter(number=number).first()
    if version and versions.folder(number).is_dir():
        if (name, ending) == ("all", "zip"):
            return _package_of(request, version)
        if (name, ending) == ("changes", "csv"):
            return _changes_of(request, version)
        if ending == "csv" and "sha256" in version.datasets.get(name, {}):
            return _table_of(request, version, name)
    return problem(request, 404, _("There is no such version, or it has no such file."))


def _refusal(request: HttpRequest, name: str, ending: str) -> HttpResponse | None:
    if name not in DATASETS:
        message = _("There is no such dataset. There are: %(allowed)s.")
        return problem(request, 404, message % {"allowed": ", ".join(DATASETS)})
    if ending not in MEDIA_TYPES:
        message = _("There is no such format. There are: %(allowed)s.")
        return problem(request, 404, message % {"allowed": ", ".join(MEDIA_TYPES)})
    return _refuse_parameters(request)


def _refuse_parameters(request: HttpRequest) -> HttpResponse | None:
    """Whoever sent a filter would take the whole file for what it lets through."""
    if not request.GET:
        return None
    message = _("This file is always whole and takes no parameters. The lists of the API take filters.")
    return problem(request, 400, message)


def _stream(request: HttpRequest, dataset: Dataset, ending: str, rows: int) -> HttpResponseBase:
    """Sent as it is made. If it ends too early the connection is cut: no reader takes it for the whole."""
    content_type = MEDIA_TYPES[ending]
    response: HttpResponseBase = (
        HttpResponse(content_type=content_type)
        if request.method == "HEAD"
        else StreamingHttpResponse(_lines(dataset, ending, rows), content_type=content_type)
    )
    response["Content-Disposition"] = f'attachment; filename="{dataset.name}.{ending}"'
    response["ETag"] = f'W/"{dataset.name}-{ending}-{data_version.current()}"'
    return _said(response, rows, _ASK_AGAIN)


def _lines(dataset: Dataset, ending: str, rows: int) -> Iterator[bytes]:
    if ending == "csv":
        return dataset.csv(rows)
    return json_lines(dataset.columns, Counted(dataset.rows(), expected=rows))


def _kept_file(
    request: HttpRequest, kept: store.Kept, name: str, content_type: str, cached: str = _ASK_AGAIN
) -> HttpResponseBase:
    if held := _if_held(request, kept.sha256):
        return held
    file = kept.path.open("rb")
    response = FileResponse(file, as_attachment=True, filename=name, content_type=content_type)
    return _said(_signed(response, kept.sha256), kept.rows, cached)


def _package_of(request: HttpRequest, version: DatasetVersion) -> HttpResponseBase:
    rows = sum(found["rows"] for found in version.datasets.values())
    kept = store.Kept(versions.folder(version.number) / versions.PACKAGE, rows, version.sha256)
    name = f"kanpur-cluster-portal-{version.number}.zip"
    return _kept_file(request, kept, name, "application/zip", _NEVER_CHANGES)


def _changes_of(request: HttpRequest, version: DatasetVersion) -> HttpResponseBase:
    path = versions.folder(version.number) / versions.CHANGES
    kept = store.Kept(path, version.changed_rows, store.checksum(path))
    return _kept_file(request, kept, f"changes-{version.number}.csv", MEDIA_TYPES["csv"], _NEVER_CHANGES)


def _table_of(request: HttpRequest, version: DatasetVersion, name: str) -> HttpResponseBase:
    found = version.datasets[name]
    if held := _if_held(request, found["sha256"]):
        return held
    pieces = _unpacked(versions.folder(version.number) / versions.PACKAGE, f"{name}.csv")
    response = StreamingHttpResponse(pieces, content_type=MEDIA_TYPES["csv"])
    response["Content-Length"] = str(found["size"])
    response["Content-Disposition"] = f'attachment; filename="{name}-{version.number}.csv"'
    return _said(_signed(response, found["sha256"]), found["rows"], _NEVER_CHANGES)


def _unpacked(path: Path, name: str) -> Iterator[bytes]:
    with ZipFile(path) as package, package.open(name) as file:
        while piece := file.read(_PIECE):
            yield piece


def _if_held(request: HttpRequest, sha256: str) -> HttpResponseBase | None:
    """304 for a reader who has the file: before it is opened."""
    return get_conditional_response(request, etag=f'"{sha256}"')


def _signed(response: HttpResponseBase, sha256: str) -> HttpResponseBase:
    response["ETag"] = f'"{sha256}"'
    response["Repr-Digest"] = f"sha-256=:{base64.b64encode(bytes.fromhex(sha256)).decode()}:"
    # Not compressed on the way: a length that was promised shows a reader where the line broke.
    response["Content-Encoding"] = "identity"
    return response


def _said(response: HttpResponseBase, rows: int, cached: str) -> HttpResponseBase:
    response["X-Total-Count"] = str(rows)
    response["Cache-Control"] = cached
    for name, value in _FOR_ALL_SITES.items():
        response[name] = value
    return response
