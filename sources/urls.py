"""Addresses of documents and registers."""

from django.urls import path

from sources import views

urlpatterns = [
    path("sources/", views.documents, name="sources"),
    path("sources/<slug:slug>/", views.document, name="source"),
    path("sources/<slug:slug>.<file:file_format>", views.document_file, name="source-file"),
    path("discrepancies/", views.discrepancies, name="discrepancies"),
    path("discrepancies.<file:file_format>", views.discrepancies_file, name="discrepancies-file"),
]
