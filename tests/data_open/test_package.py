"""The ZIP of everything, what describes it, and that nobody's person is in it."""

import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.urls import resolve
from django.utils import timezone, translation
from django.utils.functional import Promise

from interventions.actions import Report, file_update
from interventions.models import Action, Authority, ExporterIssue
from kanpur_portal import data_version, roles
from kanpur_portal.open_data import store
from kanpur_portal.open_data.csvw import both
from kanpur_portal.open_data.datasets import DATASETS
from kanpur_portal.open_data.licence import ABOUT_LICENCE, TITLE
from kanpur_portal.open_data.meanings import OF_THE_API
from kanpur_portal.open_data.package import write_package
from kanpur_portal.open_data.readme import readme
from sources.models import CorrectionRequest
from sources.tables import columns_of
from tests.factories import UserFactory

pytestmark = pytest.mark.usefixtures("printed_plan", "db")
PARSED: dict[str, Callable[[str], Any]] = {
    "anyURI": lambda text: urlsplit(text).scheme.startswith("http") or pytest.fail(text),
    "boolean": {"true": True, "false": False}.__getitem__,
    "integer": int,
    "decimal": Decimal,
    "date": date.fromisoformat,
    "dateTime": datetime.fromisoformat,
    "time": time.fromisoformat,
    "json": json.loads,
    "string": str,
}


@pytest.fixture(scope="module")
def package(
    printed_plan: None, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any
) -> Iterator[zipfile.ZipFile]:
    path = tmp_path_factory.mktemp("package") / "all.zip"
    with django_db_blocker.unblock():
        write_package(path)
    with zipfile.ZipFile(path) as package:
        yield package


def table(package: zipfile.ZipFile, name: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(package.read(name).decode(), newline="")))


def test_the_metadata_describe_every_cell_of_every_table(package: zipfile.ZipFile) -> None:
    described = json.loads(package.read("csv-metadata.json"))
    assert described["@context"][0] == "http://www.w3.org/ns/csvw"
    assert described["dc:license"]["@id"].startswith("https://data.gov.in/")
    tables = {said["url"]: said for said in described["tables"]}
    assert set(tables) == {f"{name}.csv" for name in DATASETS}
    for name, said in tables.items():
        header, *rows = table(package, name)
        columns = said["tableSchema"]["columns"]
        assert [column["titles"] for column in columns] == header
        assert len(rows) == DATASETS[name.removesuffix(".csv")].count()
        for index, column in enumerate(columns):
            for row in rows:
                check_cell(name, column, row[index])
        key = [header.index(column) for column in said["tableSchema"]["primaryKey"]]
        assert len({tuple(row[index] for index in key) for row in rows}) == len(rows)


def check_cell(table: str, column: dict[str, Any], cell: str) -> None:
    datatype = column["datatype"]
    if cell == "":
        assert not column["required"], (table, column["name"])
        return
    for part in cell.split(column["separator"]) if "separator" in column else [cell]:
        if isinstance(datatype, dict):
            assert re.fullmatch(datatype["format"], part), (table, column["name"], part)
        else:
            PARSED[datatype](part)


def test_the_checksums_are_those_of_the_files(package: zipfile.ZipFile) -> None:
    said = dict(reversed(line.split("  ")) for line in package.read("CHECKSUMS").decode().splitlines())
    assert set(said) == set(package.namelist()) - {"CHECKSUMS"}
    for name, sha256 in said.items():
        assert hashlib.sha256(package.read(name)).hexdigest() == sha256


def test_the_readme_speaks_both_languages(package: zipfile.ZipFile) -> None:
    text = package.read("README.txt").decode()
    assert "Government Open Data License - India" in text
    assert "hs-codes.csv" in text
    assert "तालिकाएँ" in text or "कानपुर" in text


def test_the_readme_says_which_data_of_which_day_and_how_much() -> None:
    text = readme(3, date(2026, 4, 1), {"hs-codes": {"rows": 30, "size": 9876}})
    english, hindi = text.split("\n\n" + both(TITLE)[1]["@value"] + "\n")
    assert english.startswith("Kanpur cluster portal: all open data\nVersion 3\nData as of 2026-04-01\n")
    assert "hs-codes.csv  HS codes  (30)" in english
    assert "still to be confirmed by the administrator" in english
    assert "2026-04-01" in hindi
    assert re.search(r"hs-codes\.csv  [\u0900-\u097f ]+.*\(30\)", hindi)
    licence = "Government Open Data License - India: https://data.gov.in/sites/default/files/Gazette"
    assert both(ABOUT_LICENCE)[1]["@value"] in hindi
    assert licence in english
    assert licence in hindi


