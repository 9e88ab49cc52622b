"""`manage.py import_figures`."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from exports.models import ImportBatch, TradeFigure
from tests.imports.bringing import applied, file_of

BAGS = ("42022110", "DE", 2023, "1200.50")
BAD = ("420", "DE", 2023, "5")
pytestmark = pytest.mark.usefixtures("reporters")


def run(folder: Path, *lines: tuple[object, ...], words: tuple[str, ...] = ()) -> str:
    path = folder / "figures.csv"
    path.write_bytes(file_of(*lines).read())
    out = StringIO()
    options = ["--layout", "own", "--retrieved-on", "2026-03-31", *words]
    try:
        call_command("import_figures", str(path), *options, stdout=out)
    except CommandError as error:
        return f"{out.getvalue()}refused: {error}"
    return out.getvalue()


def test_without_apply_it_only_checks(tmp_path: Path) -> None:
    said = run(tmp_path, BAGS, BAD)
    assert "1 added, 0 changed, 0 unchanged, 1 rejected" in said
    assert "  row 3, hs_code, “420”, An odd number of digits" in said
    assert "refused" not in said
    assert not TradeFigure.objects.exists()


def test_with_apply_it_applies(tmp_path: Path) -> None:
    earlier = applied(("42022110", "DE", 2023, "1"))
    said = run(tmp_path, BAGS, words=("--apply", "--source-url", "https://example.org/x"))
    batch = ImportBatch.objects.exclude(pk=earlier.pk).get()
    assert f"{batch.number} is applied: 0 added, 1 changed, 0 unchanged, 0 rejected." in said
    assert (batch.made_by, batch.source_url) == (None, "https://example.org/x")
    assert TradeFigure.objects.get().amount == 120050


def test_rejected_rows_have_to_be_accepted(tmp_path: Path) -> None:
    rows = [BAGS, *((f"42{number:02}1", "DE", 2023, "5") for number in range(25))]
    said = run(tmp_path, *rows, words=("--apply",))
    assert said.endswith("refused: 25 rows were rejected. To leave them out: --accept-rejected 25")
    assert (said.count("\n  row "), "  and 5 more" in said) == (20, True)
    assert not TradeFigure.objects.exists()
    assert "is applied" in run(tmp_path, *rows, words=("--apply", "--accept-rejected", "25"))


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        (("--answer", "colour=red"), "colour: This layout does not ask for it."),
        (("--answer", "red"), "write it as NAME=VALUE"),
        (("--layout", "dgcis"), "This has to be answered"),
        (("--retrieved-on", "2126-01-01"), "retrieved_on: This day has not come yet."),
        (("--layout", "comtrade"), "is refused: "),
    ],
)
def test_what_is_wrong_is_said(words: tuple[str, ...], refusal: str, tmp_path: Path) -> None:
    assert refusal in run(tmp_path, BAGS, words=words).partition("refused: ")[2]


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_figures", "/nowhere.csv", "--layout", "own", "--retrieved-on", "2026-03-31")
