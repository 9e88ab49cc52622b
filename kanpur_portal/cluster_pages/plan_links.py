"""What other pages hold of a cluster: challenges, actions, organisations, its project, the register."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from clusters.models import Cluster, Organisation
from interventions.models import Action, Challenge, Intervention, Parameter, Project
from kanpur_portal.cluster_pages.records import ClusterRecords
from kanpur_portal.cluster_pages.sections import Section, files
from sources.bilingual import localized
from sources.marks import key_of, marks_for
from sources.models import Citation, Discrepancy, OmittedLine


def plan(records: ClusterRecords) -> Section:
    """The way to challenges and actions, with how many there are."""
    cluster = records.cluster
    counts = {
        "challenges": Challenge.objects.filter(parameter__cluster=cluster).count(),
        "interventions": Intervention.objects.filter(parameter__cluster=cluster).count(),
        "actions": Action.objects.filter(cluster=cluster).count(),
    }
    return Section(
        "plan",
        _("Challenges, interventions and actions"),
        [counts],
        files(
            cluster,
            (_("challenges"), Challenge),
            (_("interventions"), Intervention),
            (_("actions"), Action),
        ),
        {
            "challenges_url": Parameter.cluster_url(cluster),
            "plan_url": f"{reverse('plan')}?cluster={cluster.slug}",
        },
    )


def organisations(records: ClusterRecords) -> Section:
    """Those listed under the cluster, in printed order; each is described on the page of organisations."""
    found = list(records.cluster.organisations.select_related("document"))
    marks = marks_for(found)
    rows = [
        {
            "name": localized(row, "name"),
            "short_name": row.short_name,
            "kind": str(row.get_kind_display()),
            "place": row.address,
            "url": row.get_absolute_url(),
            "document": records.other_document(row),
            "marks": marks[key_of(row)],
        }
        for row in found
    ]
    return Section(
        "organisations",
        _("Associations and institutions"),
        rows,
        files(records.cluster, (_("organisations"), Organisation)),
    )


def projects(records: ClusterRecords) -> Section:
    rows = [
        {"name": localized(project, "name"), "url": project.get_absolute_url()}
        for project in Project.objects.filter(cluster=records.cluster)
    ]
    return Section("projects", _("Project and trainings"), rows)


def register(records: ClusterRecords) -> Section:
    """Every discrepancy with a reading on a line that says something of the cluster."""
    flags = Discrepancy.objects.flags_for([*_records_elsewhere(records.cluster), *_all(records)])
    found = {entry.ref: entry for entries in flags.values() for entry in entries}
    rows = [
        {"ref": ref, "summary": localized(found[ref], "summary"), "url": found[ref].get_absolute_url()}
        for ref in sorted(found)
    ]
    return Section("register", _("Discrepancies in what is printed of this cluster"), rows)


def _all(records: ClusterRecords) -> Iterable[Any]:
    return [row for rows in records.rows.values() for row in rows]


def _records_elsewhere(cluster: Cluster) -> Iterable[Citation]:
    """What stands on other pages, and the headings and table headers of the cluster's own section."""
    return [
        cluster,
        *cluster.organisations.all(),
        *OmittedLine.objects.filter(document=cluster.document, locator__startswith=f"{cluster.locator}."),
        *Parameter.objects.filter(cluster=cluster),
        *Challenge.objects.filter(parameter__cluster=cluster),
        *Intervention.objects.filter(parameter__cluster=cluster),
        *Action.objects.filter(cluster=cluster),
    ]
