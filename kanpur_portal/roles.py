"""The roles, and all that each may do. Everything that stands here for nobody is denied."""

from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission

OFFICER = "officer"
DEPUTY_COMMISSIONER = "deputy_commissioner"
ANALYST = "analyst"
DATA_EDITOR = "data_editor"
ADMINISTRATOR = "administrator"

# An administrator keeps the back office; printed text is read-only there, and what
# officers report is written by officers.
_KEPT = (
    "auth.user",
    "clusters.claim",
    "clusters.cluster",
    "clusters.district",
    "clusters.industryrow",
    "clusters.occupationrow",
    "clusters.organisation",
    "clusters.outcometarget",
    "clusters.place",
    "clusters.product",
    "clusters.statement",
    "clusters.statistic",
    "clusters.subsector",
    "clusters.tannery",
    "clusters.tannerycategory",
    "clusters.valueaddidea",
    "exports.agreementpartner",
    "exports.country",
    "exports.countrygroup",
    "exports.exportfigure",
    "exports.groupmembership",
    "exports.keyissue",
    "exports.marketlink",
    "exports.marketnote",
    "exports.port",
    "exports.reportedterm",
    "exports.reporter",
    "exports.scheme",
    "exports.schemenote",
    "exports.schemerule",
    "exports.schemeversion",
    "exports.tradeagreement",
    "interventions.plan",
    "interventions.action",
    "interventions.authority",
    "interventions.heading",
    "interventions.posting",
    "interventions.intervention",
    "interventions.milestone",
    "interventions.parameter",
    "interventions.project",
    "sources.correctionrequest",
    "sources.discrepancy",
    "sources.document",
    "trainings.programme",
    "trainings.resource",
    "trainings.studymission",
    "trainings.topic",
)
_SEEN = (
    "auth.group",
    "clusters.exhibit",
    "clusters.swotitem",
    "exports.hscode",
    "exports.importbatch",
    "exports.rejectedrow",
    "exports.tradefigure",
    "exports.tradefigurechange",
    "exports.tradeseries",
    "interventions.actionauthority",
    "interventions.actionpart",
    "interventions.actionupdate",
    "interventions.authorityalias",
    "interventions.challenge",
    "interventions.datechange",
    "interventions.digest",
    "interventions.event",
    "interventions.evidencefile",
    "interventions.milestoneachievement",
    "interventions.plansnapshot",
    "interventions.projectactivity",
    "interventions.projectobjective",
    "interventions.projectpartner",
    "interventions.projectresult",
    "interventions.updatereview",
    "kanpur_portal.apitoken",
    "kanpur_portal.datasetversion",
    "mfa.authenticator",
    "sources.abbreviation",
    "sources.contentsentry",
    "sources.footnote",
    "sources.omittedline",
    "sources.reading",
)


def _may(verb: str, *models: str) -> set[str]:
    return {f"{app}.{verb}_{model}" for app, model in (name.split(".") for name in models)}


ROLES: dict[str, set[str]] = {
    OFFICER: {
        "interventions.enter_own_event",
        "interventions.handle_own_issue",
        "interventions.update_own_action",
        "interventions.view_evidencefile",
    },
    DEPUTY_COMMISSIONER: {
        "interventions.enter_any_event",
        "interventions.handle_any_issue",
        "interventions.update_any_action",
        "interventions.review_actionupdate",
        "interventions.view_evidencefile",
    },
    ANALYST: set(),
    DATA_EDITOR: {"exports.import_figures"},
    ADMINISTRATOR: _may("view", *_KEPT, *_SEEN)
    | _may("change", *_KEPT)
    | _may(
        "add",
        "auth.user",
        "clusters.tannery",
        "exports.agreementpartner",
        "exports.groupmembership",
        "exports.marketnote",
        "exports.reportedterm",
        "exports.reporter",
        "exports.schemenote",
        "exports.schemeversion",
        "exports.tradeagreement",
        "interventions.posting",
    )
    | _may(
        "delete",
        "clusters.tannery",
        "exports.agreementpartner",
        "exports.groupmembership",
        "exports.marketnote",
        "exports.reportedterm",
        "exports.schemenote",
        "exports.schemeversion",
        "exports.tradeagreement",
        "interventions.posting",
        "kanpur_portal.apitoken",
        "mfa.authenticator",
    ),
}


def sync_roles(**kwargs: Any) -> None:
    """Make the groups carry exactly the permissions of ROLES; runs after each migrate."""
    # Django makes the permissions of one app after the other, and the portal's turn comes first.
    for app in apps.get_app_configs():
        create_permissions(app, verbosity=0)
    for name, wanted in ROLES.items():
        group, _ = Group.objects.get_or_create(name=name)
        found = {
            f"{permission.content_type.app_label}.{permission.codename}": permission
            for permission in Permission.objects.select_related("content_type")
        }
        missing = wanted - found.keys()
        if missing:
            raise LookupError(f"Role {name}: no such permissions: {', '.join(sorted(missing))}")
        group.permissions.set([found[code] for code in wanted & found.keys()])
