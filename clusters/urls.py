"""Addresses of what the documents name."""

from django.urls import path

from clusters import views

urlpatterns = [
    path("organisations/", views.organisations, name="organisations"),
]
