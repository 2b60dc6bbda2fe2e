"""A real browser: one Chromium for each worker, a fresh context for each test, an accessibility checker."""

import os
import re
import shutil
from pathlib import Path

import pytest

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 320, "height": 640}
STEP_LIMIT_MS = 15_000
COLOURS = "color-contrast"
# What the width of a screen can change.
DRAWN = (COLOURS, "scrollable-region-focusable")
FAILURES = Path(__file__).parents[2] / ".cache" / "failures"


def chromium_path() -> str | None:
    """Return the browser to use: MUHATAP_CHROMIUM, or the first known name on PATH."""
    named = os.environ.get("MUHATAP_CHROMIUM")
    return named or next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium():
    """The browser of this worker."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def new_page(chromium, live_server, request):
    """A function that opens a page in a context of its own; keyword arguments go to the context.

    The test fails when a page raised a script error or broke the content security policy.
    """
    opened, complaints = [], []

    def open_page(**options):
        defaults = {
            "base_url": live_server.url,
            "locale": "tr-TR",
            "timezone_id": "Europe/Istanbul",
            "viewport": DESKTOP,
            "reduced_motion": "reduce",
        }
        context = chromium.new_context(**{**defaults, **options})
        context.set_default_timeout(STEP_LIMIT_MS)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"script error: {error}"))
        page.on("console", lambda message: _note_policy_breach(message.text, complaints))
        opened.append(page)
        return page

    yield open_page
    if getattr(request.node, "has_failed", False):
        _keep_screenshots(request.node.nodeid, opened)
    for page in opened:
        page.context.close()
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def page(new_page):
    """A Turkish desktop browser on the live server; its address is `page.goto("/…")`."""
    return new_page()


@pytest.fixture
def phone_page(new_page):
    """A phone, 320 px wide, with touch."""
    return new_page(viewport=PHONE, has_touch=True, is_mobile=True)


@pytest.fixture
def dark_page(new_page):
    """A browser whose owner prefers dark."""
    return new_page(color_scheme="dark")


@pytest.fixture
def no_js_page(new_page):
    """A browser with JavaScript off."""
    return new_page(java_script_enabled=False)


@pytest.fixture
def axe():
    """A function that checks a page, or one part of it, and fails with what is wrong and where.

    Everything is looked at in the scheme of the page, and what a scheme can change, the colours, also
    in the other one; `only` names single rules, for the scheme of the page alone.
    """
    from axe_playwright_python.sync_playwright import Axe

    checker = Axe()

    def check(page, part: str | None = None, only: tuple[str, ...] = ()):
        found = _findings(checker, page, part, only)
        if not only:
            was_dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
            page.emulate_media(color_scheme="light" if was_dark else "dark")
            found += _findings(checker, page, part, (COLOURS,))
            page.emulate_media(color_scheme="dark" if was_dark else "light")
        assert not found, f"{page.url} is not accessible:\n" + "\n".join(
            _described(finding) for finding in found
        )

    return check


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Remember a failure, so that the page is photographed before it closes."""
    report = yield
    item.has_failed = getattr(item, "has_failed", False) or report.failed
    return report


def _findings(checker, page, part: str | None, only: tuple[str, ...]) -> list[dict]:
    # Without the long lists of what is right the answer is ready in half the time.
    options: dict[str, object] = {"resultTypes": ["violations"]}
    if only:
        options["runOnly"] = {"type": "rule", "values": list(only)}
    if not page.evaluate("'axe' in window"):
        page.evaluate(checker.axe_script)
    return page.evaluate(
        "([part, options]) => axe.run(part ?? document, options).then(found => found.violations)",
        [part, options],
    )


def _note_policy_breach(text: str, complaints: list[str]):
    if "Content Security Policy" in text:
        complaints.append(text)


def _keep_screenshots(test: str, pages: list):
    FAILURES.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^\w.-]+", "-", test)[-120:]
    for number, page in enumerate(pages, start=1):
        page.screenshot(path=FAILURES / f"{name}-{number}.png", full_page=True)


def _described(finding: dict) -> str:
    places = "\n".join(f"    {node['target'][0]}  {node['html'][:160]}" for node in finding["nodes"][:5])
    return f"  {finding['id']} ({finding['impact']}): {finding['help']}\n{places}"
