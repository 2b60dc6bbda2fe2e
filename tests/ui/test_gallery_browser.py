"""The gallery in a real browser: accessible in both schemes, and the small scripts do what they say."""

import pytest

pytestmark = [pytest.mark.urls("tests.ui.urls"), pytest.mark.django_db]
WIDTHS = (320, 1440)


@pytest.fixture(autouse=True)
def _gallery(settings):
    settings.SHOW_COMPONENTS = True


@pytest.fixture
def gallery(page):
    page.goto("/ui/components/?lang=en")
    return page


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing(new_page, axe, width):
    page = new_page(viewport={"width": width, "height": 900})
    page.goto("/ui/components/?lang=en")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_error_pages_are_accessible(phone_page, axe):
    page = phone_page
    page.goto("/error/404/")
    axe(page)


def test_icons_are_drawn_under_the_policy(gallery):
    box = gallery.locator(".btn-icon:visible .icon").first.evaluate(
        "svg => { const b = svg.querySelector('use').getBBox(); return [b.width, b.height]; }"
    )
    assert min(box) > 5


def test_the_page_stands_without_script(no_js_page, axe):
    no_js_page.goto("/ui/components/?lang=en")
    assert no_js_page.locator(".clock[data-state=soon]").first.inner_text().endswith("2 h 20 min")
    assert no_js_page.locator("[data-theme-toggle]").is_hidden()


def test_a_clock_breaks_in_front_of_the_reader(gallery):
    strip = gallery.locator(".promises .promise[data-state=soon] promise-clock")
    strip.evaluate(
        """clock => {
            clock.setAttribute("due", new Date(Date.now() - 61000).toISOString());
            clock.tick();
        }"""
    )
    late = gallery.locator(".promises .promise[aria-current]")
    assert late.get_attribute("data-state") == "late"
    assert "1 min overdue" in late.inner_text()
    assert late.locator(".ring-fill").count() == 1
    gallery.wait_for_function("document.querySelector('[data-announcer]').textContent.includes('Overdue')")


def test_a_clock_never_trusts_the_device(new_page):
    page = new_page()
    page.clock.set_fixed_time("2030-01-01T00:00:00")
    page.goto("/ui/components/?lang=en")
    assert page.locator(".clock[data-state=soon] time").first.inner_text() == "2 h 20 min"


def test_the_theme_is_remembered_and_served(gallery):
    gallery.locator("[data-theme-toggle]").click()
    assert gallery.locator("html").get_attribute("data-theme") == "dark"
    gallery.reload()
    assert gallery.locator("html").get_attribute("data-theme") == "dark"


def test_keys_move_through_the_list_and_open_the_help(gallery):
    rows = gallery.locator("[data-key-list] .case-who")
    gallery.keyboard.press("j")
    first = gallery.evaluate("document.activeElement.textContent")
    gallery.keyboard.press("k")
    assert first in rows.all_inner_texts()
    gallery.keyboard.press("x")
    assert gallery.locator("[data-key-list] input:checked").count() == 1
    gallery.keyboard.press("?")
    assert gallery.locator("#shortcuts").is_visible()
    assert "Internal note" in gallery.locator("#shortcuts").inner_text()
    gallery.keyboard.press("Escape")
    assert gallery.locator("#shortcuts").is_hidden()


def test_a_key_switches_to_the_note_and_focuses_it(gallery):
    gallery.keyboard.press("n")
    assert gallery.locator("#mode-note").is_checked()
    assert gallery.evaluate("document.activeElement.id") == "note"


def test_letters_are_only_letters_while_someone_types(gallery):
    gallery.locator("#reply").click()
    gallery.keyboard.type("nrjx?")
    assert gallery.locator("#reply").input_value() == "nrjx?"
    assert gallery.locator("#shortcuts").is_hidden()


def test_single_letters_can_be_switched_off(gallery):
    gallery.locator("[data-open=shortcuts].btn").click()
    gallery.locator("[data-keys-switch]").uncheck()
    gallery.keyboard.press("Escape")
    gallery.reload()
    gallery.keyboard.press("n")
    assert not gallery.locator("#mode-note").is_checked()


def test_a_pasted_picture_lands_in_the_form(gallery):
    gallery.evaluate(
        """async () => {
            const canvas = new OffscreenCanvas(4, 4);
            canvas.getContext("2d").fillRect(0, 0, 4, 4);
            const data = new DataTransfer();
            data.items.add(new File([await canvas.convertToBlob()], "image.png", { type: "image/png" }));
            const place = document.querySelector("form:has(input[type=file]) textarea");
            const how = { clipboardData: data, bubbles: true, cancelable: true };
            place.dispatchEvent(new ClipboardEvent("paste", how));
        }"""
    )
    files = "[...document.querySelector('input[type=file]').files].map(file => file.name)"
    assert gallery.evaluate(files) == ["screenshot-1.png"]
    gallery.locator(".pasted canvas").wait_for()


def test_a_form_on_its_way_is_not_sent_twice(gallery):
    prevented = gallery.evaluate(
        """() => {
            const form = document.querySelector("form.stack:has(input[type=file])");
            return [1, 2].map(() => {
                const event = new SubmitEvent("submit", { bubbles: true, cancelable: true });
                return !form.dispatchEvent(event);
            });
        }"""
    )
    assert prevented == [False, True]


def test_the_main_sections_are_a_menu_where_there_is_no_room(new_page, axe):
    page = new_page(viewport={"width": 390, "height": 640})
    page.goto("/ui/components/?lang=en")
    assert page.locator("#main-nav").is_hidden()
    page.locator(".topnav-open").click()
    assert page.locator("#main-nav a").first.is_visible()
    axe(page)
    page.keyboard.press("Escape")
    assert page.locator("#main-nav").is_hidden()


def test_a_menu_opens_beside_its_button(gallery):
    button = gallery.locator("[popovertarget=sample-menu]")
    button.click()
    menu, place = gallery.locator("#sample-menu").bounding_box(), button.bounding_box()
    assert menu["y"] >= place["y"] + place["height"]
    assert abs(menu["x"] + menu["width"] - place["x"] - place["width"]) < 40
