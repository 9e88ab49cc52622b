"""The page of a cluster: every record once, what is computed beside what is printed, and nothing added."""

import csv
import io
from collections import Counter
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from clusters.models import Claim, Cluster, ClusterRow, Exhibit, Product, Statement, Statistic, SwotItem
from exports.models import ExportFigure, MarketLink
from interventions.models import Action, Challenge
from kanpur_portal import data_version
from kanpur_portal.cluster_pages.page import cluster_page
from sources.models import Discrepancy, Document
from tests.dom import by_id, elements, given, read, words
from tests.kanpur_portal.cluster_pages import CLUSTERS, printed_page, row

pytestmark = pytest.mark.usefixtures("printed_plan")

LANGUAGES = pytest.mark.parametrize("language", ["", "/hi"])
# Their statements stand on pages of their own.
ELSEWHERE = {"leather-project", "study-mission"}


def records_of(slug: str) -> list[ClusterRow]:
    return [
        record
        for model in apps.get_models()
        if issubclass(model, ClusterRow)
        for record in model._default_manager.filter(cluster__slug=slug).select_related("document", "cluster")
        if not (isinstance(record, Statement) and record.document.slug in ELSEWHERE)
    ]


@LANGUAGES
@CLUSTERS
def test_every_record_of_the_cluster_stands_on_its_page_once(db: None, slug: str, language: str) -> None:
    page = printed_page(slug, language)
    anchors = Counter(given(element)["id"] for element in elements(page) if "id" in given(element))
    records = records_of(slug)
    assert len(records) > 60
    for record in records:
        assert anchors[record.anchor] == 1, record.anchor
    assert max(anchors.values()) == 1, "no anchor stands twice"


@CLUSTERS
def test_every_record_leads_to_its_line_and_shows_its_flags(db: None, slug: str) -> None:
    page = printed_page(slug)
    records = records_of(slug)
    flags = Discrepancy.objects.flags_for(records)
    assert any(flags.values())
    for record in records:
        links = {given(link)["href"] for link in elements(by_id(page, record.anchor), "a")}
        assert record.source_url in links, record.anchor
        # Where all of a group stand on the same lines, their flags stand once above them.
        section = {MarketLink: "markets", Product: "products", SwotItem: "swot"}.get(type(record))
        beside = {given(link)["href"] for link in elements(by_id(page, section), "a")} if section else links
        for flag in flags[record._meta.label, record.pk]:
            assert flag.get_absolute_url() in beside, (record.anchor, flag.ref)


@CLUSTERS
def test_the_list_of_contents_leads_to_every_part(db: None, slug: str) -> None:
    page = printed_page(slug)
    (contents,) = elements(page, "nav", class_="on-this-page")
    targets = [given(link)["href"].removeprefix("#") for link in elements(contents, "a")]
    assert targets == [given(section)["id"] for section in elements(page, "section")]


@CLUSTERS
def test_the_data_of_each_part_are_those_of_the_cluster(client: Client, db: None, slug: str) -> None:
    """Every list of the API that the page names answers for this cluster alone, with every row."""
    page = printed_page(slug)
    lists = [link for link in elements(page, "a") if "format=json" in given(link)["href"]]
    assert len(lists) >= 10
    for link in lists:
        response = client.get(given(link)["href"])
        assert response.status_code == 200, (given(link)["href"], response.text[:300])
        answer = response.json()
        assert answer["count"] > 0 or "/actions/" in given(link)["href"], given(link)["href"]
        assert len(answer["results"]) == answer["count"], given(link)["href"]
        as_csv = given(link)["href"].replace("format=json", "format=csv")
        rows = list(csv.reader(io.StringIO(client.get(as_csv).text)))
        assert len(rows) == 1 + answer["count"], as_csv
    exports = client.get(f"/api/v1/export-figures/?cluster={slug}&format=json").json()
    assert exports["count"] == ExportFigure.objects.filter(cluster__slug=slug).count()


def test_a_list_longer_than_a_page_of_the_api_is_offered_whole(client: Client, db: None) -> None:
    markets = MarketLink.objects.filter(cluster__slug="engineering").count()
    assert markets > 100, "the default page of the API"
    section = by_id(printed_page("engineering"), "markets")
    (link,) = (link for link in elements(section, "a") if "format=json" in given(link)["href"])
    assert len(client.get(given(link)["href"]).json()["results"]) == markets


