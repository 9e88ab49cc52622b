"""Every page, in both languages, by each who may open it: nothing that keeps a reader out."""

import gzip
from collections.abc import Callable, Iterator
from functools import lru_cache
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.urls import URLPattern, get_resolver, resolve, reverse
from playwright.sync_api import Page, Response

from interventions.models import Action, ActionUpdate, Authority
from sources.models import Discrepancy
from tests.browser.checks import axe_violations, overflows, structure

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("portal")]

PUBLIC = {
    "/": 200,
    "/plan/": 200,
    "/plan/?q=no-such-words": 200,
    "/plan/?status=no-such-status": 400,
    "/plan/?cluster=hosiery&status=in_progress": 200,
    "/plan/KN-01/": 200,  # milestones
    "/plan/KN-05/": 200,  # closed and confirmed
    "/plan/KN-19/": 200,
    "/calendar/": 200,
    "/calendar/?when=past": 200,
    "/calendar/?type=seminar&cluster=plastic": 200,
    "/calendar/?type=party": 400,
    "/search/": 200,
    "/search/?q=saddlery": 200,
    "/search/?q=leather&kind=official": 200,
    "/search/?q=no-such-words": 200,
    "/search/?q=saddlery&kind=gossip": 400,
    "/challenges/": 200,
    "/clusters/": 200,
    "/clusters/leather/": 200,
    "/clusters/engineering/": 200,
    "/clusters/plastic/": 200,
    "/clusters/hosiery/": 200,
    "/clusters/leather/challenges/": 200,
    "/clusters/hosiery/challenges/": 200,
    "/districts/kanpur-nagar/": 200,
    "/organisations/": 200,
    "/help/": 200,
    "/help/?topic=quality&cluster=plastic": 200,
    "/help/?topic=environment&cluster=hosiery": 200,  # nobody is named
    "/help/?topic=gossip": 400,
    "/markets/": 200,
    "/markets/?cluster=leather&role=target": 200,
    "/markets/?role=neighbour": 400,
    "/markets/DE/": 200,
    "/markets/AE/": 200,  # an agreement of its own, and its group's untapped goods
    "/markets/groups/asean/": 200,
    "/markets/groups/middle-east/": 200,
    "/markets/finder/": 200,
    "/markets/finder/?product=engineering-goods": 200,  # groups and members of theirs
    "/markets/finder/?product=hosiery-products": 200,  # importers and competitors
    "/markets/finder/?product=tea": 400,
    "/markets/compare/": 200,
    "/markets/compare/?m=DE,JP,AE,gcc&product=leather-footwear": 200,
    "/markets/compare/?m=DE,ZZ": 400,
    "/hs/": 200,
    "/hs/?code=4201": 200,
    "/hs/?code=saddle": 400,
    "/hs/420100/": 200,
    "/hs/84/": 200,
    "/hs/42019999/": 404,
    "/schemes/": 200,
    "/schemes/?msme=yes": 400,
    "/schemes/mda/?stall_1=200000&stall_2=100&stall_3=200&stall_4=300000&samples=5": 200,
    "/schemes/mda/?stall_1=many": 400,
    "/schemes/gateway-port/?size_1=20&freight_1=9&exporter=merchant&msme=yes&leg=rail": 200,
    "/schemes/air-freight/": 200,
    "/schemes/meis/": 200,
    "/projects/kanpur-leather-development-project/": 200,
    "/trainings/": 200,
    "/trainings/study-missions/indonesia-iosm/": 200,
    "/sources/": 200,
    "/sources/export-plan/": 200,
    "/sources/study-mission/": 200,
    "/sources/leather-city/": 200,
    "/sources/export-plan/?line=5000": 400,
    "/discrepancies/": 200,
    "/discrepancies/?type=misprint&document=leather-project": 200,
    "/discrepancies/?type=gossip": 400,
    "/issues/new/": 200,
    "/issues/solved/": 200,
    "/issues/solved/?topic=gossip": 400,
    "/corrections/": 200,
    "/corrections/?state=lost": 400,
    "/corrections/new/": 200,
    "/corrections/new/?document=export-plan&line=254": 200,
    "/corrections/new/?document=export-plan&line=5000": 400,
    "/api/docs/": 200,
    "/data/imports/": 200,
    "/data/imports/?state=gossip": 400,
    "/data/": 200,
    "/data/hs-codes/": 200,
    "/data/versions/": 200,
    "/data/nothing/": 404,
    "/about/": 200,
    "/accessibility/": 200,
    "/privacy/": 200,
    "/licence/": 200,
    "/accounts/login/": 200,
    "/accounts/inactive/": 200,
    "/nothing/": 404,
}
SIGNED_IN = {
    "officer": {
        "/my/": 200,
        "/plan/KN-06/": 200,
        "/plan/KN-01/update/": 200,  # with milestones
        "/plan/KN-06/update/": 200,  # with dates
        "/calendar/": 200,
        "/calendar/events/new/": 200,
        "/my/tokens/": 200,
        "/accounts/2fa/": 200,
        "/accounts/password/change/": 200,
        "/accounts/reauthenticate/": 200,
        "/accounts/logout/": 200,
        "/styleguide/": 403,
    },
    "deputy-commissioner": {"/my/": 200, "/issues/": 200, "/plan/KN-07/": 200},
    "data-editor": {
        "/my/": 200,
        "/data/imports/": 200,
        "/data/imports/new/": 200,
        "/data/imports/new/?layout=own": 200,
        "/data/imports/new/?layout=dgcis": 200,
        "/data/imports/new/?layout=gossip": 400,
    },
    "analyst": {"/my/": 200, "/plan/KN-07/": 200, "/plan/KN-07/update/": 403},
    "administrator": {"/my/": 200, "/styleguide/": 200},
}
# Named addresses that no test here opens, and why.
NOT_PAGES = {
    "healthz": "JSON",
    "readyz": "JSON",
    "plan-file": "a file",
    "challenges-file": "a file",
    "source-file": "a file",
    "discrepancies-file": "a file",
    "corrections-file": "a file",
    "finder-file": "a file",
    "data-catalogue": "a file",
    "data-package": "a file",
    "dataset-file": "a file",
    "data-version": "test_data_versions.py",
    "data-version-file": "a file",
    "markets-file": "a file",
    "chart": "a file",
    "correction": "test_corrections.py",
    "import": "test_imports.py",
    "import-rejected-file": "a file",
    "issue": "test_issues.py",
    "issue-office": "test_issues.py",
    "issues-solved-file": "a file",
    "evidence": "a file",
    "calendar-ics": "a file",
    "cluster-calendar-ics": "a file",
    "event-ics": "a file",
    "event": "test_calendar.py",
    "event-edit": "test_calendar.py",
    "event-held": "test_calendar.py",
    "action-review": "answers POST alone: test_review.py",
    "mfa_authenticate": "test_second_factor.py",
    "mfa_reauthenticate": "test_second_factor.py",
    "mfa_view_recovery_codes": "test_second_factor.py",
    "mfa_generate_recovery_codes": "test_second_factor.py",
    "mfa_activate_totp": "test_second_factor.py",
    "mfa_deactivate_totp": "test_second_factor.py",
    "mfa_download_recovery_codes": "a file",
    "account_set_password": "sends on to the change of password: everybody here has one",
}
# Hindi at the width of a desk and English at that of a phone: together both layouts are examined.
LANGUAGES = {"en": ("", 360), "hi": ("/hi", 1280)}
KILOBYTES = 100


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return request.param


