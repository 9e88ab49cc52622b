"""The licence of the data, whose data they are, and how one names them."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

LICENCE = "Government Open Data License - India"
# The Gazette of India, February 2017; looked up on 22 November 2026 in the copy on Wikisource, for the
# address itself cannot be asked from every network.
LICENCE_URL = "https://data.gov.in/sites/default/files/Gazette_Notification_OGDL.pdf"
PUBLISHER = "Kanpur cluster portal"
TITLE = _("Kanpur cluster portal: all open data")
# One sentence for files and catalogues, where the page has paragraphs.
ABOUT_LICENCE = _(
    "The licence covers the portal's own rows and their arrangement. Quotes belong to the documents, and the "
    "official wording of HS codes has an attribution of its own in its columns. That the district formally "
    "adopts the licence is still to be confirmed by the administrator."
)


def attribution(title: str, published: date, url: str) -> str:
    """The form of the licence, with the portal in the place of the national platform. In English."""
    data = title.removeprefix(f"{PUBLISHER}: ")  # which the form names already
    return (
        f"Data has been published by {PUBLISHER} and sourced from {PUBLISHER}: {data}. "
        f"({published:%d/%m/%Y}). {url}. Published under {LICENCE}: {LICENCE_URL}."
    )
