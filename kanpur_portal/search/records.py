"""The records that search knows, read in a number of queries that does not grow with the rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext

from clusters import models as clusters
from exports import models as exports
from interventions import models as interventions
from kanpur_portal.search.entries import NO_WORDS, Bilingual, Detail, Entry, Kind
from kanpur_portal.search.officers import events, solved_issues
from sources.folding import stems
from sources.formatting import without_markup
from sources.models import Abbreviation, Citation, Discrepancy, Footnote, Reading
from trainings import models as trainings


def _called(record: Any) -> Any:
    return record._meta.verbose_name


@dataclass(frozen=True)
class Rows:
    """A model whose rows are found one by one: by names, details and the printed words.

    Names and details are paths of fields; each is taken with its `_hi`, where there is one.
    """

    model: type[Model]
    kind: Kind
    names: tuple[str, ...] = ()
    details: tuple[str, ...] = ()
    code: str = ""
    goods_code: str = ""  # path of the HS code of the goods
    heading: Callable[[Any], Any] = _called  # of a record without a name
    related: tuple[str, ...] = ()


def _cluster_row(model: type[Model], kind: Kind, *names: str, **kwargs: Any) -> Rows:
    details = ("cluster.name", *kwargs.pop("details", ()))
    return Rows(model, kind, names, details, **kwargs)


ROWS = (
    _cluster_row(clusters.Product, Kind.PRODUCT, "name", details=("group",)),
    _cluster_row(clusters.SubSector, Kind.PRODUCT, "name"),
    _cluster_row(exports.HSCode, Kind.HS_CODE, "description", code="code"),
    Rows(exports.Scheme, Kind.SCHEME, ("name", "short_name"), ("authority",)),
    Rows(
        exports.SchemeRule,
        Kind.SCHEME,
        ("item",),
        ("version.scheme.name", "who", "per"),
        related=("version__scheme",),
    ),
    Rows(trainings.Topic, Kind.TRAINING, ("name",), related=("project",)),
    Rows(trainings.Programme, Kind.TRAINING, ("name",), related=("project",)),
    Rows(trainings.Resource, Kind.TRAINING, ("name",), related=("project",)),
    Rows(
        trainings.StudyMission,
        Kind.TRAINING,
        ("name", "programme"),
        ("country_to.name",),
        related=("country_to",),
    ),
    Rows(interventions.Project, Kind.TRAINING, ("name",), ("cluster.name",), related=("cluster",)),
    Rows(clusters.District, Kind.CLUSTER, ("name",)),
    Rows(clusters.Cluster, Kind.CLUSTER, ("name",)),
    _cluster_row(clusters.Place, Kind.PLACE, "name", details=("role",)),
    Rows(exports.Port, Kind.PLACE, ("name", "name_as_printed"), ("cluster.name",)),
    _cluster_row(clusters.Statistic, Kind.FIGURE, "subject", goods_code="hs_code"),
    _cluster_row(clusters.IndustryRow, Kind.FIGURE, "name"),
    _cluster_row(clusters.OccupationRow, Kind.FIGURE, "name"),
    _cluster_row(clusters.OutcomeTarget, Kind.FIGURE, "measure"),
    _cluster_row(clusters.TanneryCategory, Kind.FIGURE, "name"),
    _cluster_row(exports.ExportFigure, Kind.FIGURE, "product", goods_code="hs_code.code"),
    _cluster_row(clusters.Statement, Kind.PASSAGE, related=("document",)),
    _cluster_row(clusters.Claim, Kind.PASSAGE),
    _cluster_row(clusters.SwotItem, Kind.PASSAGE, heading=lambda item: item.get_kind_display()),
    _cluster_row(clusters.ValueAddIdea, Kind.PASSAGE, "heading"),
    _cluster_row(clusters.Exhibit, Kind.PASSAGE),
    _cluster_row(exports.KeyIssue, Kind.PASSAGE, details=("product",), goods_code="hs_code.code"),
    Rows(
        interventions.Challenge,
        Kind.PASSAGE,
        details=("parameter.name", "parameter.cluster.name"),
        related=("parameter__cluster",),
    ),
    Rows(
        interventions.Intervention,
        Kind.PASSAGE,
        details=("parameter.name", "parameter.cluster.name"),
        related=("parameter__cluster",),
    ),
    Rows(interventions.ProjectObjective, Kind.PASSAGE),
    Rows(interventions.ProjectActivity, Kind.PASSAGE),
    Rows(interventions.ProjectResult, Kind.PASSAGE),
    Rows(Abbreviation, Kind.PASSAGE, ("short", "long")),
    Rows(Footnote, Kind.PASSAGE),
)


def entries() -> Iterator[Entry]:
    """All of them, in the order of the kinds of rows and as printed."""
    codes = _codes_by_goods()
    for rows in ROWS:
        yield from _simple(rows, codes)
    yield from _organisations()
    yield from _markets()
    yield from _actions()
    yield from events()
    yield from solved_issues()
    yield from _discrepancies()


def _codes_by_goods() -> dict[tuple[str, ...], list[str]]:
    """The HS codes that the documents print with goods, by the words of the goods."""
    found: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for model in (exports.MarketLink, exports.ExportFigure):
        rows = model._default_manager.filter(hs_code__isnull=False).order_by("product", "hs_code__code")
        for product, code in rows.values_list("product", "hs_code__code").distinct():
            found[stems(product)].append(code)
    return found


def _goods_codes(rows: Rows, record: Any, codes: dict[tuple[str, ...], list[str]]) -> list[str]:
    if rows.goods_code:
        own = _words(record, rows.goods_code)
        return [own.english] if own else []
    return codes.get(stems(record.name), []) if rows.kind == Kind.PRODUCT else []


def _simple(rows: Rows, codes: dict[tuple[str, ...], list[str]]) -> Iterator[Entry]:
    related = [*getattr(rows.model, "passage_related", ()), *rows.related]
    if issubclass(rows.model, Citation):
        related.append("document")
    for record in rows.model._default_manager.select_related(*related):
        yield Entry(
            kind=rows.kind,
            record=record,
            names=[named for path in rows.names if (named := _words(record, path))],
            heading=partial(rows.heading, record),
            code=getattr(record, rows.code) if rows.code else "",
            goods_codes=_goods_codes(rows, record, codes),
            details=[Detail(words) for words in _different(_words(record, path) for path in rows.details)],
            text=Bilingual(without_markup(record.printed)) if isinstance(record, Citation) else NO_WORDS,
        )


def _words(record: Any, path: str) -> Bilingual | None:
    """What stands at the end of a path such as "cluster.name"; nothing where a step leads nowhere."""
    *steps, field = path.split(".")
    for step in steps:
        record = getattr(record, step)
        if record is None:
            return None
    english = getattr(record, field)
    hindi = getattr(record, f"{field}_hi", "")
    return Bilingual(english, hindi) if english or hindi else None


def _different(found: Iterable[Bilingual | None]) -> list[Bilingual]:
    """Each once: the plan calls a cluster and a group of its products alike."""
    return list({words.english: words for words in found if words}.values())


def _organisations() -> Iterator[Entry]:
    """Those that the documents name, and the authorities of the plan that are none of them."""
    names: set[str] = set()
    rows = clusters.Organisation.objects.select_related("document").prefetch_related("clusters")
    for record in rows:
        names.add(record.name)
        yield Entry(
            Kind.ORGANISATION,
            record,
            [words for path in ("name", "short_name") if (words := _words(record, path))],
            details=[Detail(Bilingual(cluster.name, cluster.name_hi)) for cluster in record.clusters.all()],
            text=Bilingual(without_markup(record.printed)),
        )
    for authority in interventions.Authority.objects.select_related("document").prefetch_related("aliases"):
        if authority.name not in names:
            aliases = [Bilingual(alias.as_printed) for alias in authority.aliases.all()]
            full = [Bilingual(authority.name, authority.name_hi)]
            short = [Bilingual(authority.short_name, authority.short_name_hi)]
            text = Bilingual(without_markup(authority.printed))
            yield Entry(Kind.ORGANISATION, authority, [*full, *short, *aliases], text=text)


def _markets() -> Iterator[Entry]:
    """Countries and groups, by what the documents name them for and the agreements that reach them."""
    details: dict[tuple[str, int | None], list[Detail]] = defaultdict(list)
    related = ("document", *exports.MarketLink.passage_related)
    for link in exports.MarketLink.objects.select_related(*related):
        market = ("country", link.country_id) if link.country_id else ("group", link.group_id)
        goods = Bilingual(link.product, link.product_hi)
        code = link.hs_code.code if link.hs_code else ""
        details[market].append(Detail(goods, link.get_role_display, link, code))
    for partner in exports.AgreementPartner.objects.select_related("agreement"):
        market = ("country", partner.country_id) if partner.country_id else ("group", partner.group_id)
        words = Bilingual(partner.agreement.name, partner.agreement.name_hi)
        details[market].append(Detail(words, partial(gettext, "agreement")))
    for member in exports.GroupMembership.objects.select_related("country", "group"):
        country = Bilingual(member.country.name, member.country.name_hi)
        details["group", member.group_id].append(Detail(country, partial(gettext, "country of the group")))
    for country in exports.Country.objects.all():
        names = [Bilingual(country.name, country.name_hi), Bilingual(country.iso3)]
        yield _market(country, names, details["country", country.pk], country.iso2)
    for group in exports.CountryGroup.objects.all():
        names = [Bilingual(group.name, group.name_hi)]
        yield _market(group, names, details["group", group.pk])


def _market(record: Any, names: list[Bilingual], details: list[Detail], code: str = "") -> Entry:
    codes = sorted({detail.code for detail in details if detail.code})
    return Entry(Kind.MARKET, record, names, code=code, goods_codes=codes, details=details)


def _actions() -> Iterator[Entry]:
    for action in interventions.Action.objects.select_related(
        "document", "heading__document"
    ).with_printed_text():
        authorities = [named.authority for named in action.named_authorities.all()]
        details = [Bilingual(one.short_name, one.short_name_hi) for one in authorities]
        if action.cluster:
            details.append(Bilingual(action.cluster.name, action.cluster.name_hi))
        printed = " ".join([action.printed, *(part.printed for part in action.parts.all())])
        yield Entry(
            Kind.ACTION,
            action,
            [Bilingual(action.title, action.title_hi)],
            code=action.reference,
            details=[
                Detail(Bilingual(action.heading.printed, action.heading.name_hi)),
                *map(Detail, details),
            ],
            text=Bilingual(without_markup(printed)),
        )


def _discrepancies() -> Iterator[Entry]:
    """By what is wrong, what the portal shows, and the values that stand against each other."""
    values: dict[int, list[str]] = defaultdict(list)
    for discrepancy, value in Reading.objects.values_list("discrepancy", "value_as_printed"):
        values[discrepancy] += [value] if value else []
    for record in Discrepancy.objects.all():
        yield Entry(
            Kind.DISCREPANCY,
            record,
            [Bilingual(record.summary, record.summary_hi)],
            code=record.ref,
            details=[Detail(Bilingual(value)) for value in dict.fromkeys(values[record.pk])],
            text=Bilingual(record.shown, record.shown_hi),
        )
