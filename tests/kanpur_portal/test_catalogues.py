"""Catalogues are compiled without GNU gettext, and only when they changed."""

import gettext
import os
from pathlib import Path

import pytest
from babel.messages.pofile import PoFileError

from kanpur_portal.catalogues import LOCALE, compile_catalogues

PO = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

msgid "plan"
msgstr "योजना"

msgctxt "verb"
msgid "open"
msgstr "खोलें"

msgid "one action"
msgid_plural "%(n)s actions"
msgstr[0] "एक कार्य"
msgstr[1] "%(n)s कार्य"

#, fuzzy
msgid "unsure"
msgstr "?"
"""


@pytest.fixture
def po(tmp_path: Path) -> Path:
    path = tmp_path / "third_party" / "hi" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(PO, encoding="utf-8")
    return path


def test_what_is_compiled_is_what_was_written(tmp_path: Path, po: Path) -> None:
    assert compile_catalogues(tmp_path) == [po]
    hindi = gettext.translation("django", tmp_path / "third_party", ["hi"])
    assert hindi.gettext("plan") == "योजना"
    assert hindi.pgettext("verb", "open") == "खोलें"
    assert [hindi.ngettext("one action", "%(n)s actions", n) for n in (1, 2)] == ["एक कार्य", "%(n)s कार्य"]
    assert hindi.gettext("unsure") == "unsure"


def test_only_what_is_newer_is_compiled(tmp_path: Path, po: Path) -> None:
    compile_catalogues(tmp_path)
    assert compile_catalogues(tmp_path) == []
    later = po.with_suffix(".mo").stat().st_mtime + 1
    os.utime(po, (later, later))
    assert compile_catalogues(tmp_path) == [po]
    assert [path.name for path in po.parent.iterdir() if path != po] == ["django.mo"]


def test_a_broken_catalogue_is_named(tmp_path: Path, po: Path) -> None:
    po.write_text('msgid "plan\n', encoding="utf-8")
    with pytest.raises(PoFileError):
        compile_catalogues(tmp_path)


def test_every_catalogue_of_the_portal_is_compiled() -> None:
    assert list(LOCALE.rglob("*.po"))
    assert all(path.with_suffix(".mo").exists() for path in LOCALE.rglob("*.po"))
