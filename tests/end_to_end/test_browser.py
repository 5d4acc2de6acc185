"""A person at a browser: finds a line, reads it in context, on a phone, in the dark, by keyboard, without script.

Screenshots go to the folder that FABULA_SCREENSHOTS names. Without Playwright or a Chromium these tests are skipped,
except in CI, where they must run.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import quote

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.browser

LINE = "you would have been my choice"
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1200, "height": 850}
# How long the browser may take for one step; on a busy machine a page may take ten seconds.
PATIENCE_MS = 60_000
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]

Open = Callable[..., "Page"]


def unavailable(reason: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(f"{reason}, and in CI these tests must run")
    pytest.skip(reason)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        unavailable("Playwright is not installed: pip install 'fabula[browser]'")
    # The system's browser if there is one; else the one that `playwright install chromium` installed.
    executable = os.environ.get("FABULA_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        try:
            chromium = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        except Error as error:
            unavailable(f"No Chromium could be started ({str(error).splitlines()[0]})")
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser, server: str, request: pytest.FixtureRequest) -> Iterator[Open]:
    """open_page(address, **context options) -> a page that fails the test if a script of a story runs.

    At the end of the test each page is checked; none may log an error or send a request to another server.
    """
    pages: list[Page] = []
    problems: list[str] = []

    def on_dialog(dialog: Any) -> None:
        problems.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def on_request(sent: Any) -> None:
        if not sent.url.startswith(f"{server}/"):
            problems.append(f"request to {sent.url}")

    def on_console(message: Any) -> None:
        # Chromium logs a page with an error status; tests that expect one check the status themselves.
        if message.type == "error" and "Failed to load resource" not in message.text:
            problems.append(f"console: {message.text}")

    def make(address: str = "/", **options: Any) -> Page:
        context = browser.new_context(
            base_url=server, **{"viewport": DESK, "color_scheme": "light", "reduced_motion": "reduce", **options}
        )
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.on("dialog", on_dialog)
        page.on("request", on_request)
        page.on("console", on_console)
        page.on("pageerror", lambda error: problems.append(f"script: {error}"))
        page.goto(address)
        pages.append(page)
        return page

    yield make
    for number, page in enumerate(pages):
        check_layout(page, f"{request.node.name}-{number}")
        page.context.close()
    assert problems == []


def check_layout(page: Page, name: str) -> None:
    """Check that the page is not wider than its window; take a screenshot if FABULA_SCREENSHOTS is set."""
    folder = os.environ.get("FABULA_SCREENSHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / (re.sub(r"\W+", "-", name).strip("-") + ".png"))
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0, f"{page.url} scrolls sideways"


def expect(locator: Locator) -> Any:
    """Playwright's own assertions, which wait for the page."""
    from playwright.sync_api import expect as playwright_expect

    playwright_expect.set_options(timeout=PATIENCE_MS)
    return playwright_expect(locator)


def in_view(page: Page, selector: str) -> bool:
    """Whether the whole element is within the window and not under the bar at its bottom."""
    return bool(
        page.eval_on_selector(
            selector,
            """element => {
                const box = element.getBoundingClientRect();
                const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
                return box.top >= 0 && box.bottom <= innerHeight && (top === element || element.contains(top));
            }""",
        )
    )


def search_for(page: Page, words: str) -> None:
    page.get_by_role("searchbox").fill(words)
    page.get_by_role("button", name="Search").click()


@pytest.mark.parametrize("options", [{}, {"java_script_enabled": False}], ids=["script", "no-script"])
def test_a_line_is_found_and_read_in_context(open_page: Open, options: dict[str, Any]) -> None:
    """The line comes first and is marked; one click opens its scene with the marked line in view."""
    page = open_page("/", **options)
    search_for(page, LINE)
    first = page.locator(".hit").first
    expect(first).to_contain_text("The Ferry House")
    expect(first.locator("mark").first).to_have_text(re.compile(f"^{LINE}$", re.IGNORECASE))
    first.get_by_role("link").click()
    page.wait_for_url(re.compile(r"/scenes/.*#match$"))
    assert page.locator("#match").inner_text().lower() == LINE
    assert page.evaluate("scrollY") > 200
    assert in_view(page, "#match")


