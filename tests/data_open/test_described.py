"""What the files say of themselves, as other programs read it: CSV on the Web, and the catalogue.

What must be said is written down here, and not read from the code that says it.
"""

import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import pytest

from clusters.models import Place
from exports.models import ExportFigure, TradeFigure
from kanpur_portal import data_version
from kanpur_portal.open_data import catalogue, versions
from kanpur_portal.open_data.csvw import metadata
from kanpur_portal.open_data.datasets import DATASETS

pytestmark = pytest.mark.usefixtures("printed_plan", "db")
LICENCE = {"@id": "https://data.gov.in/sites/default/files/Gazette_Notification_OGDL.pdf"}
DATATYPES = {
    "actions": {
        "reference": "string",
        "url": "anyURI",
        "updates_url": "anyURI",
        "position": "integer",
        "parts": "json",
        "awaiting_confirmation": "boolean",
        "schedule.as_of": "date",
        "schedule.due_on": "date",
        "last_update.reported_at": "dateTime",
        "source.lines": "string",
    },
    "events": {"starts_on": "date", "starts_at": "time", "changed_at": "dateTime"},
    "hs-codes": {"code": "string", "discrepancies": "string"},
    "export-figures": {
        "hs_code": "string",
        "amount.value": "decimal",
        "amount.amount": "decimal",
        "period.start": "date",
        "numbers": "json",
    },
    "imports": {"api_url": "anyURI", "figures_url": "anyURI", "size": "integer", "applied_at": "dateTime"},
}
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/jsonl; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@pytest.fixture
def described() -> dict[str, Any]:
    return metadata(DATASETS.values())


def columns(described: dict[str, Any], name: str) -> dict[str, Any]:
    (table,) = (table for table in described["tables"] if table["url"] == f"{name}.csv")
    return {column["name"]: column for column in table["tableSchema"]["columns"]}


def said_in(texts: list[dict[str, str]]) -> dict[str, str]:
    return {text["@language"]: text["@value"] for text in texts}


def is_hindi(text: str) -> bool:
    return bool(re.search("[\u0900-\u097f]", text))


def test_each_column_is_declared_as_what_it_holds(described: dict[str, Any]) -> None:
    for name, expected in DATATYPES.items():
        found = columns(described, name)
        assert {column: found[column]["datatype"] for column in expected} == expected


def test_a_list_is_split_where_it_was_joined(described: dict[str, Any]) -> None:
    column = columns(described, "export-figures")["discrepancies"]
    dataset = DATASETS["export-figures"]
    lines = io.StringIO(b"".join(dataset.csv(dataset.count())).decode(), newline="")
    lists = [row["discrepancies"] for row in dataset.rows()]
    assert max(map(len, lists)) > 1
    cells = [row["discrepancies"] for row in csv.DictReader(lines)]
    assert [cell.split(column["separator"]) if cell else [] for cell in cells] == lists
    assert "separator" not in columns(described, "export-figures")["amount.value"]


def test_the_key_is_required_and_what_may_be_unknown_is_not(described: dict[str, Any]) -> None:
    assert columns(described, "actions")["reference"]["required"]
    assert not columns(described, "actions")["schedule.due_on"]["required"]
    assert columns(described, "passages")["first_line"]["required"]


def test_a_choice_lists_what_it_allows_and_a_number_its_unit(described: dict[str, Any]) -> None:
    status = columns(described, "actions")["work_status"]["datatype"]
    assert status["base"] == "string"
    assert {"not_started", "completed"} < set(status["format"].split("|"))
    figures = columns(described, "export-figures")
    assert figures["amount.value"]["dc:extent"] == figures["amount.high"]["dc:extent"] == "amount.unit"
    assert figures["amount.amount"]["dc:extent"] == "amount.currency"
    assert said_in(figures["share"]["dc:extent"])["en"] == "percent"
    assert said_in(columns(described, "imports")["size"]["dc:extent"])["en"] == "bytes"
    assert "dc:extent" not in columns(described, "actions")["position"]


