"""One table: every address, by every role, with every method. What is not in it does not exist."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from interventions.actions import Report, file_update
from interventions.models import (
    Action,
    ActionUpdate,
    Authority,
    Event,
    EvidenceFile,
    ExporterIssue,
    IssueKey,
)
from kanpur_portal import roles
from sources.models import CorrectionRequest
from tests.events import enter
from tests.factories import UserFactory

pytestmark = pytest.mark.slow

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
ROLES = ("anonymous", "officer", "officer elsewhere", "deputy commissioner", "analyst", "administrator")
WRITES_NOTHING = ("PUT", "PATCH", "DELETE")
# For each role in the order above:
#   o an answer (200)      l sign in first            r led elsewhere        a the password again
#   f forbidden (403)      u no credentials (401)     n not there (404)      m not with this method (405)
#   e the form is refused with its errors (400, 422)
#   ? by method (a library's form, which says 405 or shows itself again)
EVERYBODY, NOBODY = "oooooo", "mmmmmm"
STAFF = "lmmmmm"  # a method that is none, where one signs in first
PAGE = (EVERYBODY, NOBODY, NOBODY, NOBODY)
TEXT = DATA = (EVERYBODY, NOBODY, NOBODY, EVERYBODY)
ACCOUNT = ("laaaaa",) * 4  # asks for the password again before anything else
# The lists of what the documents say, each with the name of one of its rows.
PRINTED = {
    "abbreviations": "apeda",
    "agreement-partners": "asean-goods:MY",
    "claims": "kanpur-is-called-the-leather-city-of-india",
    "clusters": "leather",
    "contents-entries": "contents-1",
    "countries": "AO",
    "country-groups": "asean",
    "districts": "kanpur-nagar",
    "documents": "export-plan",
    "exhibits": "table-1",
    "export-figures": "finished-leather-2020-09-to-2021-11",
    "footnotes": "footnote-9",
    "group-memberships": "asean:MY",
    "headings": "overall-exports",
    "hs-codes": "391721",
    "industry-rows": "agro-based",
    "key-issues": "leather-footwear-1",
    "market-links": "saddlery-exported-now-de",
    "market-notes": "eu-chromium-vi",
    "occupation-rows": "cultivators",
    "omitted-lines": "export-plan-16",
    "organisations": "department-of-msme-and-export-promotion",
    "outcome-targets": "availability-of-quality-raw-materials",
    "parameters": "leather-raw-materials",
    "places": "kanpur-nagar",
    "plans": "kanpur-nagar",
    "ports": "nhava-sheva",
    "products": "leather-footwear",
    "programmes": "leather-project-trainings",
    "project-activities": "activity-1",
    "project-objectives": "objective-1",
    "project-partners": "dpiit",
    "project-results": "result-1",
    "projects": "kanpur-leather-development-project",
    "resources": "leather-panel-e-learning",
    "scheme-rules": "mda-fairs-number",
    "schemes": "district-export-hub",
    "statements": "title-and-status-of-the-document-draft-plan-of-the-district",
    "statistics": "share-of-foreign-trade-in-the-gdp-of-india",
    "study-missions": "indonesia-iosm",
    "sub-sectors": "tanneries",
    "swot-items": "leather-strength-1",
    "tannery-categories": "integrated-large-tanneries",
    "topics": "sustainable-leather-manufacturing-technologies",
    "trade-agreements": "asean-goods",
    "value-add-ideas": "leather-1",
}
# name, or route where there is none: (address, GET and HEAD, POST, PUT and PATCH and DELETE, OPTIONS)
TABLE: dict[str, tuple[str, str, str, str, str]] = {
    "home": ("/", *PAGE),
    "district": ("/districts/kanpur-nagar/", *PAGE),
    "search": ("/search/?q=saddlery", *PAGE),
    "organisations": ("/organisations/", *PAGE),
    "markets": ("/markets/", *PAGE),
    "markets-file": ("/markets.csv", *PAGE),
    "finder": ("/markets/finder/", *PAGE),
    "finder-file": ("/markets/finder.csv?product=valves", *PAGE),
    "compare": ("/markets/compare/", *PAGE),
    "market": ("/markets/DE/", *PAGE),
    "market-group": ("/markets/groups/gcc/", *PAGE),
    "hs": ("/hs/", *PAGE),
    "hs-code": ("/hs/420100/", *PAGE),
    "chart": ("/charts/leather-table-5.vl.json", *PAGE),
    "help": ("/help/", *PAGE),
    "schemes": ("/schemes/", *PAGE),
    "scheme": ("/schemes/mda/", *PAGE),
    "api-schemes-estimate": ("/api/v1/schemes/mda/estimate/?stall_1=5", *DATA),
    "project": ("/projects/kanpur-leather-development-project/", *PAGE),
    "trainings": ("/trainings/", *PAGE),
    "study-mission": ("/trainings/study-missions/indonesia-iosm/", *PAGE),
    "plan": ("/plan/", *PAGE),
    "plan-file": ("/plan.csv", *PAGE),
    "action": ("/plan/KN-07/", *PAGE),
    "action-update": ("/plan/KN-07/update/", "lofoff", "lefeff", NOBODY, NOBODY),
    "action-review": ("/plan/KN-07/review/", STAFF, "lffeff", STAFF, STAFF),
    "evidence": ("/plan/KN-07/evidence/7/", "looofo", STAFF, STAFF, STAFF),
    "calendar": ("/calendar/", *PAGE),
    "calendar-ics": ("/calendar.ics", *PAGE),
    "cluster-calendar-ics": ("/calendar/leather.ics", *PAGE),
    "event": ("/calendar/events/a-camp/", *PAGE),
    "event-ics": ("/calendar/events/a-camp.ics", *PAGE),
    "event-new": ("/calendar/events/new/", "loooff", "leeeff", NOBODY, NOBODY),
    "event-edit": ("/calendar/events/a-camp/edit/", "lofoff", "lefeff", NOBODY, NOBODY),
    "event-held": ("/calendar/events/a-camp/held/", "lofoff", "lefeff", NOBODY, NOBODY),
    "my": ("/my/", "looooo", STAFF, STAFF, STAFF),
    "my-tokens": ("/my/tokens/", "looooo", "leeeee", STAFF, STAFF),
    "challenges": ("/challenges/", *PAGE),
    "clusters": ("/clusters/", *PAGE),
    "cluster": ("/clusters/leather/", *PAGE),
    "cluster-challenges": ("/clusters/leather/challenges/", *PAGE),
    "challenges-file": ("/clusters/leather/challenges.json", *PAGE),
    "sources": ("/sources/", *PAGE),
    "source": ("/sources/export-plan/", *PAGE),
    "source-file": ("/sources/export-plan.csv", *PAGE),
    "discrepancies": ("/discrepancies/", *PAGE),
    "discrepancies-file": ("/discrepancies.csv", *PAGE),
    "corrections": ("/corrections/", *PAGE),
    "corrections-file": ("/corrections.csv", *PAGE),
    "correction-new": (
        "/corrections/new/?document=export-plan&line=254",
        EVERYBODY,
        "eeeeee",
        NOBODY,
        NOBODY,
    ),
    "correction": ("/corrections/CR-7/", *PAGE),
    "issue-new": ("/issues/new/", EVERYBODY, "eeeeee", NOBODY, NOBODY),
    "issue": ("/issues/I-7/?key=the-secret-of-it", EVERYBODY, "eeeeee", NOBODY, NOBODY),
    "issue-office": ("/issues/I-7/office/", "lofoff", "leeeff", NOBODY, NOBODY),
    "issues": ("/issues/", "loooff", STAFF, STAFF, STAFF),
    "issues-solved": ("/issues/solved/", *PAGE),
    "issues-solved-file": ("/issues/solved.csv", *PAGE),
    "about": ("/about/", *TEXT),
    "accessibility": ("/accessibility/", *TEXT),
    "privacy": ("/privacy/", *TEXT),
    "licence": ("/licence/", *TEXT),
    "styleguide": ("/styleguide/", "lffffo", STAFF, STAFF, STAFF),
    "healthz": ("/healthz", *PAGE),
    "readyz": ("/readyz", *PAGE),
    "api-docs": ("/api/docs/", *PAGE),
    "api-index": ("/api/v1/", *DATA),
    "api-schema": ("/api/schema/", *DATA),
    "api-actions-list": ("/api/v1/actions/", *DATA),
    "api-actions-detail": ("/api/v1/actions/KN-07/", *DATA),
    "api-authorities-list": ("/api/v1/authorities/", *DATA),
    "api-authorities-detail": ("/api/v1/authorities/diepc/", *DATA),
    "api-updates-list": ("/api/v1/updates/", EVERYBODY, "ueeeee", "ummmmm", EVERYBODY),
    "api-updates-detail": ("/api/v1/updates/{update}/", EVERYBODY, "ummmmm", "ummmmm", EVERYBODY),
    "api-events-list": ("/api/v1/events/", *DATA),
    "api-events-detail": ("/api/v1/events/a-camp/", *DATA),
    "api-challenges-list": ("/api/v1/challenges/", *DATA),
    "api-challenges-detail": ("/api/v1/challenges/leather-raw-materials-c1/", *DATA),
    "api-interventions-list": ("/api/v1/interventions/", *DATA),
    "api-interventions-detail": ("/api/v1/interventions/leather-raw-materials-i1/", *DATA),
    "api-discrepancies-list": ("/api/v1/discrepancies/", *DATA),
    "api-correction-requests-list": ("/api/v1/correction-requests/", *DATA),
    "api-discrepancies-detail": ("/api/v1/discrepancies/D-001/", *DATA),
    **{f"api-{name}-list": (f"/api/v1/{name}/", *DATA) for name in PRINTED},
    **{f"api-{name}-detail": (f"/api/v1/{name}/{row}/", *DATA) for name, row in PRINTED.items()},
    "api-passages-list": ("/api/v1/passages/", *DATA),
    "api-tanneries-list": ("/api/v1/tanneries/", *DATA),
    "api-tanneries-detail": ("/api/v1/tanneries/1/", "nnnnnn", NOBODY, NOBODY, EVERYBODY),  # none is printed
    "api/^(?!docs/)": ("/api/nothing/", *("nnnnnn",) * 4),
    # The library's account pages: PUT is POST to them.
    "account_login": ("/accounts/login/", "orrrrr", "errrrr", "?rrrrr", "orrrrr"),
    "account_logout": ("/accounts/logout/", "rooooo", "rrrrrr", NOBODY, EVERYBODY),
    "account_inactive": ("/accounts/inactive/", *TEXT),
    "account_reauthenticate": ("/accounts/reauthenticate/", "looooo", "leeeee", "l?????", "looooo"),
    "account_change_password": ("/accounts/password/change/", "looooo", "leeeee", "l?????", "looooo"),
    "account_set_password": ("/accounts/password/set/", "lrrrrr", "lrrrrr", "l?????", "lrrrrr"),
    "mfa_index": ("/accounts/2fa/", "looooo", STAFF, STAFF, "looooo"),
    "mfa_authenticate": ("/accounts/2fa/authenticate/", *("lrrrrr",) * 4),
    "mfa_reauthenticate": ("/accounts/2fa/reauthenticate/", *ACCOUNT),
    "mfa_activate_totp": ("/accounts/2fa/totp/activate/", *ACCOUNT),
    "mfa_deactivate_totp": ("/accounts/2fa/totp/deactivate/", *("lnnnnn",) * 4),
    "mfa_view_recovery_codes": ("/accounts/2fa/recovery-codes/", "lnnnnn", STAFF, STAFF, "looooo"),
    "mfa_generate_recovery_codes": ("/accounts/2fa/recovery-codes/generate/", *ACCOUNT),
    "mfa_download_recovery_codes": ("/accounts/2fa/recovery-codes/download/", *("lnnnnn",) * 4),
    # The back office leads others to its own sign-in page, which refuses them.
    "admin:index": ("/admin/", *("rrrrro",) * 4),
    "admin:login": ("/admin/login/", "lffff?", "lffffo", "lffff?", "lffffo"),
    "admin:logout": ("/admin/logout/", "rrrrrm", "rrrrro", "rrrrrm", "rrrrro"),
    "admin:password_change": ("/admin/password_change/", "rrrrro", "rrrrro", "rrrrr?", "rrrrro"),
    "admin:password_change_done": ("/admin/password_change/done/", "rrrrro", "rrrrrm", "rrrrrm", "rrrrro"),
    "admin:autocomplete": ("/admin/autocomplete/", "rrrrrf", "rrrrrm", "rrrrrm", "rrrrro"),
    "admin:jsi18n": ("/admin/jsi18n/", "rrrrro", "rrrrrm", "rrrrrm", "rrrrro"),
    "admin:view_on_site": ("/admin/r/1/1/", *("rrrrrn",) * 4),
    "admin:app_list": ("/admin/interventions/", *("rrrrro",) * 4),
    "admin/(?P<url>.*)$": ("/admin/nothing", *("rrrrrn",) * 4),
}


def routes(resolver: URLResolver, before: str = "", namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the portal by its name, or by its route where it has none."""
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            name = f"{namespace}:{pattern.name}" if namespace and pattern.name else pattern.name
            yield name or route, pattern
        else:
            yield from routes(pattern, route, pattern.namespace or namespace)


