"""Files that want to do harm: refused with their reason, by the program and by the page alike."""

import warnings

import pytest

from muhatap.dossiers.verifier.joined import verifier_page
from muhatap.dossiers.verifier.running import main
from tests.dossiers.conftest import sealed, unpack_into
from tests.dossiers.hostile import HOSTILE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def refused(tmp_path, capfdbinary):
    """A function that hands a ZIP to the verifier and gives its words."""

    def refuse(dossier: bytes) -> str:
        (tmp_path / "x.zip").write_bytes(dossier)
        assert main([str(tmp_path / "x.zip"), "--lang", "en"]) == 2
        return capfdbinary.readouterr().out.decode().strip()

    return refuse


def hostile(dossier: bytes) -> dict[str, tuple[str, bytes]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return {name: (why, make(dossier)) for name, (why, make) in HOSTILE.items()}


def test_each_is_refused_with_its_reason_and_nothing_is_written(rich_case, refused, tmp_path):
    for name, (why, dossier) in hostile(sealed(rich_case)).items():
        said = refused(dossier)
        assert said.startswith("Refused, nothing was unpacked:"), name
        assert why in said, name
    assert [path.name for path in tmp_path.rglob("*outside*")] == []


def test_a_link_in_an_unpacked_folder_is_refused(rich_case, tmp_path, capfdbinary):
    folder = tmp_path / "case"
    unpack_into(folder, sealed(rich_case))
    (folder / "files" / "passwords").symlink_to("/etc/passwd")
    assert main([str(folder), "--lang", "en"]) == 2
    assert b"files/passwords is a link" in capfdbinary.readouterr().out


@pytest.mark.slow
def test_the_page_refuses_the_same_in_the_same_words(rich_case, refused, page, tmp_path):
    (tmp_path / "verify.html").write_bytes(verifier_page())
    page.goto((tmp_path / "verify.html").as_uri())
    page.click("[data-speak=en]")
    for name, (_why, dossier) in hostile(sealed(rich_case)).items():
        said = refused(dossier)
        page.set_input_files("#dossier", tmp_path / "x.zip")
        page.click("button[type=submit]")
        page.locator("#found:focus").wait_for()
        assert page.locator("#found").inner_text().strip() == said, name
        page.focus("#dossier")
