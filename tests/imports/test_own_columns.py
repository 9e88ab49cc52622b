"""What data editors are told of the portal's own layout is what its files are held to."""

from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from exports.import_columns import OwnColumn, empty_table, own_columns
from exports.imports.own_layout import COLUMNS, HEADING
from exports.imports.rows import FileRefused
from exports.models import TradeFigure
from tests.factories import UserFactory
from tests.imports.bringing import applied
from tests.imports.files import taken

GOOD = {
    "source": "portal", "reporter": "IN", "flow": "export", "hs_edition": "HS 2017", "hs_code": "4201",
    "partner": "DE", "basis": "CY", "period_start": "2023-01-01", "currency": "INR", "amount": "5.00",
    "quantity": "1.5", "quantity_unit": "kg", "provisional": "false",
}  # fmt: skip
# The day is the first of each kind of period in turn.
FIRST_DAYS = {"FY": "2023-04-01", "CY": "2023-01-01", "month": "2023-01-01"}


def file(cells: dict[str, str]) -> str:
    return f"{','.join(cells)}\n{','.join(cells.values())}\n"


def test_every_column_is_explained_in_the_order_of_the_layout() -> None:
    columns = own_columns()
    assert tuple(column.name for column in columns) == COLUMNS == tuple(GOOD)
    assert [column.name for column in columns if column.may_be_missing] == [
        "source", "hs_edition", "quantity", "quantity_unit", "provisional"
    ]  # fmt: skip


@pytest.mark.parametrize("column", own_columns(), ids=lambda column: column.name)
def test_what_may_be_left_out_can_be_and_nothing_else(column: OwnColumn, tmp_path: Path) -> None:
    without = {name: cell for name, cell in GOOD.items() if name != column.name}
    if column.name == "quantity_unit":  # there is no quantity without its unit
        del without["quantity"]
    if column.may_be_missing:
        assert len(taken("own", tmp_path, file(without)).rows) == 1
    else:
        with pytest.raises(FileRefused, match=column.name):
            taken("own", tmp_path, file(without))


@pytest.mark.parametrize("column", [column for column in own_columns() if column.words], ids=lambda c: c.name)
def test_its_words_are_taken_and_no_others(column: OwnColumn, tmp_path: Path) -> None:
    for word in column.words:
        cells = {**GOOD, column.name: word}
        cells["period_start"] = FIRST_DAYS[cells["basis"]]
        assert len(taken("own", tmp_path, file(cells)).rows) == 1, word
    assert not taken("own", tmp_path, file({**GOOD, column.name: "gossip"})).rows


@pytest.mark.parametrize("page", ["/data/imports/new/", "/data/imports/new/?layout=own"])
def test_data_editors_are_offered_an_empty_table(page: str, db: None) -> None:
    editor = UserFactory()
    editor.user_permissions.add(Permission.objects.get(codename="import_figures"))
    client = Client()
    client.force_login(editor, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert f'href="{empty_table()}"' in client.get(page).content.decode()
    assert empty_table() not in client.get("/data/imports/new/?layout=dgcis").content.decode()


def test_the_empty_table_is_empty_whatever_was_imported(client: Client, db: None) -> None:
    applied(("4201", "DE", 2023, "5.00", "false", "IN"))
    assert TradeFigure.objects.exists()
    response = client.get(empty_table())
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert b"".join(response).decode() == HEADING  # type: ignore[call-overload]