def of_a_model(name: str) -> bool:
    """A page of the back office for one model: tests/admin opens each of them."""
    models = ((model._meta.app_label, model._meta.model_name) for model in admin.site._registry)
    return any(
        name.startswith((f"admin:{room}_{model}_", f"admin/{room}/{model}/")) for room, model in models
    )


@pytest.fixture(scope="module")
def people(printed_plan: None, django_db_blocker: Any) -> Iterator[dict[str, User | None]]:
    with django_db_blocker.unblock(), transaction.atomic():
        posted = {slug: Authority.objects.get(slug=slug) for slug in ("diepc", "fieo")}
        found: dict[str, User | None] = {
            "anonymous": None,
            "officer": UserFactory(role=roles.OFFICER, authority=posted["diepc"]),
            "officer elsewhere": UserFactory(role=roles.OFFICER, authority=posted["fieo"]),
            "deputy commissioner": UserFactory(role=roles.DEPUTY_COMMISSIONER),
            "analyst": UserFactory(role=roles.ANALYST),
            "administrator": UserFactory(role=roles.ADMINISTRATOR, is_staff=True),
        }
        for user in filter(None, found.values()):
            user.set_password("correct horse 42")
            user.save()
        officer = found["officer"]
        assert officer
        action = Action.objects.get(reference="KN-07")
        file = EvidenceFile.objects.create(
            pk=7,
            owner=officer,
            action=action,
            file=ContentFile(b"%PDF-1.7", "a.pdf"),
            name="a.pdf",
            content_type="application/pdf",
            size=8,
            sha256="0" * 64,
        )
        CorrectionRequest.objects.create(pk=7, document=action.document, line=1044, text="A misprint?")
        since = timezone.now()
        ExporterIssue.objects.create(
            pk=7,
            topic="other",
            text="The bank keeps the money.",
            language="en",
            held_by=posted["diepc"],
            held_since=since,
            received_at=since,
            counted_from=since.date(),
        )
        IssueKey.objects.create(issue_id=7, digest=IssueKey.digest_of("the-secret-of-it"))
        Event.objects.filter(pk=enter(officer).pk).update(slug="a-camp")
        report = Report("completed", "green", done="Standards agreed.", evidence_files=(file,))
        file_update(by=officer, action=action, revision=0, report=report)
        yield found
        transaction.set_rollback(True)


