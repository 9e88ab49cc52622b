"""A list as a file is the same for every reader, whatever page it was taken from."""

import pytest
from django.test import Client

ADDRESSES = ["plan", "discrepancies", "sources/export-plan", "clusters/plastic/challenges"]


@pytest.mark.usefixtures("printed_plan", "db")
@pytest.mark.parametrize("file_format", ["csv", "json"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_in_hindi_the_file_is_the_same(client: Client, address: str, file_format: str) -> None:
    english, hindi = (client.get(f"{prefix}/{address}.{file_format}") for prefix in ("", "/hi"))
    assert english.status_code == 200
    assert english.content == hindi.content