def examine(page: Page, language: str, pages: dict[str, int], complaints: list[str]) -> dict[str, list[str]]:
    """What is wrong with each of these pages."""
    prefix, width = LANGUAGES[language]
    page.set_viewport_size({"width": width, "height": 800})
    wrong = {}
    for path, status in pages.items():
        response = page.goto(prefix + path)
        found = (
            [] if response and response.status == status else [f"status is {response and response.status}"]
        )
        found += [] if page.url.endswith(prefix + path) else [f"sent on to {page.url}"]
        found += heaviness(page, response)
        found += structure(page, language) + overflows(page) + complaints
        found += axe_violations(page)
        complaints.clear()  # axe tries styles of its own, which the page's policy refuses
        if found:
            wrong[prefix + path] = found
    return wrong


def heaviness(page: Page, response: Response | None) -> list[str]:
    """With all that a first visit loads, compressed as the portal's server sends it."""
    assert response
    assert response.headers.get("content-encoding") == "gzip", response.url
    size = page.evaluate("performance.getEntriesByType('navigation')[0].encodedBodySize")
    parts = page.evaluate("performance.getEntriesByType('resource').map((part) => part.name)")
    size += sum(_compressed(urlsplit(part).path) for part in parts)
    return [f"weighs {size} bytes"] if size > KILOBYTES * 1024 else []


