"""A data editor brings a table on a phone, sees what it would do, applies it, and takes it back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from exports.imports.jobs import work
from exports.models import ImportBatch, TradeFigure
from tests.browser.checks import expect_sound
from tests.browser.steps import expect_problem, main

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("portal")]
PHONE = {"viewport": {"width": 360, "height": 740}}
TABLE = """reporter,flow,hs_code,partner,basis,period,currency,amount
india,export,4201,DE,FY,2023-24,INR,1000.00
india,export,4201,FR,FY,2023-24,INR,500.50
india,export,4201,IT,FY,2023-24,INR,=1+1
"""


def worker(page: Page, script: bool) -> None:
    """What a worker does meanwhile; without a script the editor looks again."""
    work(ImportBatch.objects.get().pk)
    if not script:
        main(page).get_by_role("link", name="Look again").click()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_from_the_file_to_its_revocation(
    signed_in: Callable[..., Page], new_context: Callable[..., BrowserContext], script: bool
) -> None:
    editor = signed_in("data-editor", **PHONE, java_script_enabled=script)
    editor.goto("/my/")
    main(editor).get_by_role("link", name="Imports of trade figures").click()
    expect(main(editor)).to_contain_text("No trade figures were imported yet")
    main(editor).get_by_role("link", name="Bring a new file").click()
    editor.get_by_role("radio", name="the portal's own layout").check()
    expect_sound(editor)
    editor.get_by_role("button", name="Continue").click()
    editor.get_by_label("Retrieved on").fill("2026-04-01")
    editor.get_by_role("button", name="Send the file").click()
    expect_problem(editor, "Choose a file.")
    expect(editor.get_by_label("Retrieved on")).to_have_value("2026-04-01")
    expect_sound(editor)
    file = {"name": "table.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
    editor.get_by_label("File").set_input_files(file)  # type: ignore[arg-type]
    editor.get_by_role("button", name="Send the file").click()
    expect(main(editor)).to_contain_text("It waits for its turn.")
    expect(editor.locator("progress")).to_be_visible()
    expect_sound(editor)

    worker(editor, script)
    expect(main(editor).get_by_role("heading", name="What it would do")).to_be_visible()
    expect(main(editor)).to_contain_text("=1+1")
    expect_sound(editor)
    assert not TradeFigure.objects.exists()
    editor.get_by_role("button", name="Apply", exact=True).click()
    expect_problem(editor, "rejected row")
    editor.get_by_label("Apply it without the rejected row").check()
    editor.get_by_role("button", name="Apply", exact=True).click()
    expect(main(editor)).to_contain_text("waiting to be applied")
    worker(editor, script)
    expect(main(editor).get_by_role("heading", name="What it did")).to_be_visible()
    assert TradeFigure.objects.count() == 2

    reader = new_context(**PHONE, java_script_enabled=script).new_page()
    reader.goto(ImportBatch.objects.get().get_absolute_url())
    expect(main(reader)).to_contain_text("What it did")
    expect(main(reader)).not_to_contain_text("=1+1")
    expect(main(reader)).not_to_contain_text("data-editor")
    expect_sound(reader)

    main(editor).locator("summary", has_text="Revoke it").click()
    editor.get_by_label("Take its figures back").check()
    expect_sound(editor)
    editor.get_by_role("button", name="Revoke", exact=True).click()
    expect(main(editor)).to_contain_text("waiting to be revoked")
    worker(editor, script)
    expect(main(editor)).to_contain_text("This import was revoked")
    assert not TradeFigure.objects.exists()
    expect_sound(editor)
