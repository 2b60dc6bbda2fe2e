"""Links to files: good for ten minutes, for whom they were made, and unchangeable."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.files import operations as files
from muhatap.files.links import CUSTOMER, STAFF, BrokenLink, ExpiredLink, read_link, signed_url
from muhatap.files.models import StoredFile
from muhatap.kernel.actors import Actor
from tests.world import NOON

pytestmark = pytest.mark.urls("tests.portal.urls")
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20


def link_to(name: str = "ekran.png", for_whom: str = CUSTOMER, at: datetime = NOON) -> str:
    return signed_url(StoredFile(name=name), name, for_whom, at)


def signed_of(url: str) -> str:
    return url.removeprefix("/files/").removesuffix("/")


def test_a_link_says_what_it_opens_until_it_expires():
    url = link_to("dekont şğü.pdf", STAFF)
    link = read_link(signed_of(url), NOON + timedelta(minutes=9, seconds=59))
    assert (link.name, link.for_whom) == ("dekont şğü.pdf", STAFF)
    with pytest.raises(ExpiredLink):
        read_link(signed_of(url), NOON + timedelta(minutes=10))


def test_a_link_tells_nothing_about_the_file():
    assert "ekran" not in link_to()


@given(st.data())
def test_a_changed_link_is_broken(data):
    signed = signed_of(link_to())
    place = data.draw(st.integers(0, len(signed) - 2))
    letter = data.draw(st.sampled_from("ABCxyz019-_"))
    changed = signed[:place] + letter + signed[place + 1 :]
    if changed != signed:
        with pytest.raises(BrokenLink):
            read_link(changed, NOON)


@given(st.text(max_size=80))
def test_nonsense_is_a_broken_link(text):
    with pytest.raises(BrokenLink):
        read_link(text, NOON)


@pytest.fixture
def stored(world):
    def store(data: bytes = PNG, name: str = "ekran.png") -> StoredFile:
        return files.store_file(
            brand_id=world.brand.id, name=name, data=data, by=Actor.system("test"), at=NOON
        )

    return store


def now_link(file: StoredFile, for_whom: str = CUSTOMER) -> str:
    return signed_url(file, file.name, for_whom, datetime.now(UTC))


def test_an_image_is_shown_and_can_do_nothing(client, stored):
    answer = client.get(now_link(stored(name="ekran görüntüsü.png")))
    assert answer.content == PNG
    assert answer["Content-Type"] == "image/png"
    assert answer["Content-Disposition"].startswith("inline; filename*=utf-8''ekran%20g%C3%B6r")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    "data", [b"<html><script>alert(1)</script>", b"<svg onload='alert(1)'/>", b"%PDF-1.7 x"]
)
def test_anything_else_is_saved_and_never_shown(client, stored, data):
    answer = client.get(now_link(stored(data, "a.html")))
    assert answer["Content-Disposition"].startswith("attachment")
    assert "html" not in answer["Content-Type"]
    assert "svg" not in answer["Content-Type"]


def test_a_link_for_staff_opens_nothing_for_others(client, world, stored):
    url = now_link(stored(), STAFF)
    assert client.get(url).status_code == 403
    client.force_login(world.staff["deniz"])
    assert client.get(url).status_code == 403, "before the second factor"
    session = client.session
    session["second_factor_passed"] = world.staff["deniz"].pk
    session.save()
    assert client.get(url).content == PNG


def test_an_old_link_says_so(client, stored):
    file = stored()
    url = signed_url(file, file.name, CUSTOMER, datetime.now(UTC) - timedelta(minutes=11))
    answer = client.get(url)
    assert answer.status_code == 410
    assert client.get("/files/AAAA/").status_code == 404


def test_destroyed_bytes_are_gone(client, stored):
    file = stored()
    url = now_link(file)
    files.destroy_file(stored=file, by=Actor.system("test"), at=NOON)
    assert client.get(url).status_code == 404


def test_bytes_that_were_changed_on_disk_are_not_served(client, stored, settings):
    file = stored()
    place = settings.MUHATAP_DATA / "files" / file.path
    data = bytearray(place.read_bytes())
    data[-1] ^= 1
    place.write_bytes(data)
    assert client.get(now_link(file)).status_code == 503