class TestWords:
    def test_sentences_stand_in_printed_order_without_markup(self, db: None) -> None:
        section = by_id(printed_page("plastic"), "overview")
        found = [given(item)["id"] for item in elements(section, "li") if "id" in given(item)]
        printed = Statement.objects.filter(cluster__slug="plastic", document__slug="export-plan")
        assert sorted(found) == sorted(statement.anchor for statement in printed)
        assert found[0] == printed[0].anchor
        assert words(elements(section, "h3")[0]) == "Section 6.2 · Product Profile"
        assert "Natural Plastics - These are" in words(section)
        assert "**" not in words(section)

    def test_missing_images_are_said_to_be_missing(self, db: None) -> None:
        page = printed_page("leather")
        for exhibit in Exhibit.objects.filter(cluster__slug="leather"):
            missing = "The image is missing in the text: not available." in row(page, exhibit)
            assert missing == exhibit.image_missing, exhibit.anchor

    def test_swot_in_four_lists(self, db: None) -> None:
        section = by_id(printed_page("leather"), "swot")
        lists = [elements(items, "span", lang="en") for items in elements(section, "ul", class_="records")]
        assert [len(items) for items in lists] == [6, 10, 10, 9]

    def test_claims_are_said_to_be_those_of_the_article(self, db: None) -> None:
        page = printed_page("leather")
        section = by_id(page, "article")
        assert "not statistics" in words(elements(section, class_="notice")[0])
        article = Document.objects.get(slug="leather-city")
        assert article.title in words(section)
        claims = Claim.objects.filter(cluster__slug="leather")
        assert {claim.anchor for claim in claims} <= {
            given(item).get("id") for item in elements(section, "li")
        }
        statistics = words(by_id(page, "statistics"))
        assert not any(claim.statement in statistics for claim in claims)

    @pytest.mark.parametrize("slug", ["engineering", "plastic", "hosiery"])
    def test_other_clusters_have_no_claims_and_no_project(self, db: None, slug: str) -> None:
        page = printed_page(slug)
        assert not elements(page, id="article")
        assert not elements(page, id="projects")


class TestLinks:
    @LANGUAGES
    def test_leather_has_no_action_of_its_own(self, db: None, language: str) -> None:
        section = by_id(printed_page("leather", language), "plan")
        links = {given(link)["href"] for link in elements(section, "a")}
        assert f"{language}/clusters/leather/challenges/" in links
        assert f"{language}/plan/?cluster=leather" not in links

    def test_counts_lead_to_challenges_and_actions(self, db: None) -> None:
        section = by_id(printed_page("hosiery"), "plan")
        (actions,) = elements(section, "a", href="/plan/?cluster=hosiery")
        assert words(actions).startswith(str(Action.objects.filter(cluster__slug="hosiery").count()))
        (challenges,) = elements(section, "a", href="/clusters/hosiery/challenges/")
        assert words(challenges).startswith(
            str(Challenge.objects.filter(parameter__cluster__slug="hosiery").count())
        )

    def test_organisations_in_printed_order(self, db: None) -> None:
        section = by_id(printed_page("plastic"), "organisations")
        printed = Cluster.objects.get(slug="plastic").organisations.all()
        links = [given(link)["href"] for link in elements(section, "a")]
        assert [link for link in links if "/organisations/#" in link] == [
            organisation.get_absolute_url() for organisation in printed
        ]

    def test_leather_leads_to_its_project_and_the_trainings(self, db: None) -> None:
        links = {given(link)["href"] for link in elements(by_id(printed_page("leather"), "projects"), "a")}
        assert links == {"/projects/kanpur-leather-development-project/", "/trainings/"}

    def test_the_register_of_the_cluster(self, db: None) -> None:
        section = by_id(printed_page("leather"), "register")
        refs = {words(link) for link in elements(section, "a")}
        assert {"D-003", "D-077", "D-099"} <= refs
        assert "D-142" not in refs, "of hosiery"


