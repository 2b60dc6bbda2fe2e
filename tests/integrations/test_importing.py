"""Tickets of other desks: carried whole, once, without starting anything, with what was left named."""

import json
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.audit.models import Event
from muhatap.audit.verifying import verify_stream
from muhatap.cases.models import Attachment, Case, Message
from muhatap.cases.proof import CasesAgree
from muhatap.channels.models import Delivery, VaultItem
from muhatap.channels.proof import DeliveriesAgree
from muhatap.dossiers.wording import fact_words
from muhatap.integrations.importing import freshdesk, osticket, zammad, zendesk
from muhatap.integrations.importing.foreign import BadExport, ForeignFile
from muhatap.integrations.operations.importing import Plan, _bytes_of, import_tickets
from muhatap.kernel.actors import Actor
from muhatap.promises.models import Clock
from muhatap.wiring.console import main
from tests.world import NOON, make_case

HERE = Path(__file__).parent / "exports"
READERS = {
    "zendesk": (zendesk.tickets_in, "zendesk.ndjson"),
    "freshdesk": (freshdesk.tickets_in, "Tickets0.json"),
    "zammad": (zammad.tickets_in, "zammad.json"),
    "osticket": (osticket.tickets_in, "osticket.xml"),
}


def read(product):
    reader, name = READERS[product]
    return list(reader(HERE / name))


def take(world, product, **more):
    plan = Plan(source=product, brand=world.brand, queue=world.queues["payments"], language="tr", **more)
    return import_tickets(tickets=read(product), plan=plan, by=Actor.system("import"), at=NOON)


@pytest.mark.django_db
@pytest.mark.parametrize("product", READERS)
def test_a_desk_is_carried_once_and_nothing_starts(world, product):
    first = take(world, product)
    assert first.failed == []
    cases, events = Case.objects.count(), Event.objects.count()
    assert cases == first.counts["cases"] == first.counts["tickets"]
    again = take(world, product)
    assert again.counts["came_before"] == cases
    assert (Case.objects.count(), Event.objects.count()) == (cases, events)
    assert VaultItem.objects.filter(source=f"import:{product}").count() == cases
    assert not Clock.objects.exists()
    assert not Delivery.objects.exists()
    for case in Case.objects.all():
        assert verify_stream(case.id, (CasesAgree(), DeliveriesAgree())).findings == []


@pytest.mark.django_db
@pytest.mark.parametrize("product", READERS)
def test_a_dry_run_counts_the_same_and_writes_nothing(world, product):
    dry = take(world, product, is_dry=True)
    assert not Case.objects.exists()
    assert not VaultItem.objects.exists()
    assert dry.as_json() == take(world, product).as_json()


@pytest.mark.django_db
def test_zendesk(world, tmp_path):
    (tmp_path / "101").mkdir()
    (tmp_path / "101" / "dekont.txt").write_bytes(b"dekont")
    report = take(world, "zendesk", files=tmp_path)
    closed = Case.objects.get(subject="Çekim gelmedi")
    assert (closed.status, closed.priority, closed.owner) == ("closed", 2, world.staff["deniz"])
    assert closed.tags == ["cekim", "vip"]
    assert closed.received_at == datetime(2026, 3, 2, 8, 15, tzinfo=UTC)
    rows = Message.objects.filter(case=closed).order_by("at").values_list("author", "text", "staff")
    deniz = world.staff["deniz"].pk
    assert [(author, staff) for author, _, staff in rows] == [
        ("customer", None),
        ("staff", deniz),
        ("note", deniz),
    ]
    assert "4111 1111 1111 1111" not in rows[0][1]
    assert b"4111 1111 1111 1111" not in VaultItem.objects.get(external_id="101").sealed
    assert Attachment.objects.get().file.name == "dekont.txt"
    waiting = Case.objects.get(subject="Giriş yapamıyorum")
    assert (waiting.status, waiting.owner) == ("open", None)
    assert waiting.customer.email == "hakan@posta.example"
    assert report.unknown_agents == {"sema@eski.example": 1}
    assert {each.partition(":")[0] for each in report.left} == {
        "custom_fields",
        "satisfaction_rating",
        "type",
    }


