"""The back office's pages for contents, footnotes, abbreviations and lines without a fact."""

from django.contrib import admin

from sources.admin.base import PrintedAdmin
from sources.models import Abbreviation, ContentsEntry, Footnote, OmittedLine


@admin.register(ContentsEntry)
class ContentsEntryAdmin(PrintedAdmin):
    list_display = ("slug", "number", "title", "page", "source")
    list_filter = ("document",)
    search_fields = ("slug", "number", "title", "quote")
    ordering = ("position",)


@admin.register(Footnote)
class FootnoteAdmin(PrintedAdmin):
    list_display = ("slug", "number", "text", "source")
    list_filter = ("document",)
    search_fields = ("slug", "text", "quote")
    ordering = ("position",)


@admin.register(Abbreviation)
class AbbreviationAdmin(PrintedAdmin):
    list_display = ("slug", "short", "long", "source")
    list_filter = ("document",)
    search_fields = ("slug", "short", "long")
    ordering = ("position",)


@admin.register(OmittedLine)
class OmittedLineAdmin(PrintedAdmin):
    list_display = ("slug", "reason", "detail", "quote", "source")
    list_filter = ("document", "reason")
    search_fields = ("slug", "detail", "quote")
    ordering = ("position",)
