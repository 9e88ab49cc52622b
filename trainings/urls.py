"""Addresses of trainings."""

from django.urls import path

from trainings import views

urlpatterns = [
    path("trainings/", views.trainings, name="trainings"),
    path("trainings/study-missions/<slug:slug>/", views.study_mission, name="study-mission"),
]