@pytest.mark.django_db
def test_freshdesk(world):
    report = take(world, "freshdesk")
    case = Case.objects.get()
    assert (case.status, case.priority, case.tags) == ("waiting_customer", 1, ["kargo"])
    assert case.customer.email == "sule@posta.example"
    words = list(Message.objects.order_by("at").values_list("author", "text"))
    assert words == [
        ("customer", "Kutu ezilmişti."),
        ("staff", "Fotoğraf yollar mısınız?"),
        ("customer", "Ekte."),
        ("note", "Depoya sor."),
    ]
    assert case.received_at == datetime(2026, 2, 10, 6, 30, tzinfo=UTC)
    assert any(each.startswith("file:") for each in report.left)


@pytest.mark.django_db
def test_zammad(world):
    take(world, "zammad")
    case = Case.objects.get()
    assert (case.status, case.priority, case.owner) == ("open", 3, None)
    words = list(Message.objects.order_by("at").values_list("author", "text"))
    assert words == [("customer", "Parayı ne zaman alırım?"), ("staff", "Ali Veli:\nÜç iş günü.")]
    assert Attachment.objects.get().file.name == "fis.txt"


@pytest.mark.django_db
def test_osticket(world):
    take(world, "osticket")
    case = Case.objects.get()
    assert (case.status, case.priority, case.owner) == ("open", 2, world.staff["deniz"])
    authors = list(Message.objects.order_by("at").values_list("author", flat=True))
    assert authors == ["customer", "staff", "note"]
    assert Attachment.objects.get().file.size == 6


def test_times_of_osticket_stand_in_the_zone_of_its_database():
    (ticket,) = osticket.tickets_in(HERE / "osticket.xml", ZoneInfo("Europe/Istanbul"))
    assert ticket.created_at == datetime(2026, 4, 1, 9, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_one_ticket_that_fails_is_named_and_stops_nothing(world, monkeypatch):
    from muhatap.integrations.operations import importing

    real = importing.cases.import_case

    def broken(*, old, by, at):
        if old.foreign_id == "101":
            raise RuntimeError("x")
        return real(old=old, by=by, at=at)

    monkeypatch.setattr(importing.cases, "import_case", broken)
    report = take(world, "zendesk")
    assert [ticket for ticket, _ in report.failed] == ["101"]
    assert Case.objects.count() == 1
    monkeypatch.undo()
    assert take(world, "zendesk").counts["came_before"] == 1
    assert Case.objects.count() == 2


@pytest.mark.django_db
def test_who_is_known_here_keeps_her_cases_together(world):
    case = make_case(world, channel="email")
    take(world, "zammad")
    assert Case.objects.filter(customer=case.customer).count() == 2


def test_a_name_in_an_export_does_not_lead_out_of_the_folder(tmp_path):
    folder = tmp_path / "files"
    folder.mkdir()
    (tmp_path / "secret").write_text("x")
    plan = Plan(source="x", brand=None, queue=None, language="tr", files=folder)
    for name in ("../secret", str(tmp_path / "secret"), "..", ""):
        assert _bytes_of(ForeignFile(name, id=name), "7", plan) is None
        assert _bytes_of(ForeignFile("secret", id=name), "..", plan) is None


@given(st.text(max_size=60))
def test_nonsense_is_no_export(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("x") / "x.json"
    path.write_text(text.encode("utf-8", "replace").decode(), encoding="utf-8")
    for reader, _ in READERS.values():
        try:
            list(reader(path))
        except BadExport:
            continue


@pytest.mark.django_db(transaction=True)
def test_the_command_tells_what_it_would_do(world, capsys, tmp_path):
    file = str(HERE / "zendesk.ndjson")
    assert main(["import", "zendesk", file, "--brand", "nehir", "--dry-run", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["dry_run"], told["counts"]["cases"]) == (True, 2)
    assert not Case.objects.exists()
    assert main(["import", "zendesk", file, "--brand", "nehir"]) == 0
    assert "Carried over." in capsys.readouterr().out
    number, sealed = Case.objects.get(status="closed").number, str(tmp_path / "case.zip")
    assert main(["dossier", "export", number, "--for", "internal", "--purpose", "defence", "-o", sealed]) == 0
    assert main(["dossier", "verify", sealed]) == 0
    assert main(["import", "zendesk", str(HERE / "osticket.xml"), "--brand", "nehir"]) == 2
    assert main(["import", "zammad", "/nowhere", "--brand", "nehir"]) == 2


def test_it_has_words():
    assert fact_words("case.imported") != "case.imported"
