"""What is said of a column, and in small pieces of code and of text: without a single row."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import RequestFactory
from django.utils import formats, translation
from rest_framework import serializers

from clusters.models import Place
from exports.trade.csv_stream import Interrupted
from kanpur_portal import data_version
from kanpur_portal.models import DatasetVersion
from kanpur_portal.open_data import pages
from kanpur_portal.open_data.columns import Column, columns_of_serializer
from kanpur_portal.open_data.counting import Counted
from kanpur_portal.open_data.datasets import DATASETS
from kanpur_portal.open_data.examples import examples


class RecordSerializer(serializers.Serializer):
    label = serializers.CharField()
    document = serializers.CharField(help_text="In its own words.")


class RowSerializer(serializers.ModelSerializer):
    record = RecordSerializer(allow_null=True)
    extra: Any = serializers.JSONField()
    counted = serializers.SerializerMethodField()
    perhaps = serializers.SerializerMethodField()
    whatever = serializers.SerializerMethodField()

    class Meta:
        model = Place
        fields = ["name", "note", "record", "extra", "counted", "perhaps", "whatever"]

    def get_counted(self, row: Any) -> int:
        return 0

    def get_perhaps(self, row: Any) -> int | None:
        return None

    def get_whatever(self, row: Any) -> Any:
        return None


@pytest.fixture
def columns() -> dict[str, Column]:
    return {column.name: column for column in columns_of_serializer(RowSerializer())}


def test_codes_are_named_to_every_program_that_would_take_them_for_numbers() -> None:
    said = {
        name: {
            example["title"]: example["code"]
            for example in examples(DATASETS[name], RequestFactory().get("/"))
        }
        for name in ("hs-codes", "export-figures", "places")
    }
    for name, code in (("hs-codes", "code"), ("export-figures", "hs_code")):
        address = f"http://testserver/data/{name}.csv"
        assert f'read_csv("{address}", dtype={{"{code}": "string"}})' in said[name]["pandas"]
        assert f'read_csv("{address}", col_types = list(`{code}` = "c"))' in said[name]["R"]
        assert f"read_csv('{address}', types = {{'{code}': 'VARCHAR'}})" in said[name]["DuckDB"]
    assert 'read_csv("http://testserver/data/places.csv")' in said["places"]["R"]


def test_only_that_is_nullable_which_may_be_nothing(columns: dict[str, Column]) -> None:
    nullable = {name for name, column in columns.items() if column.nullable}
    assert nullable == {"record.label", "record.document", "perhaps", "whatever"}


def test_objects_and_numbers_that_a_method_makes_are_no_texts(columns: dict[str, Column]) -> None:
    assert columns["extra"].type == "objects"
    assert columns["counted"].type == columns["perhaps"].type == "whole"
    assert columns["name"].type == "text"


def test_the_closest_words_say_what_a_column_means(columns: dict[str, Column]) -> None:
    """Of the list, of the dotted name, of its last part, of the model: in this order."""
    meanings = {name: str(column.meaning) for name, column in columns.items()}
    assert meanings["record.document"] == "In its own words."
    assert meanings["record.label"] == "The record, in words."
    assert meanings["name"] == "The name."
    assert meanings["note"] == "note"
    figures = {column.name: str(column.meaning) for column in DATASETS["export-figures"].columns}
    assert figures["source.document"].startswith("The document that the row was transcribed from")


@pytest.mark.parametrize("found", [1, 3])
def test_too_few_rows_and_too_many_are_noticed(found: int) -> None:
    with pytest.raises(Interrupted, match=f"2 rows were announced, {found} found"):
        list(Counted([{}] * found, expected=2))
    assert len(list(Counted([{}, {}], expected=2))) == 2
    assert len(list(Counted([{}] * found))) == found


def test_the_attribution_has_the_day_of_the_district(monkeypatch: pytest.MonkeyPatch) -> None:
    past_midnight_in_kanpur = datetime(2026, 8, 3, 20, tzinfo=UTC)
    monkeypatch.setattr(data_version, "data_as_of", lambda: past_midnight_in_kanpur)
    request = RequestFactory().get("/data/")
    for version in (None, DatasetVersion(number=1, made_at=past_midnight_in_kanpur)):
        assert "(04/08/2026)" in pages._attribution(request, version)


def test_a_day_is_written_in_hindi_as_in_english() -> None:
    with translation.override("hi"):
        assert formats.date_format(date(2026, 4, 5)) == "5 अप्रैल 2026"
        assert formats.date_format(date(2026, 4, 5), "SHORT_DATE_FORMAT") == "05-04-2026"
        assert formats.date_format(datetime(2026, 4, 5, 17, 30), "DATETIME_FORMAT") == "5 अप्रैल 2026, 17:30"  # noqa: DTZ001
