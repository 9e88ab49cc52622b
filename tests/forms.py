"""Reads a form as a browser does: what it would send if it were submitted as it stands."""

from html.parser import HTMLParser


def as_it_stands(html: str) -> dict[str, str]:
    """Names and values of the page's form for an update; line breaks are kept as they are."""
    reader = _Reader()
    reader.feed(html)
    return reader.values


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.inside = False
        self.values: dict[str, str] = {}
        self.area = self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = given.get("enctype") == "multipart/form-data"
        elif self.inside and tag == "input":
            self.read_input(given)
        elif self.inside and tag == "textarea":
            self.area = given["name"]
            self.values[self.area] = ""
        elif self.inside and tag == "select":
            self.select = given["name"]
            self.values[self.select] = ""
        elif self.inside and tag == "option" and "selected" in given:
            self.values[self.select] = given.get("value", "")

    def read_input(self, given: dict[str, str]) -> None:
        chosen = given.get("type") not in ("radio", "checkbox") or "checked" in given
        if chosen and given.get("type") != "file" and given.get("name", "csrf").startswith("csrf") is False:
            self.values[given["name"]] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self.area:
            # The first line break of a text area is not part of it.
            self.values[self.area] += (
                data if self.values[self.area] else data.removeprefix("\r").removeprefix("\n")
            )

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "form"
        self.area = "" if tag == "textarea" else self.area
