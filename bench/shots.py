"""Takes screenshots of the main pages from a demo desk that it starts itself, into shots/.

bin/shots [--images]      --images also renews the two pictures of the README
"""

import argparse
import shutil
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from PIL import Image  # noqa: E402
from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402

from bench.desk import Desk  # noqa: E402
from tests.house.browser import FLAGS, chromium_path  # noqa: E402

SHOTS = ROOT / "shots"
IMAGES = ROOT / "docs" / "images"
WIDTHS = {"1440": (1440, 900), "390": (390, 844)}
SCHEMES = ("light", "dark")
_PASSWORD = "muhatap-demo"
_ANSWERS = {
    "[name=what]": "Aylık harcama sınırım bu sabah düştü, nedenini göremiyorum.",
    "[name=wanted]": "Sınırın nasıl hesaplandığını öğrenmek istiyorum.",
    "[name=contact_name]": "Elif Karaca",
    "[name=contact_email]": "elif.karaca@posta.example",
}


@dataclass(slots=True)
class Studio:
    """A browser in front of a running demo."""

    browser: Browser
    origin: str

    def page(self, width: str, scheme: str, state: dict | None = None) -> Page:
        """A fresh page of this width and colour scheme, with a signed-in state where one is given."""
        size = dict(zip(("width", "height"), WIDTHS[width], strict=True))
        context = self.browser.new_context(
            base_url=self.origin, viewport=size, color_scheme=scheme, locale="tr-TR", storage_state=state,
            timezone_id="Europe/Istanbul", reduced_motion="reduce",
        )  # fmt: skip
        context.set_default_timeout(20_000)
        return context.new_page()


def main(arguments: list[str]) -> int:
    """Start the demo, look at every page in four ways, end it."""
    parser = argparse.ArgumentParser(prog="bin/shots", description="Take screenshots of the main pages.")
    parser.add_argument("--images", action="store_true", help="renew docs/images as well")
    options = parser.parse_args(arguments)
    SHOTS.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="muhatap-shots-"))
    desk = Desk(folder, "")
    try:
        desk.start(demo=True, page="/nehir/")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium_path(), args=list(FLAGS))
            _take_all(Studio(browser, f"http://127.0.0.1:{desk.port}"))
            browser.close()
    finally:
        desk.stop()
        shutil.rmtree(folder, ignore_errors=True)
    if options.images:
        _shrink(SHOTS / "desk-case-1440-light.png", IMAGES / "desk.png")
        _shrink(SHOTS / "portal-case-1440-light.png", IMAGES / "portal.png")
    print(f"{len(list(SHOTS.glob('*.png')))} pictures in {SHOTS.relative_to(ROOT)}/")
    return 0


def _take_all(studio: Studio) -> None:
    staff = {who: _signed_in(studio, f"{who}@nehir.example") for who in {who for who, _ in _DESK.values()}}
    customer = _written(studio)
    for width in WIDTHS:
        for scheme in SCHEMES:
            for name, path in _PORTAL.items():
                _take(studio, name, path, width, scheme)
            _take(studio, "portal-case", customer["case"], width, scheme, state=customer["state"])
            for name, (who, path) in _DESK.items():
                _take(studio, name, path, width, scheme, state=staff[who])
            case = _Way(staff[_AGENT], "/desk/", "a[href^='/desk/cases/']")
            _take(studio, "desk-case", case, width, scheme)


@dataclass(frozen=True, slots=True)
class _Way:
    """A page that is reached by a link of another one."""

    state: dict
    start: str
    link: str


_PORTAL = {
    "portal-home": "/nehir/",
    "portal-fixes": "/nehir/new/PAY-WD/",
    "portal-track": "/nehir/track/",
    "portal-charter": "/nehir/charter/",
    "portal-promises": "/nehir/charter/promises/",
    "portal-hours": "/nehir/charter/channels/",
    "portal-complaints": "/nehir/charter/complaints/",
    "sign-in": "/staff/login/",
}
_AGENT, _SUPERVISOR, _ADMIN = "deniz", "mert", "arda"
_DESK = {
    "desk-list": (_AGENT, "/desk/"),
    "desk-search": (_AGENT, "/desk/search/?q=para"),
    "desk-new": (_AGENT, "/desk/new/"),
    "desk-profile": (_AGENT, "/desk/profile/"),
    "desk-notices": (_AGENT, "/desk/notices/"),
    "desk-breaking": (_SUPERVISOR, "/desk/breaking/"),
    "desk-review": (_SUPERVISOR, "/desk/review/"),
    "desk-outbox": (_SUPERVISOR, "/desk/outbox/"),
    "desk-audit": (_SUPERVISOR, "/desk/audit/"),
    "desk-on-call": (_SUPERVISOR, "/desk/on-call/"),
    "desk-intake": (_ADMIN, "/desk/intake/"),
    "desk-mailboxes": (_ADMIN, "/desk/mailboxes/"),
    "desk-charter": (_ADMIN, "/desk/charter/"),
    "desk-law": (_ADMIN, "/desk/law/"),
    "desk-announcements": (_ADMIN, "/desk/announcements/"),
}


def _take(
    studio: Studio, name: str, place: str | _Way, width: str, scheme: str, *, state: dict | None = None
) -> None:
    way = place if isinstance(place, _Way) else None
    page = studio.page(width, scheme, way.state if way else state)
    answer = page.goto(way.start if way else str(place))
    if way:
        answer = page.goto(page.locator(way.link).first.get_attribute("href"))
    if not answer or not answer.ok:
        raise SystemExit(f"bin/shots: {page.url} answered {answer.status if answer else 'nothing'}")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=SHOTS / f"{name}-{width}-{scheme}.png")
    page.context.close()


def _signed_in(studio: Studio, email: str) -> dict:
    page = studio.page("1440", "light")
    page.goto("/staff/login/")
    page.fill("#id_login", email)
    page.fill("#id_password", _PASSWORD)
    page.locator("form:has(#id_password) button[type=submit]").click()
    code = page.locator("[data-demo-code]").inner_text().replace(" ", "")
    page.fill("#id_code", code)
    page.locator("form:has(#id_code) button[type=submit]").click()
    page.wait_for_url("**/desk/**")
    state = page.context.storage_state()
    page.context.close()
    return state


def _written(studio: Studio) -> dict:
    """Write a case as a customer would, with a picture of every step; where it stands and who opened it."""
    page = studio.page("1440", "light")
    page.goto("/nehir/new/OTHER/")
    skip = page.locator("button[value=no]")
    if skip.count():
        skip.first.click()
    page.screenshot(path=SHOTS / "portal-form-1440-light.png", full_page=True)
    for field, words in _ANSWERS.items():
        page.fill(field, words)
    page.locator("main input[type=date]").first.fill(f"{datetime.now(UTC) - timedelta(days=3):%Y-%m-%d}")
    page.locator("main input[type=time]").first.fill("10:02")
    page.locator(".btn-primary[name=action]").click()
    page.wait_for_url("**/review/**")
    page.screenshot(path=SHOTS / "portal-review-1440-light.png", full_page=True)
    # The form asks whoever is faster than people to say that they are one.
    page.wait_for_timeout(1500)
    page.locator("main .btn-primary").last.click()
    page.wait_for_url("**/done/**")
    page.screenshot(path=SHOTS / "portal-done-1440-light.png", full_page=True)
    case = page.locator("main a[href*='/cases/']").first.get_attribute("href")
    page.goto(case)
    state = page.context.storage_state()
    page.context.close()
    return {"case": case, "state": state}


def _shrink(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with Image.open(source) as picture:
        picture.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(target, optimize=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
