"""Addresses of documents and registers."""

from django.urls import path

from sources.views import corrections, discrepancies, documents

urlpatterns = [
    path("sources/", documents.documents, name="sources"),
    path("sources/<slug:slug>/", documents.document, name="source"),
    path("sources/<slug:slug>.<file:file_format>", documents.document_file, name="source-file"),
    path("discrepancies/", discrepancies.discrepancies, name="discrepancies"),
    path("discrepancies.<file:file_format>", discrepancies.discrepancies_file, name="discrepancies-file"),
    path("corrections/", corrections.corrections, name="corrections"),
    path("corrections.<file:file_format>", corrections.corrections_file, name="corrections-file"),
    path("corrections/new/", corrections.correction_new, name="correction-new"),
    path("corrections/<slug:number>/", corrections.correction, name="correction"),
]