def test_what_is_said_is_said_in_both_languages(described: dict[str, Any]) -> None:
    (codes,) = (table for table in described["tables"] if table["url"] == "hs-codes.csv")
    about = str(DATASETS["hs-codes"].about)
    address = columns(described, "hs-codes")["api_url"]
    for texts, english in (
        (codes["dc:title"], "HS codes"),
        (codes["dc:description"], about),
        (address["dc:description"], "Address of the row in the API."),
        (described["dc:title"], "Kanpur cluster portal: all open data"),
    ):
        assert said_in(texts)["en"] == english
        assert is_hindi(said_in(texts)["hi"])
    assert described["dc:license"] == LICENCE
    assert described["dc:publisher"] == "Kanpur cluster portal"
    assert "still to be confirmed" in said_in(described["dc:rights"])["en"]


def test_csvw_readers_know_every_name_in_a_note(described: dict[str, Any]) -> None:
    """In a note, an object has keywords and names with a prefix: languages as names are none of these."""
    for value in notes(described):
        for said in value if isinstance(value, list) else [value]:
            assert isinstance(said, str) or all(name.startswith("@") for name in said), said


def notes(found: Any) -> Iterator[Any]:
    if isinstance(found, list):
        for each in found:
            yield from notes(each)
    elif isinstance(found, dict):
        for name, value in found.items():
            if ":" in name:
                yield value
            else:
                yield from notes(value)


@pytest.mark.usefixtures("few")
def test_the_catalogue_describes_each_file_as_it_is_sent(get: Callable[..., Any]) -> None:
    for ending in MEDIA_TYPES:
        get(f"/data/hs-codes.{ending}").getvalue()
    files = {said["dct:title"]: said for said in entry(get, "hs-codes")["dcat:distribution"]}
    for ending, media_type in MEDIA_TYPES.items():
        said = files[f"hs-codes.{ending}"]
        response = get(urlsplit(said["dcat:downloadURL"]["@id"]).path)
        assert response["Content-Type"] == media_type
        name = media_type.partition(";")[0]
        if ending == "jsonl":  # not in the register
            assert (said["dct:format"], "dcat:mediaType" in said) == (name, False)
        else:
            assert said["dcat:mediaType"]["@id"] == f"https://www.iana.org/assignments/media-types/{name}"
        assert_described(said, response.getvalue())
    assert files["API: hs-codes"]["dcat:accessURL"]["@id"].endswith("/api/v1/hs-codes/")
    unmade = entry(get, "places")["dcat:distribution"][0]
    assert "dcat:byteSize" not in unmade, "nobody asked for it yet"


def assert_described(said: dict[str, Any], content: bytes) -> None:
    assert said["dcat:byteSize"]["@value"] == str(len(content))
    assert said["spdx:checksum"]["spdx:algorithm"]["@id"] == "spdx:checksumAlgorithm_sha256"
    found = said["spdx:checksum"]["spdx:checksumValue"]["@value"]
    assert found == hashlib.sha256(content).hexdigest()
    assert said["dct:license"] == LICENCE


def entry(get: Callable[..., Any], name: str) -> dict[str, Any]:
    datasets: list[dict[str, Any]] = get("/data.json").json()["dcat:dataset"]
    return next(found for found in datasets if found["dct:identifier"] == name)


