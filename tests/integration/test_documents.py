"""The printed plan against the documents that it was taken from."""

from pathlib import Path

import pytest
from django.core.management import call_command


@pytest.mark.documents
@pytest.mark.django_db
def test_every_quote_stands_in_its_document(source_texts: Path) -> None:
    call_command("load", verbosity=0)
    call_command("sources", "check", text=source_texts)
