"""The page of a version of the data: what it holds, what changed, and how to cite it."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from kanpur_portal.models import DatasetVersion
from kanpur_portal.open_data import versions
from tests.browser.checks import expect_sound
from tests.browser.steps import main

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("portal")]

BROKEN_AND_COPIED = """list => {
  getSelection().selectAllChildren(list);
  const codes = [...list.querySelectorAll("code")];
  const lines = code => [...code.getClientRects()];
  return {
    copied: getSelection().toString().split("\\n").map(line => line.trim()).filter(Boolean),
    broken: codes.filter(code => lines(code).length > 1).length,
    early: codes.filter(code => lines(code).slice(0, -1).some(
      line => line.right < list.getBoundingClientRect().right - 10)).length,
  };
}"""


def test_a_version_in_both_languages(page: Page) -> None:
    version = versions.publish()
    assert version
    for prefix in ("", "/hi"):
        page.goto(f"{prefix}/data/versions/")
        expect_sound(page)
        page.goto(f"{prefix}/data/versions/{version.number}/")
        expect(main(page)).to_contain_text(version.sha256)
        expect_sound(page)


def test_an_identifier_breaks_only_where_the_line_ends(page: Page) -> None:
    ids = ["share-of-raw-hides-and-skins-from-hide-merchants-and-commission-agents", "dgft", "a-b-" * 30]
    found = {"rows": 3, "added": 0, "changed": 3, "removed": 0, "ids": {"changed": ids}}
    table = {"size": 1, "sha256": "0" * 64}
    for number, datasets in ((8, {}), (9, {"statistics": found | table})):
        DatasetVersion.objects.create(
            number=number,
            made_at=timezone.now(),
            data_version=number,
            sha256="5e" * 32,
            size=1,
            datasets=datasets,
        )
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto("/data/versions/9/")
    expect_sound(page)
    said = page.locator(".ids").evaluate(BROKEN_AND_COPIED)
    assert said == {"copied": ids, "broken": 2, "early": 0}