def test_the_catalogue_says_what_and_whose_it_is_and_until_when(
    get: Callable[..., Any], settings: Any
) -> None:
    settings.PORTAL_URL = "https://portal.example"
    response = get("/data.json")
    assert response["Access-Control-Allow-Origin"] == "*"
    found = response.json()
    assert [language["@id"][-3:] for language in found["dct:language"]] == ["ENG", "HIN"]
    assert found["dct:license"] == LICENCE
    assert "still to be confirmed" in said_in(found["dct:rights"])["en"]
    elsewhere = ("https://", "http://publications.europa.eu/", "spdx:")
    relative = [address for address in addresses(found) if not address.startswith(elsewhere)]
    assert not relative, "a catalogue that has read it stands elsewhere"
    assert "data dictionary" in said_in(found["dct:description"])["en"]
    for dataset in found["dcat:dataset"]:
        assert dataset["dct:license"] == LICENCE
        assert said_in(dataset["dct:title"])["en"] == str(DATASETS[dataset["dct:identifier"]].title)
        assert said_in(dataset["dct:description"])["en"] == str(DATASETS[dataset["dct:identifier"]].about)
        assert is_hindi(said_in(dataset["dct:title"])["hi"])
        assert is_hindi(said_in(dataset["dct:description"])["hi"])
        for said in dataset["dcat:distribution"]:
            assert said["dcat:accessURL"]["@id"].startswith("https://portal.example/")
            assert said["dct:license"] == LICENCE
    figures = next(each for each in found["dcat:dataset"] if each["dct:identifier"] == "export-figures")
    starts = ExportFigure.objects.exclude(period_start=None).values_list("period_start", flat=True)
    ends = ExportFigure.objects.exclude(period_end=None).values_list("period_end", flat=True)
    assert figures["dct:temporal"]["dcat:startDate"]["@value"] == min(starts).isoformat()
    assert figures["dct:temporal"]["dcat:endDate"]["@value"] == max(ends).isoformat()


def addresses(found: Any) -> Iterator[str]:
    for name, value in found.items() if isinstance(found, dict) else enumerate(found):
        if name == "@id":
            yield value
        elif isinstance(value, dict | list):
            yield from addresses(value)


@pytest.mark.usefixtures("few")
def test_the_catalogue_leads_to_the_last_version_and_dates_from_the_first(
    get: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.delitem(DATASETS, "export-figures")
        first = versions.publish()
    Place.objects.order_by("pk").last().delete()  # type: ignore[union-attr]
    last = versions.publish()
    data_version.forget()
    found = get("/data.json").json()
    assert found["dcat:version"] == "2"
    (version,) = found["dcat:hasVersion"]
    assert version["@id"].endswith("/data/versions/2/")
    assert version["dct:issued"]["@value"] == last.made_at.isoformat()
    assert version["dct:license"] == LICENCE
    assert said_in(version["dct:description"]) == said_in(found["dct:description"])
    (said,) = version["dcat:distribution"]
    assert said["dcat:accessURL"]["@id"] == version["@id"]
    assert said["dcat:mediaType"]["@id"].endswith("/application/zip")
    assert_described(said, get(urlsplit(said["dcat:downloadURL"]["@id"]).path).getvalue())
    assert found["dct:issued"]["@value"] == first.made_at.isoformat()
    assert found["dct:modified"]["@value"] == data_version.data_as_of().isoformat()
    datasets = {dataset["dct:identifier"]: dataset for dataset in found["dcat:dataset"]}
    assert datasets["places"]["dct:issued"]["@value"] == first.made_at.isoformat()
    assert datasets["places"]["dct:modified"] == found["dct:modified"]
    assert datasets["export-figures"]["dct:issued"]["@value"] == last.made_at.isoformat(), "new in the second"


def test_imported_figures_widen_the_time_that_the_catalogue_gives(
    get: Callable[..., Any], imported: list[TradeFigure]
) -> None:
    TradeFigure.objects.filter(pk=imported[0].pk).update(period_start=date(1988, 4, 1))
    TradeFigure.objects.filter(pk=imported[1].pk).update(period_start=date(2031, 4, 1))
    time = entry(get, "export-figures")["dct:temporal"]
    assert time["dcat:startDate"]["@value"] == "1988-04-01"
    assert time["dcat:endDate"]["@value"] == "2032-03-31", "the last day of the financial year"


def test_only_what_is_of_the_district_is_placed_there(get: Callable[..., Any]) -> None:
    datasets = get("/data.json").json()["dcat:dataset"]
    placed = {found["dct:identifier"] for found in datasets if "dct:spatial" in found}
    assert placed == catalogue._OF_THE_DISTRICT, "each of them is a list that there is"
    assert {"actions", "clusters", "tanneries"} < placed
    assert not placed & {
        "countries",
        "country-groups",
        "trade-agreements",
        "hs-codes",
        "export-figures",
        "ports",
    }
    found = entry(get, "clusters")["dct:spatial"]["dct:title"]
    assert found == "Kanpur Nagar, Uttar Pradesh, India"
