"""Addresses of exports: schemes."""

from django.urls import path

from exports import views

urlpatterns = [
    path("schemes/", views.schemes, name="schemes"),
]
