"""Numbers and the files with their secrets."""

import pytest

from muhatap.channels.adapters.whatsapp.accounts import WrongAccount, account_of, places_in
from tests.channels.whatsapp.recorded import APP_SECRET, TOKEN, VERIFY


def test_numbers_are_read_from_one_line():
    assert places_in("") == {}
    found = places_in("nehir=1065:/etc/a.json liman=77:/etc/b.json")
    assert found == {"nehir": ("1065", "/etc/a.json"), "liman": ("77", "/etc/b.json")}


@pytest.mark.parametrize("line", ["nehir", "=1:/a", "nehir=x:/a", "nehir=1:a", "nehir=1"])
def test_another_line_is_refused_with_the_remedy(line):
    with pytest.raises(WrongAccount, match="PHONE-ID"):
        places_in(line)


def test_no_secret_shows_when_an_account_is_printed(account):
    shown = repr(account_of("nehir"))
    assert not any(secret in shown for secret in (TOKEN, APP_SECRET, VERIFY))


@pytest.mark.parametrize(
    "more", [{"token": 7}, {"app_secret": "kurz"}, {"templates": []}, {"templates": {"tr": 1}}]
)
def test_a_file_that_cannot_be_used_is_refused(account, more):
    account(**more)
    with pytest.raises(WrongAccount):
        account_of("nehir")
    assert account_of("liman") is None
