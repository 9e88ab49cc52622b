"""What officers enter and publish, as search knows it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext

from interventions.models import Event, IssueTopic, SolvedIssue
from kanpur_portal.search.entries import Bilingual, Detail, Entry, Kind
from sources.typed import language_of


def events() -> Iterator[Entry]:
    for event in Event.objects.select_related("organiser").prefetch_related("clusters"):
        clusters_of = [Bilingual(cluster.name, cluster.name_hi) for cluster in event.clusters.all()]
        organiser = Detail(Bilingual(event.organiser.name, event.organiser.name_hi), partial(_when, event))
        place = Bilingual(event.place, event.place_hi)
        yield Entry(
            Kind.EVENT,
            event,
            [Bilingual(event.title, event.title_hi)],
            details=[organiser, *(Detail(words) for words in (place, *clusters_of) if any(words))],
            text=Bilingual(event.description, event.description_hi),
        )


def _when(event: Event) -> str:
    """The day, and what became of it where it was cancelled."""
    day = date_format(event.starts_on)
    return f"{day}, {event.get_status_display()}" if event.status == event.Status.CANCELLED else day


def solved_issues() -> Iterator[Entry]:
    """By their topic and the words that an officer published. The issue's own words are nobody else's."""
    labels = {language: _topics(language) for language in ("en", "hi")}
    for solved in SolvedIssue.objects.select_related("issue__cluster"):
        issue = solved.issue
        about = [Bilingual(labels["en"][issue.topic], labels["hi"][issue.topic])]
        if issue.cluster:
            about.append(Bilingual(issue.cluster.name, issue.cluster.name_hi))
        words = f"{solved.problem} {solved.solution}"
        yield Entry(
            Kind.SOLVED,
            solved,
            heading=partial(gettext, "solved issue"),
            details=list(map(Detail, about)),
            text=Bilingual("", words) if language_of(words) == "hi" else Bilingual(words),
        )


def _topics(language: str) -> dict[str, str]:
    with translation.override(language):
        return {topic.value: str(topic.label) for topic in IssueTopic}
