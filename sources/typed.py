"""Words that people typed: reports, remarks, notes, names of files. Nobody says in which language they are.

Their letters tell it, and a screen reader is told where it is not the language of the page (WCAG 3.1.2).
Words that are kept in both languages have `sources.bilingual` instead.
"""

import re

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

# With the signs of its vowels, which are letters in Latin; without digits and dandas.
_HINDI = re.compile("[\u0900-\u0963\u0971-\u097f]")
_ENGLISH = re.compile("[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]")


def language_of(text: str) -> str:
    """`hi` or `en`, by the script of most of its letters; empty where neither has more."""
    hindi, english = len(_HINDI.findall(text)), len(_ENGLISH.findall(text))
    if hindi == english:
        return ""
    return "hi" if hindi > english else "en"


def language_mark(text: str) -> SafeString:
    """The attribute `lang` of the element that holds the text, where it is not that of the page."""
    own = "hi" if get_language() == "hi" else "en"
    language = language_of(text)
    return SafeString("") if language in ("", own) else format_html(' lang="{}"', language)


def typed(text: str) -> SafeString:
    """The text as it stands within a line of the page."""
    mark = language_mark(text)
    return format_html("<span{}>{}</span>", mark, text) if mark else conditional_escape(text)


def sentence_with(sentence: str, **values: str) -> SafeString:
    """A sentence of the portal, such as `moved: %(reason)s`, with typed words in it."""
    escaped = {name: conditional_escape(value) for name, value in values.items()}
    return mark_safe(conditional_escape(sentence) % escaped)  # noqa: S308 (each part is escaped)
