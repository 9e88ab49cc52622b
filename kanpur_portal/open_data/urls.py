"""Addresses of the pages about the data, and of the files, which have the same address in all languages."""

from django.urls import path

from kanpur_portal.open_data import files, pages

PAGES = [
    path("data/", pages.data, name="data"),
    path("data/versions/", pages.version_list, name="data-versions"),
    path("data/versions/<int:number>/", pages.version, name="data-version"),
    path("data/<slug:name>/", pages.dataset, name="dataset"),
]
FILES = [
    path("data.json", pages.data_json, name="data-catalogue"),
    path("data/all.zip", files.package, name="data-package"),
    path("data/<slug:name>.<slug:ending>", files.dataset_file, name="dataset-file"),
    path(
        "data/versions/<int:number>/<slug:name>.<slug:ending>", files.version_file, name="data-version-file"
    ),
]
