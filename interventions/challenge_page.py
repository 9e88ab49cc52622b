"""Challenges and interventions as rows for their pages."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from clusters.models import Cluster
from interventions.models import Challenge, Intervention, Parameter
from sources.bilingual import localized
from sources.downloads import file_addresses
from sources.marks import Flag, flag_marks
from sources.models import Discrepancy


@dataclass(frozen=True)
class BulletRow:
    slug: str
    label: str
    printed: str
    lines: str
    record: str
    source_url: str
    is_child: bool
    flags: tuple[Flag, ...]
    actions: tuple[dict[str, str], ...]


@dataclass(frozen=True)
class ParameterRow:
    slug: str
    name: str
    printed: str
    lines: str
    record: str
    source_url: str
    flags: tuple[Flag, ...]
    challenges: tuple[BulletRow, ...]
    interventions: tuple[BulletRow, ...]


def cluster_rows() -> list[dict[str, Any]]:
    """The clusters with the numbers of what the plan prints for each."""
    return [
        {
            "slug": cluster.slug,
            "name": localized(cluster, "name"),
            "url": Parameter.cluster_url(cluster),
            "challenge_count": cluster.challenge_count,
            "intervention_count": cluster.intervention_count,
            "action_count": cluster.action_count,
        }
        for cluster in Parameter.objects.counts_by_cluster()
    ]


def challenge_page(cluster: Cluster) -> dict[str, Any]:
    """Every printed bullet of the cluster's table, with its flags, in a bounded number of queries."""
    parameters = list(cluster.parameters.with_bullets())
    bullets = [bullet for row in parameters for bullet in (*row.challenges.all(), *row.interventions.all())]
    flags = Discrepancy.objects.flags_for([*parameters, *bullets])
    return {
        "cluster": cluster,
        "name": localized(cluster, "name"),
        "parameters": [_parameter_row(parameter, flags) for parameter in parameters],
        "document_title": localized(parameters[0].document, "title") if parameters else "",
        "action_count": cluster.actions.count(),
        "files": file_addresses("challenges-file", cluster.slug),
    }


def _parameter_row(parameter: Parameter, flags: dict[tuple[str, int], list[Discrepancy]]) -> ParameterRow:
    return ParameterRow(
        slug=parameter.slug,
        name=localized(parameter, "name"),
        printed=parameter.printed,
        lines=parameter.lines,
        record=parameter.record_name,
        source_url=parameter.source_url,
        flags=flag_marks(flags[parameter._meta.label, parameter.pk]),
        challenges=_bullet_rows(parameter.challenges.all(), flags),
        interventions=_bullet_rows(parameter.interventions.all(), flags),
    )


def _bullet_rows(
    bullets: Iterable[Challenge | Intervention], flags: dict[tuple[str, int], list[Discrepancy]]
) -> tuple[BulletRow, ...]:
    return tuple(
        BulletRow(
            slug=bullet.slug,
            label=bullet.label,
            printed=bullet.printed,
            lines=bullet.lines,
            record=bullet.record_name,
            source_url=bullet.source_url,
            is_child=bool(getattr(bullet, "parent_id", None)),
            flags=flag_marks(flags[bullet._meta.label, bullet.pk]),
            actions=_actions(bullet),
        )
        for bullet in bullets
    )


def _actions(bullet: Challenge | Intervention) -> tuple[dict[str, str], ...]:
    if not isinstance(bullet, Intervention):
        return ()
    return tuple(
        {"url": action.get_absolute_url(), "label": f"{action.reference} {localized(action, 'title')}"}
        for action in bullet.actions.all()
    )


FILE_COLUMNS = (
    "type",
    "slug",
    "cluster",
    "parameter",
    "label",
    "printed",
    "actions",
    "discrepancies",
    "source.document",
    "source.lines",
    "source.locator",
    "source.url",
    "kind",
)


def file_rows(cluster: Cluster) -> Iterator[dict[str, Any]]:
    """Every bullet of the cluster's table, keyed by FILE_COLUMNS; the same in both languages."""
    parameters = list(cluster.parameters.with_bullets())
    bullets = [
        (kind, parameter, bullet)
        for parameter in parameters
        for kind, group in (("challenge", parameter.challenges), ("intervention", parameter.interventions))
        for bullet in group.all()
    ]
    flags = Discrepancy.objects.flags_for(bullet for *_rest, bullet in bullets)
    for kind, parameter, bullet in bullets:
        actions = bullet.actions.all() if isinstance(bullet, Intervention) else ()
        values = (
            kind,
            bullet.slug,
            cluster.slug,
            parameter.slug,
            bullet.label,
            bullet.printed,
            ", ".join(action.reference for action in actions),
            ", ".join(found.ref for found in flags[bullet._meta.label, bullet.pk]),
            bullet.document.slug,
            bullet.lines,
            bullet.locator,
            bullet.source_url,
            "printed",
        )
        yield dict(zip(FILE_COLUMNS, values, strict=True))
