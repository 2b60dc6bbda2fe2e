"""Files and the virus scanner: clean, infected, too large, and nobody there."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from muhatap.channels.contract import InboundFile
from muhatap.evidence import queries
from muhatap.files import operations as files
from muhatap.files.clamd import CannotScan, ScannerAddress, ScannerAway, finding_in
from muhatap.files.links import CUSTOMER, signed_url
from muhatap.files.models import ScanState
from muhatap.kernel.actors import Actor
from tests.servers.clamd import EICAR, MOST
from tests.world import make_case

SCANNER = Actor.system("scanner")


def test_the_scanner_says_what_it_found(clamd):
    address = ScannerAddress.parse(clamd)
    assert finding_in(b"merhaba", address) == ""
    assert finding_in(b"", address) == ""
    assert finding_in(EICAR, address).startswith("Eicar-Test")
    with pytest.raises(CannotScan):
        finding_in(b"x" * (3 * MOST), address)


def test_nobody_there_is_no_verdict(tmp_path):
    with pytest.raises(ScannerAway):
        finding_in(b"x", ScannerAddress.parse(str(tmp_path / "nothing")))
    with pytest.raises(ScannerAway):
        finding_in(b"x", ScannerAddress.parse("127.0.0.1:1"))


@pytest.mark.parametrize("written", ["clamd", "host:", "host:0", "host:99999", ":3310", ""])
def test_an_address_is_a_path_or_host_and_port(written):
    with pytest.raises(ValueError, match=r".*"):
        ScannerAddress.parse(written)
    assert ScannerAddress.parse("[::1]:3310") == ScannerAddress(host="::1", port=3310)


@pytest.mark.django_db
def test_what_is_infected_lies_in_quarantine_and_waits_while_nobody_scans(world, settings, clamd):
    at = timezone.now()
    case = make_case(
        world, at=at, files=(InboundFile("fatura.txt", EICAR), InboundFile("not.txt", b"merhaba"))
    )
    bad, good = (each.file for each in queries.items_of(case))
    settings.MUHATAP_CLAMD = ""
    assert files.scan_files(limit=9, by=SCANNER, at=at) == 0
    settings.MUHATAP_CLAMD = "127.0.0.1:1"
    assert files.scan_files(limit=9, by=SCANNER, at=at) == 0
    bad.refresh_from_db()
    assert bad.scan_state == ScanState.UNSCANNED
    link = signed_url(good, "not.txt", CUSTOMER, at)
    assert Client().get(link).status_code == 503
    settings.MUHATAP_CLAMD = clamd
    assert files.scan_files(limit=9, by=SCANNER, at=at) == 2
    assert files.scan_files(limit=9, by=SCANNER, at=at) == 0
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.scan_state, good.scan_state) == (ScanState.INFECTED, ScanState.CLEAN)
    assert bad.scan_finding.startswith("Eicar-Test")
    assert bad.is_guarded
    assert Client().get(signed_url(bad, "fatura.txt", CUSTOMER, at)).status_code == 403
    assert Client().get(link).status_code == 200


@pytest.mark.django_db
def test_a_scanner_that_is_away_keeps_nobody_from_work_for_long(world, settings):
    at = timezone.now() - timedelta(minutes=2)
    case = make_case(world, at=at, files=(InboundFile("not.txt", b"merhaba"),))
    settings.MUHATAP_CLAMD = "127.0.0.1:1"
    stored = queries.items_of(case)[0].file
    assert Client().get(signed_url(stored, "not.txt", CUSTOMER, timezone.now())).status_code == 200
