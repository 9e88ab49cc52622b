"""What exporters ask, and which rows of the documents say who answers.

That a row belongs to a question is the portal's own reading; whom it names, and every word of it, is the
document's. A bullet names its organisations in its text alone: they stand here beside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Topic:
    """A question with the names of the rows that answer it, and the pages that go on from there."""

    slug: str
    title: Promise
    question: Promise
    actions: tuple[str, ...] = ()
    bullets: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # challenge or intervention: whom it names
    organisations: tuple[str, ...] = ()
    schemes: tuple[str, ...] = ()
    next_pages: tuple[tuple[str, Promise], ...] = ()


TOPICS = (
    Topic(
        "claims",
        _("Claims"),
        _("Who pays me under a scheme, and who helps me to apply?"),
        actions=("KN-11", "KN-29"),
        organisations=("district-users-committee",),
        schemes=("mda", "gateway-port", "air-freight"),
        next_pages=(("schemes", _("Schemes and what they pay")),),
    ),
    Topic(
        "documents",
        _("Documents"),
        _("Who helps me with the Import-Export Code and other papers?"),
        actions=("KN-01", "KN-14"),
        next_pages=(("hs", _("HS codes")),),
    ),
    Topic(
        "markets",
        _("Markets"),
        _("Who helps me to find buyers and to go to fairs?"),
        actions=("KN-02", "KN-04", "KN-05", "KN-18", "KN-19", "KN-21", "KN-24", "KN-26", "KN-28"),
        bullets={
            "engineering-marketing-i4": ("dgft", "fieo"),
            "hosiery-marketing-i3": ("flipkart", "amazon", "ebay"),
        },
        next_pages=(("finder", _("Find markets for a product")), ("calendar", _("Fairs and meetings"))),
    ),
    Topic(
        "finance",
        _("Finance"),
        _("Who helps me to get credit and working capital?"),
        actions=("KN-08", "KN-09", "KN-10"),
        bullets={
            "plastic-finance-i1-1": ("sidbi",),
            "plastic-finance-i1-2": ("bank-of-baroda",),
            "hosiery-finance-i2-1": ("sidbi",),
            "hosiery-finance-i2-2": ("bank-of-baroda",),
        },
        schemes=("odop-margin-money",),
        next_pages=(("schemes", _("Schemes and what they pay")),),
    ),
    Topic(
        "quality",
        _("Testing and design"),
        _("Who helps me with quality standards, testing, packing and design?"),
        actions=("KN-06", "KN-07", "KN-20", "KN-22", "KN-23", "KN-25"),
        bullets={
            "plastic-design-i2": ("nift", "cipet", "nid"),
            "hosiery-design-i2": ("nift", "nid"),
            "hosiery-quality-i2": ("qci", "odop-cell"),
        },
    ),
    Topic(
        "training",
        _("Training"),
        _("Where can my people be trained?"),
        bullets={
            "leather-skill-development-c3": ("leather-institute",),
            "hosiery-skill-development-i2": ("sector-skill-council",),
            "hosiery-skill-development-i3": ("nift",),
        },
        organisations=("iistem",),
        schemes=("odop-skill-development", "samarth"),
        next_pages=(("trainings", _("Trainings")),),
    ),
    Topic(
        "environment",
        _("Environment"),
        _("Who helps me with effluent and cleaner technology?"),
        actions=("KN-16",),
        bullets={"leather-environment-i3-2": ("clri",)},
    ),
    Topic(
        "problem",
        _("Any other problem"),
        _("Who takes up any other problem of an exporter?"),
        actions=("KN-13",),
        bullets={"plastic-exporters-issues-c1": ("diepc",), "hosiery-exporters-issues-i1": ("diepc",)},
        next_pages=(("issue-new", _("Raise an issue")),),
    ),
    Topic(
        "data",
        _("An error in the data"),
        _("Who corrects a figure that is wrong on this portal?"),
        next_pages=(
            ("correction-new", _("Ask for a correction")),
            ("discrepancies", _("Known faults of the documents")),
        ),
    ),
)
