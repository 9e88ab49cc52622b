"""Django and the installed libraries speak Hindi.

Their own Hindi is partial, dated or missing, so locale/third_party holds the whole of it in
one voice. The messages are read from the installed sources, not from the shipped English
catalogues: some packages ship none, and others lag behind their own code. An upgrade that
brings a new message therefore fails here until it has its Hindi.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import django
import pytest
from babel.dates import get_day_names, get_month_names
from django.conf import settings
from django.test import RequestFactory
from django.utils import dates, translation
from django.views.i18n import JSONCatalog

from tests.locale.messages import PLACEHOLDER, Key, entries, file_messages, forms, read, script_messages

INSTALLED = Path(django.__file__).resolve().parent.parent
CATALOGUES = settings.BASE_DIR / "locale" / "third_party" / "hi" / "LC_MESSAGES"
PAGES, SCRIPTS = CATALOGUES / "django.po", CATALOGUES / "djangojs.po"

# Package: parts of it that the portal does not show.
PACKAGES = {
    "django": ("/contrib/", "/app_template/", "/project_template/"),
    "django/contrib/admin": (),
    "django/contrib/auth": (),
    "django/contrib/contenttypes": (),
    "django/contrib/humanize": (),
    "django/contrib/messages": (),
    "django/contrib/sessions": (),
    "django/contrib/sitemaps": (),
    "django/contrib/staticfiles": (),
    "django/contrib/syndication": (),
    "rest_framework": (),
    "django_filters": (),
    "import_export": (),
    "simple_history": (),
    "allauth": (
        "/headless/",
        "/idp/",
        "/openid/",
        "/socialaccount/",
        "/usersessions/",
        "webauthn",
        "passkey",
    ),
}

# The same in both languages.
NOT_TRANSLATED = {
    "…": "sign for left-out page numbers",
    "%(truncated_text)s…": "sign after cut text",
    ":": "sign after a field label",
    ":?.!": "signs, not shown",
    ", ": "sign between the items of a list",
    "%(class_name)s %(instance)s": "two names",
    "IPv4": "name of a protocol",
    "IPv6": "name of a protocol",
}

# django-import-export puts the kind of change into the text before it looks the text up.
BUILT_AT_RUN_TIME: set[Key] = {
    (None, f"{kind} through import_export", None) for kind in ("new", "update", "delete")
}

TAG = re.compile(r"<[^>]+>")
DATED_HINDI = ("कूटशब्द", "शब्दकूट", "प्रवोक्ता", "प्रयोक्ता", "उपभोक्ता", "संचिका", "मिटाएँ", "बढाएं", "नवमबर", "|")


def files(package: str, suffixes: tuple[str, ...]) -> Iterator[Path]:
    for path in sorted((INSTALLED / package).rglob("*")):
        shown = "/" + path.relative_to(INSTALLED / package).as_posix()
        if path.suffix in suffixes and not any(part in shown for part in PACKAGES[package]):
            yield path


@cache
def page_messages(package: str) -> set[Key]:
    """The messages of a package's Python code and templates."""
    messages = set()
    for path in files(package, (".py", ".html", ".txt")):
        messages.update(file_messages(path))
    return {message for message in messages if message[1] not in NOT_TRANSLATED}


def admin_script_messages() -> set[Key]:
    """The messages of the admin's own scripts (not of the libraries it vendors)."""
    return {
        message
        for path in files("django/contrib/admin", (".js",))
        if "vendor" not in path.parts
        for message in script_messages(path.read_text(encoding="utf-8"))
    }


def resolved(key: Key) -> list[str]:
    """What Django shows for a message, in each plural form."""
    context, singular, plural = key
    if plural is None:
        return [translation.pgettext(context, singular) if context else translation.gettext(singular)]
    return [
        translation.npgettext(context, singular, plural, number)
        if context
        else translation.ngettext(singular, plural, number)
        for number in (1, 2)
    ]