class TestMarksOfMany:
    """Fourteen countries of one line do not repeat its number, its flags and the question fourteen times."""

    def test_records_of_one_line_share_a_mark_of_no_record(self, db: None) -> None:
        page = printed_page("leather")
        germany = MarketLink.objects.get(
            cluster__slug="leather", hs_code__code="420100", role="target", country__iso2="DE"
        )
        item = by_id(page, germany.anchor)
        assert [given(link)["href"] for link in elements(item, "a")] == ["/markets/DE/", germany.source_url]
        (row,) = (line for line in elements(by_id(page, "markets"), "tr") if item in elements(line, "li"))
        assert words(elements(row, "th")[0]) == "Leather saddlery", "the name alone heads the row"
        source = elements(row, "td")[-1]
        assert "line 412" in words(source)
        (question,) = elements(source, "a", class_="wrong")
        assert germany.slug not in given(question)["href"]

    def test_a_record_alone_on_its_line_is_asked_about_by_name(self, db: None) -> None:
        page = printed_page("leather")
        turnover = Statistic.objects.get(slug="annual-turnover-of-the-leather-cluster")
        (question,) = elements(by_id(page, turnover.anchor), "a", class_="wrong")
        assert turnover.slug in given(question)["href"]


class TestBothLanguages:
    def test_names_and_subjects_are_hindi_and_printed_words_stay_english(self, db: None) -> None:
        page = printed_page("leather", "/hi")
        assert words(elements(page, "h1")[0]) == "चर्म उत्पाद"
        statistic = Statistic.objects.get(slug="annual-turnover-of-the-leather-cluster")
        assert row(page, statistic).startswith(statistic.subject_hi)
        assert "10,000" in row(page, statistic)
        sentence = Statement.objects.filter(cluster__slug="leather", document__slug="export-plan").first()
        assert sentence
        assert elements(by_id(page, sentence.anchor), "span", lang="en")


class TestAddresses:
    def test_no_such_cluster(self, client: Client, db: None) -> None:
        assert client.get("/clusters/saddles/").status_code == 404

    def test_queries_do_not_grow_with_the_records(self, db: None) -> None:
        def asked(slug: str) -> int:
            cluster = Cluster.objects.select_related("document").get(slug=slug)
            data_version.bump()
            data_version.forget()
            with CaptureQueriesContext(connection) as queries:
                cluster_page(cluster)
            return len(queries)

        counts = {slug: asked(slug) for slug in ("leather", "hosiery", "engineering", "plastic")}
        assert max(counts.values()) - min(counts.values()) <= 1, counts
        assert max(counts.values()) <= 45, counts

    def test_its_rows_are_read_again_only_where_the_data_have_changed(
        self, client: Client, db: None, version_is_remembered: None
    ) -> None:
        leather = Cluster.objects.select_related("document").get(slug="leather")
        cluster_page(leather)
        with CaptureQueriesContext(connection) as queries:
            cluster_page(leather)
        assert not queries
        organisation = leather.organisations.first()
        leather.organisations.filter(pk=organisation.pk).update(name="Renamed in the back office")
        data_version.bump()
        data_version.forget()  # as a commit does
        assert "Renamed in the back office" in words(read(client.get("/clusters/leather/").text))

    @LANGUAGES
    def test_the_list_of_clusters(self, client: Client, db: None, language: str) -> None:
        page = read(client.get(f"{language}/clusters/").text)
        panels = elements(page, "li", class_="panel")
        for panel, cluster in zip(panels, Cluster.objects.all(), strict=True):
            links = [given(link)["href"] for link in elements(panel, "a")]
            assert links[0] == f"{language}/clusters/{cluster.slug}/"
            assert any(link.startswith(f"{language}/sources/export-plan/#L") for link in links), (
                "with its source"
            )
            assert f"{language}/clusters/{cluster.slug}/challenges/" in links

    @LANGUAGES
    def test_the_home_page_shows_one_figure_of_each_cluster(
        self, client: Client, db: None, language: str
    ) -> None:
        page: Any = read(client.get(f"{language}/").text)
        for cluster in Cluster.objects.all():
            (link,) = elements(page, "a", href=f"{language}/clusters/{cluster.slug}/")
            assert words(link) == (cluster.name_hi if language else cluster.name)
        for figure in ("2,428", "1,400–1,500", "100", "2,200"):
            assert figure in words(page)
        assert elements(page, "a", href=f"{language}/districts/kanpur-nagar/")