@pytest.mark.parametrize(
    "options", [{}, {"java_script_enabled": False, "viewport": PHONE}], ids=["script", "no-script"]
)
def test_a_line_remembered_wrongly_is_explained(open_page: Open, options: dict[str, Any]) -> None:
    """`? LINE` in the box leads to the quote page, which shows differences without colour and links to the passage."""
    page = open_page("/", **options)
    search_for(page, "? you would of been my choise")
    page.wait_for_url(re.compile(r"/quote\?q="))
    first = page.locator(".hit").first
    expect(first.locator(".difference ins").last).to_contain_text("choice")
    expect(first.locator(".difference del").last).to_contain_text("choise")
    lines = first.locator(".difference del").first.evaluate("element => getComputedStyle(element).textDecorationLine")
    assert lines == "line-through"
    weight = first.locator(".difference ins").first.evaluate("element => getComputedStyle(element).fontWeight")
    assert int(weight) >= 600
    first.get_by_role("link").first.click()
    page.wait_for_url(re.compile(r"/scenes/.*#match$"))
    assert page.locator("#match").first.inner_text().lower() == LINE
    assert in_view(page, "#match")


def test_matches_are_stepped_through(open_page: Open) -> None:
    """Buttons and keys step through in a circle; the browser's "back" still leads to the results."""
    page = open_page(f"/search?q={quote(LINE)}")
    page.locator(".hit a").first.click()
    counter = page.locator(".matches .counter")
    expect(counter).to_have_text("Match 1 of 2")
    page.get_by_role("button", name="Next match").click()
    expect(counter).to_have_text("Match 2 of 2")
    assert in_view(page, "#match-2")
    page.keyboard.press("n")
    expect(counter).to_have_text("Match 1 of 2")
    page.keyboard.press("p")
    expect(counter).to_have_text("Match 2 of 2")
    assert page.url.endswith("#match-2")
    page.go_back()
    expect(page.locator(".hit")).to_have_count(1)


def test_without_script_each_match_has_a_link(open_page: Open) -> None:
    """The numbers below the scene lead to the matches, and each comes into view."""
    page = open_page(f"/search?q={quote(LINE)}", java_script_enabled=False)
    page.locator(".hit a").first.click()
    page.get_by_role("navigation", name="Matches").get_by_role("link", name="2").click()
    page.wait_for_url(re.compile("#match-2$"))
    assert in_view(page, "#match-2")
    assert page.get_by_role("button", name=re.compile("Copy")).count() == 0


def test_everything_is_done_by_keyboard(open_page: Open) -> None:
    """Skip link, search, result and neighbouring scenes work without a pointer, and the focus is always visible."""
    page = open_page("/works")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert in_view(page, ".skip")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"

    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.type("slack rope")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/search"))

    link = page.locator(".hit a").first
    for _ in range(30):
        page.keyboard.press("Tab")
        if link.evaluate("element => element === document.activeElement"):
            break
    assert link.evaluate("element => getComputedStyle(element).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/scenes/"))
    place = page.locator("article .where")
    expect(place).to_contain_text("Scene 2 of 3")
    page.keyboard.press("ArrowRight")
    expect(place).to_contain_text("Scene 3 of 3")
    page.keyboard.press("ArrowLeft")
    expect(place).to_contain_text("Scene 2 of 3")


def test_shortcuts_can_be_turned_off(open_page: Open) -> None:
    """A check box turns single keys off, also on the next page."""
    page = open_page("/works")
    page.get_by_role("checkbox", name="keyboard shortcuts").uncheck()
    page.goto("/works")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") != "q"