@pytest.mark.parametrize("package", PACKAGES)
def test_every_message_of_a_package_is_shown_in_hindi(package: str) -> None:
    messages = page_messages(package)
    assert messages, f"no message found in {package}: has it moved?"
    assert messages - entries(PAGES).keys() == set()
    with translation.override("hi"):
        english = {key for key in messages if any(text in ("", *key[1:]) for text in resolved(key))}
    assert english == set()


def test_text_that_import_export_builds_is_shown_in_hindi() -> None:
    with translation.override("hi"):
        assert all(resolved(key) != [key[1]] for key in BUILT_AT_RUN_TIME)


def test_every_message_of_the_admin_scripts_is_shown_in_hindi() -> None:
    messages = admin_script_messages()
    assert messages == entries(SCRIPTS).keys()
    with translation.override("hi"):
        response = JSONCatalog.as_view(packages=["django.contrib.admin"])(RequestFactory().get("/"))
    catalogue = json.loads(response.content)["catalog"]
    for context, singular, plural in messages:
        shown = catalogue[f"{context}\x04{singular}" if context else singular]
        texts = shown if plural else [shown]
        assert all(text and text not in (singular, plural) for text in texts), singular


def test_no_entry_is_left_over() -> None:
    wanted = set.union(*map(page_messages, PACKAGES)) | BUILT_AT_RUN_TIME
    assert entries(PAGES).keys() - wanted == set()


@pytest.mark.parametrize("path", [PAGES, SCRIPTS], ids=lambda path: path.stem)
def test_catalogue_is_hindi_and_has_no_fuzzy_or_empty_entry(path: Path) -> None:
    catalogue = read(path)
    assert (str(catalogue.locale), catalogue.num_plurals, catalogue.plural_expr) == ("hi", 2, "(n > 1)")
    assert not catalogue.fuzzy
    for message in entries(path).values():
        assert not message.fuzzy, message.id
        assert all(forms(message)), message.id


@pytest.mark.parametrize("path", [PAGES, SCRIPTS], ids=lambda path: path.stem)
def test_placeholders_tags_and_outer_spaces_agree(path: Path) -> None:
    for (_context, singular, plural), message in entries(path).items():
        translated = forms(message)
        for text in translated:
            # "an hour ago" names no number, "one of 5" does: either is right for the singular.
            originals = [singular, plural] if plural and text is translated[0] else [plural or singular]
            assert Counter(PLACEHOLDER.findall(text)) in [
                Counter(PLACEHOLDER.findall(original)) for original in originals
            ], singular
            assert Counter(TAG.findall(text)) == Counter(TAG.findall(singular)), singular
            assert [text[:1].isspace(), text[-1:].isspace()] == [
                singular[0].isspace(),
                singular[-1].isspace(),
            ]


@pytest.mark.parametrize("path", [PAGES, SCRIPTS], ids=lambda path: path.stem)
def test_words_are_those_of_the_portal(path: Path) -> None:
    for message in entries(path).values():
        for text in forms(message):
            assert not any(word in text for word in DATED_HINDI), text


def test_months_and_days_are_spelt_as_unicode_spells_them() -> None:
    """Babel writes dates too: both must use the same spelling (नवंबर, not नवमबर)."""
    with translation.override("hi"):
        assert str(dates.MONTHS[11]) == "नवंबर"
        assert {number: str(name) for number, name in dates.MONTHS.items()} == get_month_names(
            "wide", locale="hi"
        )
        assert {number: str(name) for number, name in dates.MONTHS_ALT.items()} == get_month_names(
            "wide", locale="hi"
        )
        short = get_month_names("abbreviated", locale="hi")
        assert {number: str(name) for number, name in dates.MONTHS_AP.items()} == short
        assert {number: str(name) for number, name in dates.MONTHS_3.items()} == short
        assert {number: str(name) for number, name in dates.WEEKDAYS.items()} == get_day_names(
            "wide", locale="hi"
        )
        assert {number: str(name) for number, name in dates.WEEKDAYS_ABBR.items()} == get_day_names(
            "abbreviated", locale="hi"
        )
