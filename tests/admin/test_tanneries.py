"""The registry of tanneries: offices fill it by hand or from a CSV file, and nobody else."""

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from clusters.models import Place, Tannery
from tests.admin.files import Row, address, confirm, exported, problems, table, upload

TANNERY = "clusters_tannery"
COLUMNS = ["name", "place", "name_hi", "category", "scope", "operating"]


def firm(**cells: str) -> Row:
    row = {"name": "Tannery 3", "place": "banthar", "name_hi": "टेनरी 3"}
    return {**row, "category": "integrated-small-tanneries", "scope": "", "operating": "true"} | cells


def form(**values: object) -> dict[str, object]:
    return {
        "name": "Tannery 3",
        "place": Place.objects.get(slug="banthar").pk,
        "operating": "unknown",
    } | values


def registry() -> list[tuple[object, ...]]:
    return list(Tannery.objects.order_by("pk").values_list("pk", *COLUMNS))


def test_one_is_added_changed_and_deleted_by_hand(administrator: Client) -> None:
    assert administrator.post(address(TANNERY, "add"), form()).status_code == 302
    tannery = Tannery.objects.get(name="Tannery 3")
    assert (tannery.category, tannery.scope, tannery.operating) == (None, "", None)
    change = address(TANNERY, "changelist") + f"{tannery.pk}/change/"
    assert administrator.post(change, form(scope="raw_to_finished", operating="false")).status_code == 302
    tannery.refresh_from_db()
    assert (tannery.scope, tannery.operating) == ("raw_to_finished", False)
    delete = change.replace("/change/", "/delete/")
    assert administrator.post(delete, {"post": "yes"}).status_code == 302
    assert not Tannery.objects.filter(name="Tannery 3").exists()
    assert LogEntry.objects.filter(object_repr="Tannery 3").count() == 3


def test_places_of_one_name_can_be_told_apart(administrator: Client) -> None:
    page = administrator.get(address(TANNERY, "add")).content.decode()
    assert "Jajmau · jajmau-leather-project<" in page
    assert "Jajmau · jajmau-leather-city<" in page
    assert "no name, number or address of a person" in page


def test_firms_come_from_a_file_after_a_dry_run(administrator: Client) -> None:
    before = registry()
    rows = table(firm(), firm(name="Tannery 4", category="", scope="raw_to_tanned", operating="FALSE"))
    preview = upload(administrator, TANNERY, rows)
    assert preview.content.decode().count("<td>new</td>") == 2
    assert registry() == before
    assert "2 new" in confirm(administrator, TANNERY, preview).content.decode()
    assert list(
        Tannery.objects.filter(name__in=["Tannery 3", "Tannery 4"]).values_list(
            "name", "place__slug", "name_hi", "category__slug", "scope", "operating"
        )
    ) == [
        ("Tannery 3", "banthar", "टेनरी 3", "integrated-small-tanneries", "", True),
        ("Tannery 4", "banthar", "टेनरी 3", None, "raw_to_tanned", False),
    ]


def test_the_portals_own_file_comes_back_without_change(administrator: Client) -> None:
    confirm(administrator, TANNERY, upload(administrator, TANNERY, table(firm(), firm(name="=1+1"))))
    before = registry()
    rows = exported(administrator, TANNERY)
    assert list(rows[0]) == COLUMNS
    assert len(rows) == 4
    preview = upload(administrator, TANNERY, table(*rows))
    assert preview.content.decode().count("<td>as before</td>") == 4
    confirm(administrator, TANNERY, preview)
    assert registry() == before


def test_a_changed_cell_changes_the_firm_of_that_name_and_place(administrator: Client) -> None:
    rows = [row | {"name_hi": "टेनरी"} for row in exported(administrator, TANNERY, "?q=Tannery+2")]
    confirm(administrator, TANNERY, upload(administrator, TANNERY, table(*rows)))
    assert [row[3] for row in registry()] == ["", "टेनरी"]


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"place": "atlantis"}, "place: There is no place “atlantis”."),
        ({"place": ""}, "place: This field cannot be null."),
        ({"category": "huge"}, "category: There is no category of tanneries “huge”."),
        ({"scope": "dyeing"}, "scope: Select a valid choice. dyeing is not one of the available choices."),
        ({"operating": "maybe"}, "operating: “maybe” is neither true nor false."),
        ({"name": ""}, "name: This field is required."),
        ({"name": "x" * 161}, "name: Ensure this value has at most 160 characters (it has 161)."),
        (
            {"name": "TANNERY 1"},
            "name: “Tannery 1” is in the registry already, at Banthar (banthar).",
        ),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_file_with_one_bad_row_is_refused_whole(administrator: Client, cells: Row, told: str) -> None:
    before = registry()
    refused = upload(administrator, TANNERY, table(firm(name="Tannery 9"), firm(**cells)))
    assert problems(refused) == f"Row 3, {told}"
    assert registry() == before


def test_every_bad_cell_is_told_at_once(administrator: Client) -> None:
    rows = table(firm(place="atlantis", category="huge", operating="maybe"), firm(place="nowhere"))
    told = problems(upload(administrator, TANNERY, rows))
    for complaint in (
        "Row 2, place: There is no place “atlantis”.",
        "Row 2, category: There is no category of tanneries “huge”.",
        "Row 2, operating: “maybe” is neither true nor false.",
        "Row 3, place: There is no place “nowhere”.",
    ):
        assert complaint in told


def test_a_firm_that_stands_twice_in_a_file_is_refused(administrator: Client) -> None:
    before = registry()
    refused = upload(administrator, TANNERY, table(firm(), firm(name="Tannery 4"), firm(operating="false")))
    assert (
        problems(refused) == "Row 4, name: “Tannery 3, banthar” stands in row 2 already: keep one of the two."
    )
    assert registry() == before


def test_a_firm_is_one_though_two_documents_name_its_place(administrator: Client) -> None:
    rows = table(firm(place="jajmau-leather-project"), firm(place="jajmau-leather-city"))
    told = problems(upload(administrator, TANNERY, rows))
    assert told == (
        "Row 3, name: “Tannery 3” is in the registry already, at Jajmau (jajmau-leather-project)."
    )
    Tannery.objects.create(name="Tannery 3", place=Place.objects.get(slug="jajmau-leather-project"))
    other = Place.objects.get(slug="jajmau-leather-city")
    page = administrator.post(address(TANNERY, "add"), form(name=" tannery 3 ", place=other.pk))
    assert (
        "“Tannery 3” is in the registry already, at Jajmau (jajmau-leather-project)." in page.content.decode()
    )
    assert Tannery.objects.filter(name__iexact="tannery 3").count() == 1


def test_a_formula_is_a_name_like_any_other(administrator: Client) -> None:
    preview = upload(administrator, TANNERY, table(firm(name="=1+1")))
    confirm(administrator, TANNERY, preview)
    assert Tannery.objects.filter(name="=1+1").exists()
    assert [row["name"] for row in exported(administrator, TANNERY, "?q=%3D1")] == ["'=1+1"]


def test_a_firm_that_came_in_between_is_not_written_twice(administrator: Client) -> None:
    """Between the preview and its confirmation somebody else registers the firm at the same place."""
    preview = upload(administrator, TANNERY, table(firm(place="jajmau-leather-city")))
    Tannery.objects.create(name="TANNERY 3", place=Place.objects.get(slug="jajmau-leather-city"))
    told = problems(confirm(administrator, TANNERY, preview))
    assert told == "Row 2, name: “TANNERY 3” is in the registry already, at Jajmau (jajmau-leather-city)."
    assert Tannery.objects.filter(place__name="Jajmau").count() == 1
