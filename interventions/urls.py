"""Addresses of the plan."""

from django.urls import path, register_converter

from interventions.views import challenges, my, plan, projects, reporting


class ReferenceConverter:
    """KN-07"""

    regex = r"[A-Z]{2}-\d{2,3}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ReferenceConverter, "reference")

urlpatterns = [
    path("plan/", plan.plan, name="plan"),
    path("plan.<file:file_format>", plan.plan_file, name="plan-file"),
    path("plan/<reference:reference>/", plan.action, name="action"),
    path("plan/<reference:reference>/update/", reporting.update, name="action-update"),
    path("plan/<reference:reference>/review/", reporting.review, name="action-review"),
    path("plan/<reference:reference>/evidence/<int:pk>/", reporting.evidence, name="evidence"),
    path("my/", my.my, name="my"),
    path("challenges/", challenges.challenges, name="challenges"),
    path("clusters/<slug:slug>/challenges/", challenges.cluster_challenges, name="cluster-challenges"),
    path(
        "clusters/<slug:slug>/challenges.<file:file_format>",
        challenges.challenges_file,
        name="challenges-file",
    ),
    path("projects/<slug:slug>/", projects.project, name="project"),
]
