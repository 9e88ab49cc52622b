"""Every message of the portal itself stands in both catalogues, once and complete."""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from tests.locale.messages import PLACEHOLDER, Key, entries, file_messages, forms, read

ROOMS = ("sources", "clusters", "exports", "interventions", "trainings", "kanpur_portal")
CATALOGUES = {
    language: settings.BASE_DIR / "locale" / language / "LC_MESSAGES" / "django.po"
    for language in ("hi", "en")
}
LIBRARIES = settings.BASE_DIR / "locale" / "third_party" / "hi" / "LC_MESSAGES" / "django.po"
# The same in both languages.
NOT_TRANSLATED = {
    "SHA-256": "name of a method",
    "JSON Lines": "name of a format",
    "₹ %(number)s": "a sign and a number",
    "%(number)s%%": "a number and a sign",
    "%(weekday)s, %(day)s": "words from elsewhere",
}

in_both = pytest.mark.parametrize("language", CATALOGUES)


def sources() -> list[Path]:
    code = [path for room in ROOMS for path in (settings.BASE_DIR / room).rglob("*.py")]
    templates = [path for path in (settings.BASE_DIR / "templates").rglob("*") if path.is_file()]
    return sorted([*code, *templates])


@cache
def messages() -> set[Key]:
    return {message for path in sources() for message in file_messages(path)}


def test_messages_are_found_in_code_and_templates() -> None:
    """The other tests compare with what is found: all kinds of message must be."""
    found = messages()
    assert (None, "You may report only on actions that name your authority.", None) in found
    assert (None, "Skip to main content", None) in found
    assert (None, "due on %(day)s", None) in found
    assert (None, "%(number)s action", "%(number)s actions") in found
    assert ("part of the country", "state", None) in found


@in_both
def test_catalogue_holds_the_messages_of_the_portal_and_no_others(language: str) -> None:
    held = entries(CATALOGUES[language]).keys()
    assert messages() - held == set(), "collect them with makemessages, then translate"
    assert held - messages() == set(), "no longer used: remove them"


@in_both
def test_no_entry_is_empty_fuzzy_or_obsolete(language: str) -> None:
    path = CATALOGUES[language]
    assert [message.id for message in entries(path).values() if not all(forms(message))] == []
    assert [message.id for message in entries(path).values() if message.fuzzy] == []
    assert not read(path).fuzzy
    assert list(read(path).obsolete) == []


@in_both
def test_catalogue_names_its_language_and_has_two_plural_forms(language: str) -> None:
    catalogue = read(CATALOGUES[language])
    rule = {"hi": "(n > 1)", "en": "(n != 1)"}[language]
    assert (str(catalogue.locale), catalogue.num_plurals, catalogue.plural_expr) == (language, 2, rule)


@in_both
def test_placeholders_agree(language: str) -> None:
    for (_context, singular, plural), message in entries(CATALOGUES[language]).items():
        originals = (singular, plural) if plural else (singular,)
        for original, text in zip(originals, forms(message), strict=True):
            assert Counter(PLACEHOLDER.findall(text)) == Counter(PLACEHOLDER.findall(original)), singular


def test_english_is_the_message_itself() -> None:
    for (_context, singular, plural), message in entries(CATALOGUES["en"]).items():
        assert forms(message) == ([singular, plural] if plural else [singular])


def test_hindi_is_hindi() -> None:
    for (_context, singular, _plural), message in entries(CATALOGUES["hi"]).items():
        if singular not in NOT_TRANSLATED:
            assert all(any("ऀ" <= sign <= "ॿ" for sign in text) for text in forms(message)), singular


def test_a_message_shared_with_a_library_reads_the_same() -> None:
    """The portal's own catalogue wins, also in the library's pages; another sense needs a context."""
    own, libraries = entries(CATALOGUES["hi"]), entries(LIBRARIES)
    shared = own.keys() & libraries.keys()
    assert shared
    assert [key for key in shared if forms(own[key]) != forms(libraries[key])] == []


def test_a_number_takes_its_form_and_a_word_its_context() -> None:
    with translation.override("hi"):
        assert translation.ngettext("%(number)s challenge", "%(number)s challenges", 1).endswith("चुनौती")
        assert translation.ngettext("%(number)s challenge", "%(number)s challenges", 2).endswith("चुनौतियाँ")
        assert translation.gettext("state") == "स्थिति"
        assert translation.pgettext("part of the country", "state") == "राज्य"
