"""Addresses of exports: HS codes, markets, schemes."""

from django.urls import path, register_converter

from exports.views import charts, finder, hs_codes, imports, markets, schemes


class CountryCodeConverter:
    """DE; in small letters, too, which the view leads to the capitals."""

    regex = "[A-Za-z]{2}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(CountryCodeConverter, "iso2")

urlpatterns = [
    path("hs/", hs_codes.hs_codes, name="hs"),
    path("hs/<str:code>/", hs_codes.hs_code, name="hs-code"),
    path("markets/", markets.markets, name="markets"),
    path("markets.<file:file_format>", markets.markets_file, name="markets-file"),
    path("markets/finder/", finder.finder, name="finder"),
    path("markets/finder.<file:file_format>", finder.finder_file, name="finder-file"),
    path("markets/compare/", finder.compare, name="compare"),
    path("charts/<slug:name>.vl.json", charts.chart, name="chart"),
    path("schemes/", schemes.schemes, name="schemes"),
    path("schemes/<slug:slug>/", schemes.scheme, name="scheme"),
    path("data/imports/", imports.imports, name="imports"),
    path("data/imports/new/", imports.import_new, name="import-new"),
    path("data/imports/<int:pk>/", imports.import_batch, name="import"),
    path(
        "data/imports/<int:pk>/rejected.<file:file_format>",
        imports.import_rejected_file,
        name="import-rejected-file",
    ),
]