@pytest.mark.usefixtures("few")
def test_the_zip_tells_the_day_of_the_data_in_the_district_and_no_hour_of_its_making(
    data_folder: Path,
) -> None:
    with time_machine.travel("2026-08-03T20:00:00+00:00"):  # past midnight in Kanpur
        data_version.bump()
        data_version.forget()
        written = write_package(data_folder / "all.zip")
    with zipfile.ZipFile(data_folder / "all.zip") as package:
        assert "Data as of 2026-08-04" in package.read("README.txt").decode()
        for entry in package.infolist():
            assert entry.date_time == (1980, 1, 1, 0, 0, 0)
            assert entry.external_attr >> 16 == 0o644
        for name, said in written.items():
            assert said["size"] == package.getinfo(f"{name}.csv").file_size


def test_rows_are_the_same_in_every_language() -> None:
    for name in ("actions", "export-figures", "statistics"):
        english = list(DATASETS[name].rows())
        with translation.override("hi"):
            assert list(DATASETS[name].rows()) == english


@pytest.mark.usefixtures("few")
def test_the_same_data_make_the_same_bytes_in_either_language(
    data_folder: Path, get: Callable[..., Any]
) -> None:
    write_package(data_folder / "one.zip")
    response = get("/data/all.zip", accept_language="hi")
    assert response["ETag"] == f'"{store.checksum(data_folder / "one.zip")}"'
    assert hashlib.sha256(response.getvalue()).hexdigest() == store.checksum(data_folder / "one.zip")


def test_no_person_is_in_the_data() -> None:
    officer = UserFactory(
        role=roles.DEPUTY_COMMISSIONER,
        first_name="Savitri",
        last_name="Unmistakable",
        email="savitri@example.org",
    )
    report = Report("completed", "green", done="Agreed with the association.")
    file_update(by=officer, action=Action.objects.get(reference="KN-07"), revision=0, report=report)
    since = timezone.now()
    ExporterIssue.objects.create(
        topic="other",
        text="The bank keeps the money of Unmistakable and sons.",
        language="en",
        held_by=Authority.objects.get(slug="diepc"),
        held_since=since,
        received_at=since,
        counted_from=since.date(),
    )
    document = Action.objects.get(reference="KN-07").document
    CorrectionRequest.objects.create(document=document, line=1044, text="Is this a misprint of the plan?")
    names = set(DATASETS) - {"passages"}  # made of the documents alone
    tables = (DATASETS[name] for name in names)
    written = "".join(piece.decode() for table in tables for piece in table.csv(table.count()))
    assert "Agreed with the association." in written
    assert "Is this a misprint of the plan?" in written, "public by design"
    for private in ("Unmistakable", "Savitri", "savitri@example.org", officer.username, "keeps the money"):
        assert private not in written


def test_every_column_has_a_meaning_and_the_translators_find_it() -> None:
    listed = set(OF_THE_API)
    for dataset in DATASETS.values():
        for column in dataset.columns:
            assert str(column.meaning), f"{dataset.name}: {column.name} belongs in open_data/meanings.py"
        for name, field in columns_of(dataset.example_serializer()):
            said = field.help_text
            assert not said or isinstance(said, Promise) or said in listed, (
                f"{dataset.name}: {name}: list “{said}” in open_data/meanings.py"
            )


def test_the_catalogue_names_every_dataset_and_file(get: Callable[..., Any]) -> None:
    get("/data/hs-codes.csv").getvalue()
    response = get("/data.json")
    assert response["Content-Type"] == "application/ld+json"
    found = response.json()
    datasets = {dataset["dct:identifier"]: dataset for dataset in found["dcat:dataset"]}
    assert list(datasets) == list(DATASETS)
    for name, dataset in datasets.items():
        assert {title["@language"] for title in dataset["dct:title"]} == {"en", "hi"}
        for said in dataset["dcat:distribution"]:
            url = said.get("dcat:downloadURL", said["dcat:accessURL"])["@id"]
            assert resolve(urlsplit(url).path).url_name in ("dataset-file", f"api-{name}-list")
    prebuilt = datasets["hs-codes"]["dcat:distribution"][0]
    assert (
        prebuilt["spdx:checksum"]["spdx:checksumValue"]["@value"] in store.find("hs-codes", "csv").path.name
    )
    assert datasets["export-figures"]["dct:temporal"]["dcat:startDate"]["@value"] < "2021"
