"""Reads pages as trees, so that tests speak of elements and not of text."""

from collections.abc import Iterator
from typing import Any

from django.test.html import Element, Parser


class _Parser(Parser):
    """Django's, without its note of where each element stood, for which it compares whole trees."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        self.element_positions.clear()


def read(html: str) -> Element:
    """The tree of a page or a part of one; tags that do not close are an error."""
    parser = _Parser()
    parser.feed(html)
    parser.close()
    parser.root.finalize()
    (only, *others) = parser.root.children or [parser.root]
    return parser.root if others or isinstance(only, str) else only


def elements(root: Element, name: str = "", /, **attributes: str) -> list[Element]:
    """Every such element, the root included, that has these attributes; `class_` is one of its classes."""
    one_class = attributes.pop("class_", "")
    return [
        element
        for element in _walk(root)
        if (not name or element.name == name)
        and (not attributes or attributes.items() <= given(element).items())
        and (not one_class or one_class in given(element).get("class", "").split())
    ]


def by_id(root: Element, element_id: str) -> Element:
    (found,) = (element for element in _walk(root) if ("id", element_id) in element.attributes)
    return found


def given(element: Element) -> dict[str, str]:
    """The attributes; one without a value is the empty text."""
    return {name: value or "" for name, value in element.attributes}


def words(element: Element) -> str:
    """All text in it, with single spaces."""
    return " ".join(" ".join(_texts(element)).split())


def replace(root: Element, element_id: str, new: Element) -> None:
    """Puts another element in the place of the one of that id."""
    for parent in _walk(root):
        for number, child in enumerate(parent.children):
            if isinstance(child, Element) and given(child).get("id") == element_id:
                parent.children[number] = new
                return
    raise LookupError(element_id)


def without(element: Element, attribute: str) -> Element:
    """The same element, without that attribute."""
    element.attributes = [pair for pair in element.attributes if pair[0] != attribute]
    return element


def _walk(root: Element) -> Iterator[Element]:
    """In the order of the page; a page has thousands, deep within each other."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        yield element
        waiting += [child for child in reversed(element.children) if isinstance(child, Element)]


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, Element):
        for child in node.children:
            yield from _texts(child)
    else:
        yield node