def test_a_quotation_is_copied_with_its_source(open_page: Open, server: str) -> None:
    """The copy has the paragraph of the match, its author and place, and a link without the query."""
    page = open_page(f"/search?q={quote(LINE)}", permissions=["clipboard-read", "clipboard-write"])
    page.locator(".hit a").first.click()
    page.get_by_role("button", name="Copy with citation").click()
    page.get_by_text("Copied").wait_for()
    quoted, source, address, _ = page.evaluate("navigator.clipboard.readText()").split("\n")
    assert quoted.startswith("“You would have been my choice,” said Lexa.")
    assert source == "— Mira Vance, The Ferry House, Chapter 1: Slack Water, scene 1 of 3"
    assert re.fullmatch(rf"{re.escape(server)}/scenes/[\w.-]+", address)


@pytest.mark.slow
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_every_page_fits_its_window(open_page: Open, size: dict[str, int]) -> None:
    """No page scrolls sideways, on a phone or a desktop, in light or dark colours."""
    page = open_page(f"/search?q={quote(LINE)}", viewport=size)
    first = "element => element.getAttribute('href')"
    scene = page.eval_on_selector(".hit a", first)
    page.goto("/works")
    work = page.eval_on_selector(".works a[href]", first)
    page.goto("/search?q=quartz")
    hostile = page.eval_on_selector(".hit a", first)
    kind = "phone" if size is PHONE else "desk"
    for name, address in {
        "home": "/",
        "results": "/search?q=choice",
        "marked": "/search?q=quartz",
        "nothing": "/search?q=chioce",
        "quote": "/quote?q=you+would+of+been+my+choise",
        "works": "/works",
        "work": work,
        "scene": scene,
        "library": "/library",
        "api": "/api",
        "duplicates": "/library/duplicates",
        "hostile": hostile,
        "missing": "/nowhere",
        "senseless": "/search?q=!!",
    }.items():
        page.goto(address)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            check_layout(page, f"{name}-{kind}-{scheme}")


def test_dark_colours_are_dark(open_page: Open) -> None:
    """With a preference for dark, text and marks are light on a dark background."""
    for scheme in ("light", "dark"):
        page = open_page(f"/search?q={quote(LINE)}", color_scheme=scheme)
        for selector in ("body", ".hit mark"):
            background, text = page.eval_on_selector(
                selector,
                """element => ["backgroundColor", "color"].map(name => {
                    const [red, green, blue] = getComputedStyle(element)[name].match(/[\\d.]+/g).map(Number);
                    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
                })""",
            )
            assert (text > background) == (scheme == "dark"), selector


def test_markup_in_a_story_stays_text(open_page: Open) -> None:
    """Its scripts, images and links are text on every page that shows them; no dialog opens."""
    page = open_page("/search?q=quartz+lantern")
    expect(page.locator(".snippet").first).to_contain_text("<script>alert('script')</script>")
    page.locator(".hit a").first.click()
    page.wait_for_url(re.compile("/scenes/"))
    assert page.locator(".story img, .story svg, .story script, .story a").count() == 0
    assert "{{7*7}}" in page.locator(".story").inner_text()
    page.locator("article h1 a").click()
    page.wait_for_url(re.compile("/works/"))
    assert page.locator("a[href^=javascript]").count() == 0
    page.goto("/works")
    page.goto(f"/search?q={quote('<img src=x onerror=alert(1)>')}")
    assert page.locator("main img").count() == 0


def test_a_result_is_narrowed(open_page: Open) -> None:
    """One click selects a facet value, and one click removes it."""
    page = open_page("/search?q=choice")
    expect(page.locator(".hit")).to_have_count(2)
    page.get_by_role("complementary").get_by_role("link", name="Letters").click()
    page.wait_for_url(re.compile("fandom=%3DLetters"))
    expect(page.locator(".hit .title")).to_have_text(["Salt"])
    page.get_by_role("link", name="Remove").click()
    page.wait_for_url(re.compile("q=choice$"))
    expect(page.locator(".hit")).to_have_count(2)


def test_the_page_prints_as_a_page(open_page: Open) -> None:
    """The print has the story, title and authors, and none of the controls."""
    page = open_page(f"/search?q={quote(LINE)}")
    page.locator(".hit a").first.click()
    page.wait_for_url(re.compile("/scenes/"))
    page.emulate_media(media="print")
    assert not page.locator(".top, .matches, .neighbours, .foot").filter(visible=True).count()
    assert page.locator("article h1").is_visible()
