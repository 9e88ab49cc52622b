"""What every import needs."""

import pytest
from django.core.management import call_command


@pytest.fixture
def reporters(db: None) -> None:
    call_command("loaddata", "exports__reporter", verbosity=0)
