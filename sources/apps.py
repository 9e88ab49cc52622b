from django.apps import AppConfig
from django.urls import register_converter
from django.utils.translation import gettext_lazy as _


class SourcesConfig(AppConfig):
    name = "sources"
    verbose_name = _("Documents and sources")

    def ready(self) -> None:
        from sources.downloads import FileFormatConverter

        register_converter(FileFormatConverter, "file")
