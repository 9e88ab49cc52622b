"""What people typed says in which language it is, on the pages of the other language (WCAG 3.1.2)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.db import models
from django.test import Client
from django.test.html import Element
from django.utils import timezone, translation

from exports.models import ImportBatch, RejectedRow
from interventions.actions import Report, file_update, review_update
from interventions.issue_log import add_key
from interventions.models import Action, Authority, EvidenceFile, ExporterIssue, IssueEntry, SolvedIssue
from kanpur_portal import roles
from kanpur_portal.management.commands.load import FIXTURES
from kanpur_portal.models import ApiToken
from sources.models import CorrectionRequest, Document
from sources.typed import language_mark, language_of, sentence_with, typed
from tests.dom import given, read
from tests.factories import UserFactory
from tests.imports.batches import batch

TYPED = (
    "kanpur_portal.apitoken.name",
    "interventions.actionupdate.reason",
    "interventions.actionupdate.pending_with",
    "interventions.actionupdate.done",
    "interventions.updatereview.note",
    "interventions.datechange.reason",
    "interventions.evidencefile.name",
    "interventions.exporterissue.text",
    "interventions.solvedissue.problem",
    "interventions.solvedissue.solution",
    "interventions.issueentry.text",
    "exports.importbatch.file_name",
    "exports.importbatch.note",
    "exports.rejectedrow.column",
    "exports.rejectedrow.value",
    "exports.rejectedrow.detail",
    "sources.correctionrequest.text",
    "sources.correctionrequest.answer",
    "sources.correctionrequest.fixture_correction",
    "sources.correctionrequest.withheld_reason",
)
NO_WORDS = {
    "kanpur_portal.datasetversion.sha256": "a checksum",
    "kanpur_portal.apitoken.digest": "a checksum",
    "interventions.evidencefile.content_type": "a type of file",
    "interventions.evidencefile.sha256": "a checksum",
    "interventions.exporterissue.phone": "a number",
    "interventions.issuekey.digest": "a checksum",
    "interventions.issueletter.error": "of the mail server, shown in the back office alone",
    "interventions.digest.error": "of the mail server, shown in the back office alone",
    "exports.importbatch.sha256": "a checksum",
    "exports.rejectedrow.reason": "a code, shown in words of the portal",
    "exports.tradeseries.hs_edition": "a code",
    "exports.tradefigure.hs_code": "a code",
    "exports.tradefigure.partner": "a code",
    "exports.tradefigure.quantity_unit": "a code",
    "exports.tradefigurechange.quantity_unit": "a code",
    "exports.tradetotal.dimension": "a code",
    "exports.tradetotal.key": "a code",
    "sources.correctionrequest.record": "a name of the index of provenance",
}
# Not words of a language, or not shown as text of the page: what is being typed belongs to its field.
LEFT_OUT = ("head", "script", "textarea", "option")
LETTERS = {"en": "abcdefghij", "hi": "कखगघचछजझटठ"}
SENTENCE = {"en": "words that somebody typed ", "hi": "किसी ने यह लिखा है "}


def free_texts() -> Iterator[str]:
    """The fields for free text, without a twin in Hindi, of what does not come with the documents."""
    from_documents = {name.replace("__", ".") for name in FIXTURES}
    for model in apps.get_models():
        meta = model._meta
        if meta.app_label not in _rooms() or meta.label_lower in from_documents:
            continue
        names = {field.name for field in meta.concrete_fields}
        for field in meta.concrete_fields:
            twins = {f"{field.name}_hi", field.name.removesuffix("_hi")} - {field.name}
            if _is_free(field) and not twins & names and not hasattr(model, "history_object"):
                yield f"{meta.label_lower}.{field.name}"


def _rooms() -> set[str]:
    return {"sources", "clusters", "exports", "interventions", "trainings", "kanpur_portal"}


def _is_free(field: Any) -> bool:
    codes = (models.URLField, models.EmailField, models.SlugField)
    return isinstance(field, models.CharField | models.TextField) and not (
        isinstance(field, codes) or field.choices
    )


def test_each_field_is_marked_or_holds_no_words() -> None:
    assert sorted(free_texts()) == sorted([*TYPED, *NO_WORDS])


def say(language: str, field: str) -> str:
    """Words that stand in no other field."""
    number = TYPED.index(field)
    digits = LETTERS[language]
    return f"{SENTENCE[language]}{digits[number // 10]}{digits[number % 10]}{digits[0]}"


def said_in(language: str, model: str) -> dict[str, str]:
    return {
        field.rpartition(".")[2]: say(language, field)
        for field in TYPED
        if field.rpartition(".")[0].partition(".")[2] == model
    }


def write_all(language: str, deputy: Any, officer: Any) -> list[str]:
    """Rows with words of the language in each field, and the pages that show them."""
    now, today = timezone.now(), timezone.localdate()
    action = Action.objects.get(reference="KN-07")
    file = EvidenceFile.objects.create(
        owner=officer,
        action=action,
        file=ContentFile(b"%PDF-1.7", "a.pdf"),
        content_type="application/pdf",
        size=8,
        sha256="0" * 64,
        **said_in(language, "evidencefile"),
    )
    said = said_in(language, "actionupdate") | {
        "date_reason": said_in(language, "datechange")["reason"],
        "finish_by": today + timedelta(90),
        "pending_since": today,
        "evidence_files": (file,),
    }
    update = file_update(by=officer, action=action, revision=0, report=Report("completed", "amber", **said))
    review_update(by=deputy, update=update, outcome="returned", **said_in(language, "updatereview"))
    ApiToken.objects.create(
        user=deputy, digest=language, expires_at=now + timedelta(1), **said_in(language, "apitoken")
    )
    issue = ExporterIssue.objects.create(
        topic="other",
        language="en",
        held_by=Authority.objects.get(slug="diepc"),
        held_since=now,
        received_at=now,
        counted_from=today,
        **said_in(language, "exporterissue"),
    )
    IssueEntry.objects.create(issue=issue, kind="message", at=now, **said_in(language, "issueentry"))
    SolvedIssue.objects.create(
        issue=issue, published_at=now, published_by=deputy, **said_in(language, "solvedissue")
    )
    return [
        *("/", "/plan/KN-07/", "/plan/KN-07/update/", "/my/tokens/", "/issues/solved/"),
        *(f"/issues/I-{issue.pk}/?key={add_key(issue)}", f"/issues/I-{issue.pk}/office/"),
        *(*_corrections(language, deputy), *_imports(language)),
    ]


def _corrections(language: str, by: Any) -> list[str]:
    said = said_in(language, "correctionrequest")
    place = {"document": Document.objects.get(slug="export-plan"), "line": 1044}
    now = timezone.now()
    reason = said.pop("withheld_reason")
    answered = {"state": "accepted", "answered_at": now, "answered_by": by}
    withheld = {"state": "withheld", "withheld_at": now, "withheld_by": by, "withheld_reason": reason}
    one, other = (CorrectionRequest.objects.create(**place, **more) for more in (answered | said, withheld))
    return ["/corrections/", one.get_absolute_url(), other.get_absolute_url()]


def _imports(language: str) -> list[str]:
    found: ImportBatch = batch("checked", rejected=1, **said_in(language, "importbatch"))
    RejectedRow.objects.create(batch=found, row=2, reason="not_a_number", **said_in(language, "rejectedrow"))
    return ["/data/imports/", found.get_absolute_url()]


def spoken(node: Any, language: str = "") -> Iterator[tuple[str, str]]:
    """Each text of the page with the language in which it is read out."""
    if not isinstance(node, Element):
        yield node, language
    elif node.name not in LEFT_OUT:
        for child in node.children:
            yield from spoken(child, given(node).get("lang", language))


@pytest.mark.parametrize(("written", "prefix"), [("hi", ""), ("en", "/hi"), ("en", ""), ("hi", "/hi")])
def test_a_page_says_the_language_of_what_was_typed(
    written: str, prefix: str, printed_plan: None, db: None
) -> None:
    deputy = UserFactory(role=roles.DEPUTY_COMMISSIONER, is_superuser=True)
    officer = UserFactory(role=roles.OFFICER, authority=Authority.objects.get(slug="diepc"))
    client = Client()
    client.force_login(deputy)
    seen: dict[str, set[str]] = {field: set() for field in TYPED}
    for url in write_all(written, deputy, officer):
        response = client.get(f"{prefix}{url}")
        assert response.status_code == 200, url
        for text, language in spoken(read(response.text)):
            for field in TYPED:
                if say(written, field) in text:
                    seen[field].add(language)
    assert seen == {field: {written} for field in TYPED}


def test_the_letters_tell_the_language() -> None:
    assert language_of("Rain kept the work from going on") == "en"
    assert language_of("वर्षा से काम रुका") == "hi"
    assert language_of("DIEPC में बैठक हुई, निर्णय लंबित") == "hi"
    assert language_of("The word चमड़ा is misprinted") == "en"
    for neither in ("", "4203 · 1,20,000 – ४२०३ ।", "aक", "Ω"):
        assert language_of(neither) == ""


def test_only_what_is_not_in_the_language_of_the_page_is_marked() -> None:
    assert (language_mark("चमड़ा"), language_mark("leather"), language_mark("7")) == (' lang="hi"', "", "")
    with translation.override("hi"):
        assert (language_mark("चमड़ा"), language_mark("leather")) == ("", ' lang="en"')


def test_what_was_typed_runs_nowhere() -> None:
    assert typed("<b>चमड़ा</b> & काम") == '<span lang="hi">&lt;b&gt;चमड़ा&lt;/b&gt; &amp; काम</span>'
    assert typed("<b>") == "&lt;b&gt;"
    said = sentence_with("<%(who)s> 100%%: %(why)s", who="<i>", why=typed("<क>"))
    assert said == '&lt;&lt;i&gt;&gt; 100%: <span lang="hi">&lt;क&gt;</span>'
