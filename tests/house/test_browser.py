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
