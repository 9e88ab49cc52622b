"""The messages that a source asks for, and those that a catalogue holds. GNU gettext is not needed."""

import ast
import io
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

# A message as gettext looks it up: context, singular, plural.
Key = tuple[str | None, str, str | None]

# Function: where the context, the singular and the plural stand.
PYTHON_CALLS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), (None, 0, None)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (None, 0, 1)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), (0, 1, None)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), (0, 1, 2)),
}
BABEL_CALLS = {
    "gettext": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sdr]|\{\w*(?::\w+)?\}")


def python_messages(source: str) -> Iterator[Key]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", None))
        places = PYTHON_CALLS.get(name, ())
        texts = [
            node.args[place].value
            if place is not None and place < len(node.args) and isinstance(node.args[place], ast.Constant)
            else None
            for place in places
        ]
        if texts and isinstance(texts[1], str):
            yield texts[0], texts[1], texts[2]


def script_messages(source: str) -> Iterator[Key]:
    for _line, texts, _comments, context in extract("javascript", io.BytesIO(source.encode()), BABEL_CALLS):
        singular, plural = texts if isinstance(texts, tuple) else (texts, None)
        yield context, singular, plural


def file_messages(path: Path) -> Iterator[Key]:
    """The messages of a Python file or a template."""
    source = path.read_text(encoding="utf-8")
    return python_messages(source) if path.suffix == ".py" else script_messages(templatize(source))


@cache
def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def entries(path: Path) -> dict[Key, Message]:
    return {
        (message.context, *(message.id if message.pluralizable else (message.id, None))): message
        for message in read(path)
        if message.id
    }


def forms(message: Message) -> list[str]:
    return list(message.string) if message.pluralizable else [message.string]