@lru_cache
def _compressed(path: str) -> int:
    found = finders.find(path.removeprefix("/static/"))
    assert found, f"{path} is not a static file"
    with open(found, "rb") as file:
        return len(gzip.compress(file.read()))


def told(wrong: dict[str, list[str]]) -> str:
    return "\n".join(f"{path}: {what}" for path, found in wrong.items() for what in found)


def test_public_pages(page: Page, language: str, complaints: list[str]) -> None:
    assert not (wrong := examine(page, language, PUBLIC, complaints)), told(wrong)


@pytest.mark.parametrize("username", SIGNED_IN)
def test_pages_of_those_who_signed_in(
    signed_in: Callable[..., Page], username: str, language: str, complaints: list[str]
) -> None:
    page = signed_in(username)
    assert not (wrong := examine(page, language, SIGNED_IN[username], complaints)), told(wrong)


def test_pages_of_the_back_office(
    signed_in: Callable[..., Page], language: str, complaints: list[str]
) -> None:
    page = signed_in("administrator")
    prefix, _ = LANGUAGES[language]
    wrong = {}
    for url in back_office():
        response = page.goto(prefix + url)
        found = [] if response and response.status == 200 else [f"status is {response and response.status}"]
        found += complaints
        found += axe_violations(page)
        complaints.clear()
        if found:
            wrong[prefix + url] = found
    assert not wrong, told(wrong)


def back_office() -> list[str]:
    """Of each kind of page one at least; tests/admin opens all of them, without looking."""
    lists = {
        model: f"admin:{model._meta.app_label}_{model._meta.model_name}"
        for model in (Action, ActionUpdate, Authority, Discrepancy)
    }
    urls = [reverse("admin:index"), reverse("admin:app_list", args=["interventions"])]
    urls += [reverse("admin:auth_user_add"), reverse("admin:interventions_action_import")]
    for model, name in lists.items():
        first = model._default_manager.first()
        urls += [reverse(f"{name}_changelist"), reverse(f"{name}_change", args=[first.pk])]
    update = ActionUpdate.objects.first()
    return [*urls, reverse("admin:interventions_actionupdate_history", args=[update.pk])]


def test_no_page_is_forgotten() -> None:
    opened = {
        resolve(urlsplit(path).path).url_name
        for paths in (PUBLIC, *SIGNED_IN.values())
        for path in paths
        if path != "/nothing/"
    }
    assert set(_names(get_resolver())) == opened | NOT_PAGES.keys()


def _names(resolver: object) -> Iterator[str]:
    """The names of all addresses but those of the back office and the API."""
    for entry in resolver.url_patterns:  # type: ignore[attr-defined]
        if isinstance(entry, URLPattern):
            yield entry.name
        elif getattr(entry, "namespace", None) != "admin" and str(entry.pattern) != "api/":
            yield from _names(entry)
