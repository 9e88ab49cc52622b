"""Trainings as the documents print them, and study missions. Open to everyone."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from trainings.models import StudyMission
from trainings.study_mission_page import study_mission_page
from trainings.training_page import training_page


@login_not_required
@require_safe
def trainings(request: HttpRequest) -> HttpResponse:
    return render(request, "trainings/trainings.html", training_page())


@login_not_required
@require_safe
def study_mission(request: HttpRequest, slug: str) -> HttpResponse:
    missions = StudyMission.objects.select_related("document", "country_from", "country_to")
    mission = get_object_or_404(missions, slug=slug)
    return render(request, "trainings/study_mission.html", study_mission_page(mission))
