"""Who to ask, by question and cluster: what the documents say, from all rooms. Open to everyone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import django_filters
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from clusters.models import Cluster, Organisation
from clusters.organisation_page import OrganisationRow, organisation_row
from exports.models import Scheme
from interventions.models import Action, Challenge, Intervention
from kanpur_portal.help_topics import TOPICS, Topic
from sources.bilingual import localized
from sources.filters import NameFilter, StrictFilterSet
from sources.formatting import without_markup
from sources.list_pages import filter_chips
from sources.marks import Key, Marks, key_of, marks_for

_ASSOCIATIONS = (Organisation.Kind.ASSOCIATION, Organisation.Kind.COUNCIL)


class HelpFilter(StrictFilterSet):
    """Of the associations by cluster; a topic chooses among the questions."""

    cluster = NameFilter(Cluster, "name", field_name="clusters", label=_("Cluster"), empty_label=_("all"))
    topic = django_filters.ChoiceFilter(
        choices=[(topic.slug, topic.title) for topic in TOPICS],
        label=_("What it is about"),
        empty_label=_("all"),
        method="by_topic",
    )

    def by_topic(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset


@dataclass(frozen=True)
class Who:
    """An organisation or office: its name, what print calls it, and where the portal has more of it."""

    name: str
    printed: str
    role: str
    place: str
    url: str


@dataclass(frozen=True)
class Advice:
    """A row of a document that names who answers a question."""

    who: tuple[Who, ...]
    words: str
    cluster: str | Promise
    url: str
    link: str
    marks: Marks


@dataclass(frozen=True)
class Question:
    slug: str
    question: Promise
    answers: tuple[Advice, ...]
    next_pages: tuple[tuple[str, Promise], ...]
    about_the_portal: bool  # the documents have nothing to say of it


@login_not_required
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    filterset = HelpFilter(request.GET, queryset=_associations())
    valid = filterset.is_valid()
    context: dict[str, Any] = {"filterset": filterset}
    if valid:
        context |= {"chips": filter_chips(filterset, reverse("help"))} | _page(filterset)
    return render(request, "help.html", context, status=200 if valid else 400)


def _associations() -> QuerySet[Organisation]:
    """Those that a document lists under a cluster, which leaves out the ones of another country."""
    listed = Organisation.objects.filter(kind__in=_ASSOCIATIONS, clusters__isnull=False)
    return listed.select_related("document").prefetch_related("clusters").distinct()


def _page(filterset: HelpFilter) -> dict[str, Any]:
    """The answers to the topic chosen; without one the questions, each with the number of its answers."""
    cluster = filterset.form.cleaned_data["cluster"]
    wanted = filterset.form.cleaned_data["topic"]
    rows = _Rows(filterset.qs)
    questions = [rows.question(topic, cluster) for topic in TOPICS if wanted in ("", topic.slug)]
    return {
        "questions": questions if wanted else [],
        "doors": [] if wanted else [_door(question, cluster) for question in questions],
        "associations": rows.associations,
        "cluster_name": localized(cluster, "name") if cluster else "",
    }


def _door(question: Question, cluster: Cluster | None) -> dict[str, Any]:
    chosen = {"cluster": cluster.slug} if cluster else {}
    return {
        "question": question.question,
        "count": len(question.answers),
        "url": f"?{urlencode({**chosen, 'topic': question.slug})}",
    }


class _Rows:
    """Every row that a question names, read once: a query for each kind, and two for the marks."""

    def __init__(self, associations: Iterable[Organisation]) -> None:
        self.organisations = {
            row.slug: row
            for row in Organisation.objects.select_related("document").prefetch_related("clusters")
        }
        self.actions = {
            row.reference: row
            for row in Action.objects.filter(reference__in=_named("actions"))
            .select_related("document", "cluster")
            .prefetch_related("named_authorities__authority")
        }
        self.schemes = {
            row.slug: row
            for row in Scheme.objects.filter(slug__in=_named("schemes")).select_related("document")
        }
        self.bullets = {
            row.slug: row
            for model in (Challenge, Intervention)
            for row in model.objects.filter(slug__in=_named("bullets")).select_related(
                "document", "parameter__cluster"
            )
        }
        kinds = (self.organisations, self.actions, self.schemes, self.bullets)
        self.marks: dict[Key, Marks] = marks_for([row for kind in kinds for row in kind.values()])
        self.associations: list[OrganisationRow] = [
            organisation_row(row, self.marks[key_of(row)]) for row in associations
        ]

    def question(self, topic: Topic, cluster: Cluster | None) -> Question:
        """Without a cluster every answer; with one its own and those that are of all."""
        answers = tuple(
            answer
            for clusters, answer in self._answers(topic)
            if not cluster or cluster in (clusters or [cluster])
        )
        return Question(
            slug=topic.slug,
            question=topic.question,
            answers=answers,
            next_pages=tuple((reverse(name), label) for name, label in topic.next_pages),
            about_the_portal=topic.slug == "data",
        )

    def _answers(self, topic: Topic) -> Iterator[tuple[list[Cluster], Advice]]:
        """With the clusters that each is of: none, if it is of all. A row that is not loaded is left out."""
        for scheme in _found(topic.schemes, self.schemes):
            yield [], self._of_scheme(scheme)
        for organisation in _found(topic.organisations, self.organisations):
            yield list(organisation.clusters.all()), self._of_organisation(organisation)
        for action in _found(topic.actions, self.actions):
            yield [action.cluster] if action.cluster else [], self._of_action(action)
        for bullet in _found(topic.bullets, self.bullets):
            yield [bullet.parameter.cluster], self._of_bullet(bullet, topic.bullets[bullet.slug])

    def _of_scheme(self, scheme: Scheme) -> Advice:
        who = Who(scheme.authority, scheme.authority, "", "", "") if scheme.authority else None
        return self._answer(scheme, (who,) if who else (), _("not printed"), localized(scheme, "name"))

    def _of_organisation(self, organisation: Organisation) -> Advice:
        clusters = ", ".join(localized(row, "name") for row in organisation.clusters.all())
        name = localized(organisation, "name")
        return self._answer(organisation, (_who(organisation),), clusters or _("not printed"), name)

    def _of_action(self, action: Action) -> Advice:
        who = tuple(
            Who(
                name=localized(row.authority, "name"),
                printed=row.as_printed,
                role=str(row.get_role_display()),
                place="",
                url=self._organisation_url(row.authority.slug),
            )
            for row in action.named_authorities.all()
        )
        cluster = localized(action.cluster, "name") if action.cluster else _("all clusters")
        return self._answer(action, who, cluster, f"{action.reference} {localized(action, 'title')}")

    def _of_bullet(self, bullet: Challenge | Intervention, names: Iterable[str]) -> Advice:
        who = tuple(_who(row) for row in _found(names, self.organisations))
        parameter = bullet.parameter
        return self._answer(bullet, who, localized(parameter.cluster, "name"), localized(parameter, "name"))

    def _answer(self, record: Any, who: tuple[Who, ...], cluster: str | Promise, link: str) -> Advice:
        return Advice(
            who=who,
            words=without_markup(record.printed),
            cluster=cluster,
            url=record.get_absolute_url(),
            link=link,
            marks=self.marks[key_of(record)],
        )

    def _organisation_url(self, slug: str) -> str:
        found = self.organisations.get(slug)
        return found.get_absolute_url() if found else ""


def _who(organisation: Organisation) -> Who:
    return Who(
        name=localized(organisation, "name"),
        printed=organisation.short_name or organisation.name,
        role="",
        place=organisation.address,
        url=organisation.get_absolute_url(),
    )


def _named(kind: str) -> set[str]:
    return {name for topic in TOPICS for name in getattr(topic, kind)}


def _found(names: Iterable[str], rows: dict[str, Any]) -> list[Any]:
    return [rows[name] for name in names if name in rows]
