"""JSON of the API is what REST framework's own renderer writes."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.renderers import JSONRenderer

from kanpur_portal.json_renderer import FastJSONRenderer

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    TEXTS,
    st.dates(),
    st.datetimes(timezones=st.sampled_from([None, UTC])),
)
ROWS = st.recursive(CELLS, lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner), max_leaves=20)


@given(ROWS)
def test_every_answer_is_written_as_before(data: Any) -> None:
    assert FastJSONRenderer().render(data) == JSONRenderer().render(data)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6), st.floats(allow_nan=False))
def test_numbers_have_the_same_value(number: Decimal, fraction: float) -> None:
    data = [number, fraction if abs(fraction) < 1e300 else 0]
    assert json.loads(FastJSONRenderer().render(data)) == json.loads(JSONRenderer().render(data))


@pytest.mark.parametrize(
    "data",
    [
        {"lazy": gettext_lazy("Document"), "tuple": (1, "a"), 7: "number"},
        {
            "day": date(2026, 4, 1),
            "at": datetime(2026, 4, 1, 12, 30, 0, 5, tzinfo=UTC),
            "of": Decimal("1.50"),
        },
        "line\u2028end\u2029",
        None,
    ],
)
def test_what_is_more_than_json_is_written_as_before(data: Any) -> None:
    assert FastJSONRenderer().render(data) == JSONRenderer().render(data)


def test_indented_where_that_is_asked_for() -> None:
    assert FastJSONRenderer().render({"a": 1}, "application/json; indent=2") == b'{\n  "a": 1\n}'
