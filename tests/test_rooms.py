"""The rooms and their floors: imports run downwards only, and modules and views stay small."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

FLOORS = {
    "sources": 1,
    "clusters": 2,
    "exports": 3,
    "interventions": 4,
    "trainings": 5,
    "kanpur_portal": 6,
}
BASE = Path(settings.BASE_DIR)
MODULES = [
    path for room in FLOORS for path in sorted((BASE / room).rglob("*.py")) if "migrations" not in path.parts
]
MODULE_LINES = 330  # settings alone come near
VIEW_LINES = 25


def rooms_imported(source: str) -> Iterator[tuple[int, str]]:
    """Line and room of every import of a room, also within functions and for type checking alone."""
    for node in ast.walk(ast.parse(source)):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names = [node.module or ""]
        for name in names:
            room = name.partition(".")[0]
            if room in FLOORS:
                yield node.lineno, room


def upward(room: str, source: str) -> list[str]:
    return [
        f"line {line} imports {other}"
        for line, other in rooms_imported(source)
        if FLOORS[other] > FLOORS[room]
    ]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(BASE)))
def test_imports_run_downwards(path: Path) -> None:
    assert upward(path.relative_to(BASE).parts[0], path.read_text()) == []


@pytest.mark.parametrize(
    ("room", "source", "found"),
    [
        ("sources", "import interventions.models", 1),
        ("clusters", "def f():\n    from exports import models", 1),
        ("exports", "if TYPE_CHECKING:\n    from trainings.models import Topic", 1),
        ("interventions", "from sources.models import Document\nfrom clusters import models", 0),
        ("kanpur_portal", "from interventions import actions", 0),
    ],
)
def test_an_import_upwards_is_seen(room: str, source: str, found: int) -> None:
    assert len(upward(room, source)) == found


def test_every_room_has_its_floor() -> None:
    """A new application is given a floor, or this fails."""
    rooms = {name for name in settings.INSTALLED_APPS if (BASE / name).is_dir()}
    assert rooms == set(FLOORS)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(BASE)))
def test_a_module_is_one_thing(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= MODULE_LINES


def views() -> Iterator[tuple[str, int]]:
    """Every function that takes a request, with its length without decorators and docstring."""
    for path in MODULES:
        if path.stem != "views" and "views" not in path.parts:
            continue
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef):
                yield f"{path.relative_to(BASE)}:{node.name}", (node.end_lineno or 0) - node.lineno


def test_views_are_short() -> None:
    long = {name: length for name, length in views() if length > VIEW_LINES}
    assert long == {}
    assert len(list(views())) > 10
