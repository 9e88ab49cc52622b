"""CSV files of the back office: out without surprises, in after a dry run, all of a file or nothing."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.test import Client

from interventions.models import Action, ActionUpdate, Authority, Heading, Intervention, Plan, Posting
from kanpur_portal import roles
from sources.models import CorrectionRequest
from tests.admin.files import Row, address, confirm, exported, problems, table, upload


def titles(reference: str) -> tuple[str, str]:
    return Action.objects.values_list("title", "title_hi").get(reference=reference)


ACTION = "interventions_action"


def test_a_dry_run_changes_nothing_and_its_confirmation_applies(administrator: Client) -> None:
    before = titles("KN-01")
    rows = (
        {"reference": "KN-01", "title": "Camps", "title_hi": "शिविर"},
        {"reference": "KN-02", "title": Action.objects.get(reference="KN-02").title, "title_hi": "मेले"},
    )
    preview = upload(administrator, ACTION, table(*rows))
    assert preview.status_code == 200
    assert f"<del>{before[0]}</del> <ins>Camps</ins>" in preview.content.decode()
    assert titles("KN-01") == before
    done = confirm(administrator, ACTION, preview)
    assert "2 updated" in done.content.decode()
    assert titles("KN-01") == ("Camps", "शिविर")
    assert titles("KN-02")[1] == "मेले"
    assert LogEntry.objects.filter(change_message="From a CSV file.").count() == 2


def test_a_cell_is_shown_as_text(administrator: Client) -> None:
    preview = upload(
        administrator, ACTION, table({"reference": "KN-01", "title": "<script>alert(1)</script>"})
    )
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in preview.content.decode()
    assert "<script>alert" not in preview.content.decode()


def test_an_exported_file_comes_back_with_its_changed_cells(administrator: Client) -> None:
    rows = exported(administrator, ACTION)
    assert len(rows) == 29
    assert list(rows[0])[:3] == ["reference", "title", "title_hi"]
    assert rows[0]["authorities"] == "diepc, upepb"
    rows[4]["title_hi"] = "बदला हुआ शीर्षक"
    preview = upload(administrator, ACTION, table(*rows))
    assert preview.content.decode().count("<td>as before</td>") == 28
    confirm(administrator, ACTION, preview)
    assert titles(rows[4]["reference"])[1] == "बदला हुआ शीर्षक"


def test_an_export_has_what_the_list_shows(administrator: Client) -> None:
    rows = exported(administrator, ACTION, "?timeline__exact=short")
    assert len(rows) == Action.objects.filter(timeline="short").count() > 0
    assert [row["reference"] for row in exported(administrator, ACTION, "?q=KN-07")] == ["KN-07"]


def test_a_file_with_one_bad_row_is_refused_whole(administrator: Client) -> None:
    before = titles("KN-01")
    rows = (
        {"reference": "KN-01", "title": "Camps", "title_hi": "शिविर"},
        {"reference": "KN-02", "title": "x" * 141, "title_hi": ""},
        {"reference": "KN-99", "title": "None", "title_hi": "नहीं"},
    )
    told = problems(upload(administrator, ACTION, table(*rows)))
    assert "Row 3, title: Ensure this value has at most 140 characters (it has 141)." in told
    assert "Row 3, title_hi: This field is required." in told
    assert "Row 4, reference: There is no action “KN-99”." in told
    assert "Row 2" not in told
    assert titles("KN-01") == before


@pytest.mark.parametrize(
    "column", ["quote", "lines", "document", "authorities", "timeline", "work_status", "revision"]
)
def test_a_file_never_changes_what_is_printed_or_reported(administrator: Client, column: str) -> None:
    row = exported(administrator, ACTION, "?q=KN-03")[0]
    told = problems(upload(administrator, ACTION, table(row | {"title": "New", column: "9"})))
    assert told == f"Row 2, {column}: This is not changed here: leave it as it was, or leave the column out."


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "The submitted file is empty."),
        (b"reference,title\n", "The file needs a first row that names the columns, and rows below it."),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "This is not a CSV file in UTF-8."),
        ("reference,title_hi\nKN-01,शिविर".encode("utf-16"), "This is not a CSV file in UTF-8."),
        (b"reference,title\nKN-01,a\0b", "This is not a CSV file in UTF-8."),
        (b'reference,title\nKN-01,"open', "The file cannot be read as CSV: unexpected end of data."),
        (
            b"reference,title\nKN-01," + b"x" * 140_000,
            "The file cannot be read as CSV: field larger than field limit",
        ),
        (b"reference;title\nKN-01;Camps", "The file has columns that are not known here: reference;title."),
        (b"title\nCamps", "The file lacks the columns that say which row is meant: reference."),
        (b"reference,title,title\nKN-01,a,b", "The first row names a column twice: title."),
        (b"reference,title,\nKN-01,a,b", "Each column needs a name in the first row."),
        (b"reference,title\nKN-01,a,b", "Row 2 has more cells than there are columns."),
        (b"reference,title\n" + b"KN-01,a\n" * 301, "At most 300 rows to a file: divide it."),
        (b"reference\n" + b"K" * 1024 * 1024, "The file is larger than 1 MB: divide it."),
        (
            ",".join(f"c{number}" for number in range(50_000)).encode() + b"\n1",
            "The file has columns that are not known here: c0, c1, c2,",
        ),
    ],
    ids=str,
)
def test_a_spoilt_file_is_told_why(administrator: Client, content: bytes, reason: str) -> None:
    assert problems(upload(administrator, ACTION, content)).startswith(reason)


def test_postings_come_by_user_and_authority(administrator: Client) -> None:
    model = "interventions_posting"
    there = {"user": "officer", "authority": "diepc"}
    new = {"user": "analyst", "authority": "upepb"}
    preview = upload(administrator, model, table(there, new))
    assert not Posting.objects.filter(user__username="analyst").exists()
    confirm(administrator, model, preview)
    assert list(Posting.objects.values_list("user__username", "authority__slug").order_by("pk")) == [
        ("officer", "diepc"),
        ("deputy_commissioner", "diepc"),
        ("analyst", "upepb"),
    ]
    assert (
        Posting.objects.get(user__username="analyst").history.get().history_user.username == "administrator"
    )
    told = problems(
        upload(administrator, model, table(new | {"user": "nobody"}, new | {"authority": "none"}))
    )
    assert told == "Row 2, user: There is no user “nobody”. Row 3, authority: There is no authority “none”."


def test_interventions_are_linked_by_references(administrator: Client) -> None:
    model = "interventions_intervention"
    slug = Intervention.objects.order_by("pk").first().slug
    confirm(
        administrator, model, upload(administrator, model, table({"slug": slug, "actions": "KN-02, KN-01"}))
    )
    actions = Intervention.objects.get(slug=slug).actions
    assert list(actions.values_list("reference", flat=True)) == ["KN-01", "KN-02"]
    assert exported(administrator, model, f"?q={slug}")[0]["actions"] == "KN-01, KN-02"
    told = problems(upload(administrator, model, table({"slug": slug, "actions": "KN-02, KN-77"})))
    assert told == "Row 2, actions: There is no action “KN-77”."
    confirm(administrator, model, upload(administrator, model, table({"slug": slug, "actions": ""})))
    assert not actions.exists()


def test_names_dates_and_choices(administrator: Client) -> None:
    heading = table({"slug": "common", "name_hi": "सभी हेतु"})
    confirm(administrator, "interventions_heading", upload(administrator, "interventions_heading", heading))
    assert Heading.objects.get(slug="common").name_hi == "सभी हेतु"
    authority = table({"slug": "diepc", "short_name_hi": "जि.उ.के."})
    confirm(
        administrator, "interventions_authority", upload(administrator, "interventions_authority", authority)
    )
    assert Authority.objects.get(slug="diepc").short_name_hi == "जि.उ.के."
    plan = {"slug": Plan.objects.get().slug, "status": "notified", "starts_on": "01-04-2026"}
    model = "interventions_plan"
    confirm(administrator, model, upload(administrator, model, table(plan)))
    assert Plan.objects.get().starts_on == date(2026, 4, 1)
    told = problems(
        upload(administrator, model, table(plan | {"status": "secret", "starts_on": "31-02-2026"}))
    )
    assert "Row 2, status: Select a valid choice. secret is not one of the available choices." in told
    assert "Row 2, starts_on: Enter a valid date." in told


UPDATE = "interventions_actionupdate"


def update(reference: str, **cells: str) -> Row:
    revision = str(Action.objects.get(reference=reference).revision)
    row = {"action": reference, "revision": revision, "work_status": "in_progress", "confidence": "green"}
    return row | {"done": "", "reason": ""} | cells


@pytest.fixture
def reporter(signed_in: Callable[[str], Client]) -> Iterator[Client]:
    """An officer of DIEPC who also keeps the back office."""
    officer = User.objects.get(username=roles.OFFICER)
    officer.groups.add(Group.objects.get(name=roles.ADMINISTRATOR))
    User.objects.filter(pk=officer.pk).update(is_staff=True)
    return signed_in(roles.OFFICER)


def test_updates_are_filed_by_the_importing_officer(reporter: Client) -> None:
    filed = ActionUpdate.objects.count()
    rows = table(update("KN-02", done="Two fairs."), update("KN-03", work_status="partly_done"))
    preview = upload(reporter, UPDATE, rows)
    assert preview.status_code == 200
    assert ActionUpdate.objects.count() == filed
    assert Action.objects.get(reference="KN-02").revision == 0
    confirm(reporter, UPDATE, preview)
    new = ActionUpdate.objects.get(action__reference="KN-02")
    assert (new.reported_by.username, new.authority.slug, new.done) == ("officer", "diepc", "Two fairs.")
    action = Action.objects.get(reference="KN-03")
    assert (action.work_status, action.revision) == ("partly_done", 1)


def test_updates_of_a_file_obey_the_rules(reporter: Client) -> None:
    filed = ActionUpdate.objects.count()
    others = Action.objects.exclude(authorities__slug="diepc").first()
    rows = (
        update("KN-02"),
        update("KN-03", confidence="red"),
        update("KN-04", work_status="completed"),
        update("KN-05", revision="8"),
        update("KN-06", work_status="done"),
        update("KN-07", revision="1e999999999"),
        update(others.reference),
        update("KN-02") | {"action": "KN-77"},
    )
    told = problems(upload(reporter, UPDATE, table(*rows)))
    assert "Row 3, reason: Amber or red needs a reason." in told
    assert "Row 4, done: Say what was done" in told
    assert "Row 5, revision: KN-05 is at revision 0, not 8" in told
    assert "Row 6, work_status: Select a valid choice." in told
    assert "Row 7, revision: Enter a whole number." in told
    assert "Row 8, action: You may report only on actions that name your authority." in told
    assert "Row 9, action: There is no action “KN-77”." in told
    assert "Row 2" not in told
    assert ActionUpdate.objects.count() == filed


def test_an_update_that_others_overtook_is_refused_at_the_confirmation(reporter: Client) -> None:
    preview = upload(reporter, UPDATE, table(update("KN-02"), update("KN-03")))
    Action.objects.filter(reference="KN-03").update(revision=1)
    refused = confirm(reporter, UPDATE, preview)
    assert "Row 3, revision: KN-03 is at revision 1, not 0" in problems(refused)
    assert not ActionUpdate.objects.filter(action__reference="KN-02").exists()


def test_an_administrator_reports_nothing(administrator: Client) -> None:
    assert upload(administrator, UPDATE, table(update("KN-02"))).status_code == 403
    assert administrator.post(address(UPDATE, "process_import")).status_code == 403


@pytest.mark.parametrize(
    "forged",
    [
        {},
        {"format": "x"},
        {"resource": "9"},
        {"import_file_name": "../../etc/passwd"},
        {"import_file_name": "0" * 32},
    ],
    ids=str,
)
def test_a_forged_confirmation_imports_nothing(administrator: Client, forged: dict[str, str]) -> None:
    known = {"import_file_name": "", "original_file_name": "rows.csv", "format": "0", "resource": "0"}
    response = administrator.post(address(ACTION, "process_import"), known | forged)
    assert response.status_code == 422
    assert "errornote" in response.content.decode()


def test_a_file_that_was_shown_for_one_table_is_not_for_another(administrator: Client) -> None:
    shown = upload(administrator, ACTION, table({"reference": "KN-01", "title": "Camps"}))
    assert "title" in problems(confirm(administrator, "interventions_heading", shown))


def test_no_cell_runs_in_a_spreadsheet(administrator: Client) -> None:
    for start in ("=", "+", "-", "@", "\t="):
        CorrectionRequest.objects.all().delete()
        CorrectionRequest.objects.create(document=Plan.objects.get().document, line=1, text=f"{start}1+1")
        assert exported(administrator, "sources_correctionrequest")[0]["text"] == f"'{start}1+1"
    Action.objects.filter(reference="KN-01").update(title="=SUM(A1)")
    row = exported(administrator, ACTION, "?q=KN-01")[0]
    assert row["title"] == "'=SUM(A1)"
    assert "as before" in upload(administrator, ACTION, table(row)).content.decode()
