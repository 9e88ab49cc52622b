"""Every page of the back office opens for those who keep it, and for nobody else."""

from collections.abc import Callable

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kanpur_portal import roles

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
KEEPERS = (roles.ADMINISTRATOR, "superuser")
Signed = Callable[[str], Client]


@pytest.fixture(params=MODELS, ids=lambda model: model._meta.label)
def model(request: pytest.FixtureRequest) -> type[Model]:
    return request.param


def address(model: type[Model], name: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


def a_row(model: type[Model]) -> Model:
    """A registered model without a row in the test data fails here."""
    row = model._default_manager.order_by("pk").first()
    assert row, f"the test data has no {model._meta.label}"
    return row


def pages(model: type[Model]) -> list[str]:
    row = a_row(model)
    urls = [address(model, "changelist"), address(model, "export")]
    urls += [address(model, name, row.pk) for name in ("change", "history")]
    if history := getattr(row, "history", None):
        urls.append(address(model, "simple_history", row.pk, history.latest().pk))
    return urls


@pytest.mark.parametrize("role", KEEPERS)
def test_every_page_opens(signed_in: Signed, role: str, model: type[Model]) -> None:
    browser = signed_in(role)
    urls = [*pages(model), f"{address(model, 'changelist')}?q=KN-01+%25_'\"%3B"]
    for url in (*urls, *(f"/hi{url}" for url in urls)):
        assert browser.get(url).status_code == 200, url


@pytest.mark.parametrize("role", KEEPERS)
def test_pages_that_write_open_where_allowed(signed_in: Signed, role: str, model: type[Model]) -> None:
    browser = signed_in(role)
    page = admin.site._registry[model]
    request = browser.get(reverse("admin:index")).wsgi_request
    row = a_row(model)
    allowed = {
        address(model, "add"): page.has_add_permission(request),
        address(model, "delete", row.pk): page.has_delete_permission(request, row),
    }
    if hasattr(page, "has_import_permission"):
        allowed[address(model, "import")] = page.has_import_permission(request)
    for url, may in allowed.items():
        assert browser.get(url).status_code == (200 if may else 403), url


def test_who_may_write_what(administrator: Client) -> None:
    """By name, so that a page that opens by mistake is seen."""
    request = administrator.get(reverse("admin:index")).wsgi_request
    site = admin.site._registry.items()
    assert {model.__name__ for model, page in site if page.has_add_permission(request)} == {
        "AgreementPartner",
        "GroupMembership",
        "MarketNote",
        "Posting",
        "ReportedTerm",
        "Reporter",
        "SchemeNote",
        "SchemeVersion",
        "Tannery",
        "TradeAgreement",
        "User",
    }
    assert {model.__name__ for model, page in site if page.has_delete_permission(request)} == {
        "AgreementPartner",
        "ApiToken",
        "Authenticator",
        "GroupMembership",
        "MarketNote",
        "Posting",
        "ReportedTerm",
        "SchemeNote",
        "SchemeVersion",
        "Tannery",
        "TradeAgreement",
    }
    assert {model.__name__ for model, page in site if page.has_change_permission(request)} == {
        "Action",
        "AgreementPartner",
        "Authority",
        "Claim",
        "Cluster",
        "CorrectionRequest",
        "Country",
        "CountryGroup",
        "Discrepancy",
        "District",
        "Document",
        "ExportFigure",
        "GroupMembership",
        "Heading",
        "IndustryRow",
        "Intervention",
        "KeyIssue",
        "MarketLink",
        "MarketNote",
        "Milestone",
        "OccupationRow",
        "Organisation",
        "OutcomeTarget",
        "Parameter",
        "Place",
        "Plan",
        "Port",
        "Posting",
        "Product",
        "Programme",
        "Project",
        "ReportedTerm",
        "Reporter",
        "Resource",
        "Scheme",
        "SchemeNote",
        "SchemeRule",
        "SchemeVersion",
        "Statement",
        "Statistic",
        "StudyMission",
        "SubSector",
        "Tannery",
        "TanneryCategory",
        "Topic",
        "TradeAgreement",
        "User",
        "ValueAddIdea",
    }


@pytest.mark.parametrize("language", ["", "/hi"])
def test_the_pages_around_them_open(administrator: Client, language: str) -> None:
    urls = [reverse(f"admin:{name}") for name in ("index", "password_change", "jsi18n")]
    urls += [reverse("admin:app_list", args=[app]) for app in {model._meta.app_label for model in MODELS}]
    for url in urls:
        assert administrator.get(language + url).status_code == 200, url


def test_anonymous_are_asked_to_sign_in(client: Client, model: type[Model]) -> None:
    for url in pages(model):
        response = client.get(url, follow=True)
        assert response.redirect_chain[-1][0].startswith(reverse("account_login")), url


@pytest.mark.parametrize("role", [roles.OFFICER, roles.DEPUTY_COMMISSIONER, roles.ANALYST, roles.DATA_EDITOR])
def test_other_roles_are_refused(signed_in: Signed, role: str, model: type[Model]) -> None:
    browser = signed_in(role)
    for url in pages(model):
        assert browser.get(url, follow=True).status_code == 403, url


def test_all_tables_of_the_portal_have_a_page() -> None:
    """Of their own, or as part of another's."""
    within_others = {
        inline.model._meta.label for page in admin.site._registry.values() for inline in page.inlines
    }
    tables = {
        model._meta.label
        for room in ("sources", "clusters", "exports", "interventions", "trainings", "kanpur_portal")
        for model in apps.get_app_config(room).get_models()
        if not model.__name__.startswith("Historical")
    }
    not_shown = tables - within_others - {model._meta.label for model in MODELS}
    assert not_shown == {
        "kanpur_portal.DataVersion",  # counts writes, and says nothing to people
        "exports.TradeTotal",  # sums of the figures, which imports keep: the API shows them
        # Exporters' issues are read by the office that holds them, and by nobody who runs the portal.
        "interventions.ExporterIssue",
        "interventions.IssueEntry",
        "interventions.IssueKey",
        "interventions.IssueLetter",
        "interventions.SolvedIssue",
    }


@pytest.mark.usefixtures("version_is_remembered")
def test_lists_and_exports_ask_as_often_for_many_rows_as_for_one(
    superuser: Client, model: type[Model], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted on the whole list, and on the list cut to one row."""
    if model._default_manager.count() < 2:
        pytest.skip("the test data has one row of these")
    page = admin.site._registry[model]
    whole = page.get_queryset
    only = [a_row(model).pk]
    for url in (address(model, "changelist"), address(model, "export")):
        _queries(superuser, url)  # content types and the like are remembered from here on
        many = _queries(superuser, url)
        with monkeypatch.context() as cut:
            cut.setattr(page, "get_queryset", lambda request: whole(request).filter(pk__in=only))
            assert _queries(superuser, url) == many, url


def _queries(browser: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(url).status_code == 200
    return len(queries)


SPOILT = (
    "nothing=1",
    "p=99999999999",
    "o=zz",
    "e=1&x=1",
    "id=99999999999999999999",
    "id__in=99999999999999999999",
    "id__gt=%00",
    "id__regex=((",
    "q=%00",
)


def test_a_spoilt_address_is_no_error(administrator: Client, model: type[Model]) -> None:
    for query in SPOILT:
        for name in ("changelist", "export"):
            url = f"{address(model, name)}?{query}"
            assert administrator.get(url, follow=True).status_code in (200, 400), url


@pytest.mark.parametrize("number", ["0", "x", "99999999999999999999", "1_2", "%00", "-1"])
def test_a_row_that_is_not_there_is_no_error(administrator: Client, model: type[Model], number: str) -> None:
    row = a_row(model).pk
    for name in ("change", "history"):
        url = address(model, name, row)
        assert administrator.get(url.replace(f"/{row}/", f"/{number}/"), follow=True).status_code in (
            200,
            404,
        ), url
    if hasattr(model, "history"):
        assert administrator.get(f"{address(model, 'history', row)}{number}/").status_code == 404


def test_a_hidden_field_cannot_be_guessed_by_a_filter(superuser: Client) -> None:
    lists = reverse("admin:mfa_authenticator_changelist"), reverse("admin:mfa_authenticator_export")
    for url in lists:
        assert superuser.get(url, {"data__secret__startswith": "J"}).status_code == 400
        assert b"JBSWY3DP" not in superuser.get(url).content


def test_a_filter_that_the_database_would_choke_on_is_refused(administrator: Client) -> None:
    url = reverse("admin:interventions_action_changelist")
    for query in ("work_status__exact=%00", "quote__regex=((", "position__in=99999999999999999999"):
        assert administrator.get(f"{url}?{query}").status_code == 400, query