def outcome(response: HttpResponseBase) -> str:
    address = response.get("Location", "")
    if response.status_code in (301, 302):
        asked = {"/accounts/login/": "l", "/accounts/reauthenticate/": "a"}
        return asked.get(address.removeprefix("/hi").split("?")[0], "r")
    return {200: "o", 201: "o", 400: "e", 422: "e", 401: "u", 403: "f", 404: "n", 405: "m"}[
        response.status_code
    ]


def ask(user: User | None, method: str, url: str) -> str:
    cache.clear()  # nobody is refused for having tried too often
    client = Client()
    if user:
        client.force_login(user)
    response = client.generic(method, url.format(update=ActionUpdate.objects.get().pk))
    b"".join(response)  # a file is closed when it has been read
    return outcome(response)


def alike(found: str, expected: str) -> bool:
    """The same code for each role; where the table leaves it open, one that writes nothing."""
    return all(
        one == other or (other == "?" and one in "omer") for one, other in zip(found, expected, strict=True)
    )


@pytest.mark.parametrize("name", TABLE)
def test_who_may_do_what(people: dict[str, User | None], db: None, name: str) -> None:
    url, read, post, write, options = TABLE[name]
    expected = {
        "GET": read,
        "HEAD": read,
        "POST": post,
        **dict.fromkeys(WRITES_NOTHING, write),
        "OPTIONS": options,
    }
    for method, codes in expected.items():
        found = "".join(ask(people[role], method, url) for role in ROLES)
        assert alike(found, codes), (method, found, codes)


