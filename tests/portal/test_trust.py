"""The trust page says what is set up: every setting that is flipped changes its sentence."""

from dataclasses import replace
from datetime import date
from unittest.mock import patch

import pytest
from django.utils import timezone, translation

from muhatap.kernel.drills import Drill, last_drill, note_drill
from muhatap.portal.trust.saying import parts_of
from muhatap.portal.trust.seeing import Partner, seen_of
from tests.world import NOON

pytestmark = pytest.mark.django_db
PLACE = "/nehir/trust/"
DRILL = Drill(NOON, NOON, True, 7)
# A fact, what it becomes, the measure that speaks of it, and words that stand there only then.
FLIPS = [
    ("is_tls", True, "tls", "travels encrypted"),
    ("keys", 3, "keys", "were changed 2 times"),
    ("passkey_roles", 2, "factor", "2 roles need a passkey"),
    ("has_networks", True, "networks", "own networks"),
    ("idle_minutes", 15, "factor", "15 minutes"),
    ("scans_files", True, "files", "searched for viruses"),
    ("stamps_record", True, "stamp", "RFC 3161"),
    ("drill", DRILL, "backup", "all of 7 checks"),
    ("retention", (("Kayıtlar", "10y", "Kanun"),), "kept", "10 years"),
    ("data_place", "Ankara", "place", "Ankara"),
    ("security_email", "guvenlik@nehir.example", "weakness", "guvenlik@nehir.example"),
    ("processors", (Partner("Bozkır A.Ş.", "Sunucu", "TR"),), "others", "Bozkır A.Ş."),
    ("audits", (("Denetim", date(2026, 5, 4)),), "audits", "Denetim"),
    ("mail_host", "smtp.example", "mail", "DKIM"),
    ("has_assistant", True, "assistant", "from our own articles"),
    ("publishes_performance", True, "figures", "published and signed"),
]


def bare(shop):
    seen = seen_of(shop.brand, ("en",), NOON)
    nothing = {"keys": 1, "idle_minutes": 240, "drill": None}
    kinds = {bool: False, str: "", tuple: (), int: 0}
    return replace(
        seen,
        **{
            name: nothing.get(name, kinds.get(type(getattr(seen, name))))
            for name in seen.__dataclass_fields__
        },
    )


def words(seen, code):
    with translation.override("en"):
        found = [each for part in parts_of(seen) for each in part.measures if each.code == code]
    return " ".join(f"{each.done} {each.rows}" for each in found)


@pytest.mark.parametrize(("name", "value", "code", "said"), FLIPS)
def test_what_is_on_is_said_and_what_is_off_is_not(shop, name, value, code, said):
    off = bare(shop)
    assert said not in words(off, code)
    assert said in words(replace(off, **{name: value}), code)


def test_the_page_reads_the_real_settings(shop, visitor, settings, tmp_path):
    settings.MUHATAP_DATA = tmp_path
    page = visitor.get(PLACE).content.decode()
    assert "reached without TLS" in page
    assert "no trial of bringing one back" in page
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 63_072_000
    settings.MUHATAP_CLAMD, settings.MUHATAP_TSA_URL = "unix:/clam", "https://tsa.example"
    note_drill(tmp_path, replace(DRILL, is_sound=False))
    assert last_drill(tmp_path) is None
    note_drill(tmp_path, DRILL)
    page = visitor.get(PLACE, secure=True).content.decode()
    for said in ("travels encrypted", "for 730 days", "searched for viruses", "RFC 3161", "all of 7 checks"):
        assert said in page
    assert "reached without TLS" not in page


def test_a_spoilt_note_of_a_drill_is_none(tmp_path):
    (tmp_path / "drill.json").write_text("{")
    assert last_drill(tmp_path) is None


def test_where_a_weakness_is_reported(shop, client):
    assert client.get("/.well-known/security.txt").status_code == 404
    with_address = {"publication": {"security_email": "guvenlik@nehir.example"}}

    def section(brand, name, number=None):
        return with_address.get(name) if brand.id == shop.brand.id else None

    with patch("muhatap.portal.views.trust.section_of", section):
        text = client.get("/.well-known/security.txt").content.decode()
    lines = dict(line.split(": ", 1) for line in text.splitlines())
    assert lines["Contact"] == "mailto:guvenlik@nehir.example"
    assert lines["Policy"].endswith("/nehir/trust/")
    assert lines["Expires"] > timezone.now().isoformat()
