"""A measured number keeps its printed form: where that is in digits, they are the value."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from clusters.models import Statistic, TanneryCategory
from exports.models import ExportFigure

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("printed_plan")]


def test_every_measured_record_is_as_printed() -> None:
    for model in (Statistic, TanneryCategory, ExportFigure):
        records = list(model.objects.select_related("document"))
        assert records
        for record in records:
            record.clean()


@pytest.mark.parametrize(
    ("as_printed", "value", "high"),
    [
        ("1,20,000", "12000", None),
        ("400.00", "4000", None),
        ("95-99", "95", None),
        ("95–99", "95", "98"),
        ("95", "95", "99"),
    ],
)
def test_digits_that_are_not_the_value_are_refused(as_printed: str, value: str, high: str | None) -> None:
    record = Statistic.objects.select_related("document").first()
    assert record
    record.as_printed, record.value, record.high = as_printed, Decimal(value), high and Decimal(high)
    with pytest.raises(ValidationError) as refused:
        record.clean()
    assert set(refused.value.message_dict) == {"as_printed"}


@pytest.mark.parametrize("as_printed", ["third", "2nd", "400. 00"])
def test_what_is_not_in_digits_alone_is_not_read(as_printed: str) -> None:
    record = Statistic.objects.select_related("document").first()
    assert record
    record.as_printed, record.value, record.high = as_printed, Decimal(7), None
    record.clean()
