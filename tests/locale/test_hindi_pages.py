"""A Hindi page has English words only where it marks them as English, quotes them, or must name them."""

import re
from html.parser import HTMLParser

import pytest
from django.contrib.auth.models import User
from django.test import Client

from interventions.models import Action, Authority, Posting
from kanpur_portal import roles
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("printed_plan")]

PAGES = (
    "/hi/",
    "/hi/plan/",
    "/hi/plan/?cluster=leather",
    "/hi/plan/?status=dropped",
    "/hi/plan/?status=नीला",
    "/hi/plan/KN-01/",
    "/hi/plan/KN-05/",
    "/hi/plan/KN-14/",
    "/hi/challenges/",
    "/hi/clusters/leather/challenges/",
    "/hi/clusters/hosiery/challenges/",
    "/hi/districts/kanpur-nagar/",
    "/hi/organisations/",
    "/hi/schemes/",
    "/hi/schemes/mda/?stall_1=200000&stall_2=100&stall_3=200&stall_4=300000&samples=5",
    "/hi/schemes/gateway-port/?size_1=20&freight_1=9&exporter=merchant&msme=yes&leg=rail",
    "/hi/schemes/air-freight/",
    "/hi/schemes/meis/",
    "/hi/projects/kanpur-leather-development-project/",
    "/hi/trainings/",
    "/hi/trainings/study-missions/indonesia-iosm/",
    "/hi/sources/",
    "/hi/sources/export-plan/",
    "/hi/sources/leather-city/",
    "/hi/discrepancies/",
    "/hi/corrections/",
    "/hi/corrections/new/",
    "/hi/corrections/new/?document=export-plan&line=254",
    "/hi/data/imports/",
    "/hi/about/",
    "/hi/accessibility/",
    "/hi/privacy/",
    "/hi/licence/",
    "/hi/accounts/login/",
    "/hi/no-such-page/",
)
OFFICER_PAGES = (
    "/hi/my/",
    "/hi/my/tokens/",
    "/hi/plan/KN-01/update/",
    "/hi/plan/KN-06/update/",
    "/hi/accounts/2fa/",
    "/hi/accounts/password/change/",
    "/hi/accounts/logout/",
)
# Forms of files, standards and the licence; the plan's abbreviations; and the words that a discrepancy
# speaks of: the scheme's name beside its Hindi, and the word that a printed name lacks (D-016).
ALLOWED = re.compile(
    r"\b(?:CSV|DCAT|JSON Lines|JSON|Parquet|XLSX|PDF|JPEG|PNG|WCAG|GODL-India|ODOP|SWOT"
    r"|AEPC|CIPET|DAPs|DGFT|DIC|DIEPC|EAP|FIEO|ISW|PLI|QCI|RTWQMS|SIDBI|UPEBP|UPEPB"
    r"|Production Linked Incentive|Engineering"
    r"|API|MDA|NIC|NSDC|SGPGI|www\.[a-z]+\.[a-z]+"
    r"|ISC|Natural Earth|world-atlas|Vega-Lite"
    r"|BSO|CGML|CLCS-TUS|DC-MSME|DIP|GoUP|HSN|ICD/CFS|MSME-DI|SAFTA|UAM|UNDP)\b"
)
QUOTED = re.compile(r"“[^”]*”")
WORD = re.compile(r"[A-Za-z]{3,}")
VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr"})
SPOKEN = ("alt", "aria-label", "data-label", "placeholder", "title")


class HindiText(HTMLParser):
    """The texts of a page, and the attributes that are read out, outside what is English or code."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._left_out = [False]
        self._hidden = [False]  # from those who are read to

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        left_out = self._left_out[-1] or tag in ("code", "script", "style")
        if "lang" in attributes:
            left_out = attributes["lang"] != "hi"
        hidden = self._hidden[-1] or attributes.get("aria-hidden") == "true"
        if not left_out and not hidden:
            self.texts += [attributes[name] or "" for name in SPOKEN if name in attributes]
        if tag not in VOID:
            self._left_out.append(left_out)
            self._hidden.append(hidden)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Only shapes within pictures are written so."""

    def handle_endtag(self, tag: str) -> None:
        self._left_out.pop()
        self._hidden.pop()

    @property
    def nothing_open(self) -> bool:
        return len(self._left_out) == 1

    def handle_data(self, data: str) -> None:
        if not self._left_out[-1]:
            self.texts.append(data)


def english_words(html: str) -> list[str]:
    parser = HindiText()
    parser.feed(html)
    parser.close()
    assert parser.nothing_open, "a tag is left open: the check would overlook what follows"
    return [word for text in parser.texts for word in WORD.findall(ALLOWED.sub("", QUOTED.sub("", text)))]


@pytest.fixture
def officer() -> Client:
    user: User = UserFactory(username="अधिकारी", role=roles.OFFICER)
    Posting.objects.create(user=user, authority=Authority.objects.get(slug="diepc"))
    client = Client()
    client.force_login(user)
    return client


def test_what_the_check_sees() -> None:
    html = '<p title="Help">पंक्ति <img src="x.png" alt="Mark"> Line <span lang="en">printed <b>plan</b></span>'
    html += ' KN-01 <code>a command</code> “10,000 hides” JSON<svg><path d="M1 2"/></svg> here'
    html += ' <b aria-hidden="true"><i aria-label="A picture">चित्र</i> seen</b></p>'
    assert english_words(html) == ["Help", "Mark", "Line", "here", "seen"]


@pytest.mark.parametrize("path", PAGES)
def test_public_page_is_in_hindi(path: str, client: Client) -> None:
    response = client.get(path)
    assert response.status_code == {"/hi/no-such-page/": 404, "/hi/plan/?status=नीला": 400}.get(path, 200)
    assert english_words(response.content.decode()) == []


@pytest.mark.parametrize("path", OFFICER_PAGES)
def test_officers_page_is_in_hindi(path: str, officer: Client) -> None:
    response = officer.get(path)
    assert response.status_code == 200
    assert english_words(response.content.decode()) == []


def test_refused_update_is_in_hindi(officer: Client) -> None:
    revision = Action.objects.get(reference="KN-06").revision
    sent = {"revision": revision, "work_status": "dropped", "confidence": "red", "finish_by": "2020-01-01"}
    response = officer.post("/hi/plan/KN-06/update/", sent)
    assert response.status_code == 422
    assert english_words(response.content.decode()) == []