@pytest.mark.parametrize(
    "name", [name for name in TABLE if not name.startswith(("api-", "api/", "healthz", "readyz"))]
)
def test_the_same_in_hindi(people: dict[str, User | None], db: None, name: str) -> None:
    url, read, post, _write, _options = TABLE[name]
    for method, codes in (("GET", read), ("POST", post)):
        found = "".join(ask(people[role], method, f"/hi{url}") for role in ROLES)
        assert alike(found, codes), (method, found, codes)


def test_every_address_is_in_the_table() -> None:
    found = {name for name, _pattern in routes(get_resolver()) if not of_a_model(name)}
    assert found == set(TABLE)


def test_every_role_is_tried() -> None:
    assert {role.replace(" ", "_") for role in ROLES} == {"anonymous", "officer_elsewhere", *roles.ROLES}
    assert all(len(row) == 5 and {len(codes) for codes in row[1:]} == {len(ROLES)} for row in TABLE.values())


def test_who_has_no_role_may_read_and_nothing_else(people: dict[str, User | None], db: None) -> None:
    """Deny by default: an account without a role, also one that is posted somewhere."""
    nobody = UserFactory(authority=Authority.objects.get(slug="diepc"))
    nobody.set_password("correct horse 42")
    nobody.save()
    analyst = ROLES.index("analyst")
    for name, (url, read, post, *_) in TABLE.items():
        assert ask(nobody, "GET", url) == read[analyst], name
        assert ask(nobody, "POST", url) == post[analyst], name


@pytest.mark.parametrize(
    ("reference", "by_page", "by_program"),
    [("KN-08", "lofoff", "uofoff"), ("KN-04", "loooff", "uoooff"), ("KN-19", "lffoff", "uffoff")],
)
def test_a_whole_report_by_each_role(
    people: dict[str, User | None], db: None, reference: str, by_page: str, by_program: str
) -> None:
    """KN-08 names DIEPC, KN-04 FIEO beside it, KN-19 neither."""
    found = {"page": "", "api": ""}
    for user in people.values():
        for way in found:
            client = Client()
            if user:
                client.force_login(user)
            with transaction.atomic():
                said = {"revision": 0, "work_status": "in_progress", "confidence": "green"}
                if way == "api":
                    body = {"action": reference, **said}
                    response = client.post("/api/v1/updates/", body, content_type="application/json")
                else:
                    response = client.post(f"/plan/{reference}/update/", said)
                filed = Action.objects.get(reference=reference).updates.exists()
                transaction.set_rollback(True)
            code = "o" if response.status_code in (201, 302) and filed else outcome(response)
            assert filed == (code == "o")
            found[way] += code
    assert found == {"page": by_page, "api": by_program}
