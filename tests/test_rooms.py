"""The house: rooms import downwards only, and nothing in them grows out of hand."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

# Each room on its floor (docs/decisions.md); a room may use those below it and itself.
FLOORS = {"sources": 1, "clusters": 2, "exports": 3, "interventions": 4, "trainings": 5, "kanpur_portal": 6}
ROOT = Path(settings.BASE_DIR)
MODULES = sorted(
    path.relative_to(ROOT)
    for room in FLOORS
    for path in (ROOT / room).rglob("*.py")
    if "migrations" not in path.parts
)
MIGRATIONS = sorted(
    path.relative_to(ROOT) for room in FLOORS for path in (ROOT / room).rglob("migrations/*.py")
)
LONGEST_MODULE, LONGEST_VIEW, LONGEST_TEST = 330, 25, 400


def imported(source: str, package: str) -> Iterator[str]:
    """Every module that is imported, wherever in the file: within functions and for type checking too."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            yield ".".join([*base, node.module or ""])
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "import_module":
            yield from (str(word.value) for word in node.args[:1] if isinstance(word, ast.Constant))


def upward(source: str, module: str) -> list[str]:
    """The imports that lead to a higher floor."""
    room, package = module.split(".")[0], module.rpartition(".")[0]
    rooms = ((name, name.split(".")[0]) for name in imported(source, package))
    return [name for name, found in rooms if FLOORS.get(found, 0) > FLOORS[room]]


@pytest.mark.parametrize("path", [*MODULES, *MIGRATIONS], ids=str)
def test_imports_lead_downwards(path: Path) -> None:
    module = ".".join(path.with_suffix("").parts)
    assert upward((ROOT / path).read_text(), module) == []


@pytest.mark.parametrize(
    "source",
    [
        "import interventions",
        "import os, interventions.models",
        "from interventions import models",
        "from interventions.models import Action",
        "def later():\n    from kanpur_portal import roles",
        "if TYPE_CHECKING:\n    from trainings.models import Session",
        "import importlib\nimportlib.import_module('exports.models')",
        "from ..interventions import models",
    ],
)
def test_an_upward_import_would_be_found(source: str) -> None:
    assert upward(source, "clusters.models")


@pytest.mark.parametrize(
    "source", ["import sources", "from clusters import admin", "import django", "from . import x"]
)
def test_a_downward_one_is_none(source: str) -> None:
    assert not upward(source, "clusters.models")


def test_no_room_is_missing() -> None:
    """Every package of the portal stands on a floor, and every floor has its package."""
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "bench"}
    assert packages == set(FLOORS)
    assert MODULES


def test_the_portal_uses_nothing_of_its_tests() -> None:
    for path in MODULES:
        names = {name.split(".")[0] for name in imported((ROOT / path).read_text(), "")}
        assert not names & {"tests", "bench", "pytest", "hypothesis"}, path


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_modules_stay_small(path: Path) -> None:
    assert len((ROOT / path).read_text().splitlines()) <= LONGEST_MODULE


def test_views_stay_short() -> None:
    """A view is what takes a request; the longest of them fits a screen."""
    found = 0
    for path in MODULES:
        for node in ast.walk(ast.parse((ROOT / path).read_text())):
            if isinstance(node, ast.FunctionDef) and node.args.args and node.args.args[0].arg == "request":
                found += 1
                lines = (node.end_lineno or 0) - node.lineno + 1
                assert lines <= LONGEST_VIEW, f"{path}: {node.name} has {lines} lines"
    assert found > 20


def test_files_of_tests_stay_small_too() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in (ROOT / "tests").rglob("*.py")
        if (count := len(path.read_text().splitlines())) > LONGEST_TEST
    }
    assert long == {}
