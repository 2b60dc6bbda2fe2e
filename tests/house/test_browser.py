"""The browser of the tests works, and its checker of accessibility finds what is wrong."""

import pytest

GOOD = "<!doctype html><html lang='tr'><title>Kayıt</title><main><h1>Kayıt</h1><p>Metin</p></main></html>"
BAD = "<!doctype html><html lang='tr'><title>Kayıt</title><main><h1>Kayıt</h1><img src='x'></main></html>"


def test_axe_passes_a_good_page(chromium, axe):
    page = chromium.new_page()
    page.set_content(GOOD)
    axe(page)
    page.close()


def test_axe_names_what_is_wrong(chromium, axe):
    page = chromium.new_page()
    page.set_content(BAD)
    with pytest.raises(AssertionError, match=r"image-alt.*\n.*img"):
        axe(page)
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_looks_at_both_schemes_whichever_the_page_has(chromium, axe, scheme):
    faint = "<style>@media (prefers-color-scheme: dark) {p {color: #777; background: #666}}</style>"
    page = chromium.new_context(color_scheme=scheme).new_page()
    page.set_content(GOOD.replace("<main>", f"{faint}<main>"))
    with pytest.raises(AssertionError, match="color-contrast"):
        axe(page)
    page.context.close()


def test_axe_may_look_at_single_rules(chromium, axe):
    page = chromium.new_page()
    page.set_content(BAD)
    axe(page, only=("color-contrast",))
    page.close()
