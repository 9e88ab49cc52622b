"""The back office's pages for the plan, what is reported on it, the challenges, and the project."""

from interventions.admin import authorities, challenges, monitoring, plan, projects, updates  # noqa: F401
