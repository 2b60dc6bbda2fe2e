"""After an erasure nothing of a person is left where it could be read; what stays by law stays locked."""

import json
import sqlite3
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection, models, transaction

from muhatap.approvals import operations as approvals
from muhatap.audit.models import Event
from muhatap.audit.verifying import verify_streams
from muhatap.bot.models import Line, Talk
from muhatap.cases import operations as cases
from muhatap.cases.models import Draft, Message, SearchText
from muhatap.cases.proof import CasesAgree
from muhatap.channels.call_models import CallAttempt, Callback, CallDetails
from muhatap.channels.contract import InboundFile
from muhatap.channels.models import Delivery, VaultItem
from muhatap.complaints.models import Complaint
from muhatap.customers.models import Customer
from muhatap.customers.restriction import RESTRICTED
from muhatap.dossiers import operations as dossiers
from muhatap.dossiers.audience import Audience
from muhatap.dossiers.verifier.checking import Verifier
from muhatap.dossiers.verifier.sources import Zipped
from muhatap.evidence import operations as evidence
from muhatap.files.disk import place_of
from muhatap.files.models import StoredFile
from muhatap.kernel.actors import Actor
from muhatap.letters.models import PreparedLetter
from muhatap.portal.models import CustomerAccount, MailedLink
from muhatap.privacy import operations as privacy
from muhatap.privacy.certificates import certificate_page
from muhatap.privacy.models import ErasedCase
from muhatap.privacy.register import holdings, model_of, person_of, rows_of
from muhatap.surveys.models import OwnAnswer, SurveyAnswer
from tests.privacy.conftest import KEEPER, by, close
from tests.world import CUSTOMERS, NOON, load, make_case

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(days=2)
WORD = "zümrütkaya"


def rich_case(world, word, mark=""):
    """A closed case with words in as many tables as a case can reach."""
    at = NOON
    staff = world.staff["deniz"]
    case = make_case(
        world,
        subject=f"Konu {word}",
        text=f"Ben {word} sokağında oturuyorum.",
        files=(InboundFile(f"{word}.txt", f"Belge {word}\n".encode()),),
        fields={"where": f"{word} mahallesi"},
    )
    customer = case.customer
    message = Message.objects.filter(case=case).first()
    known = {"by": Actor.staff(staff.pk), "at": at}
    new = cases.NewMessage
    cases.post_message(
        case=case, new=new(author="note", channel="desk", text=f"Not: {word} arandı."), **known
    )
    Draft.objects.create(case=case, staff=staff, author="staff", text=f"Taslak {word}", updated_at=at)
    callback = Callback.objects.create(
        brand=case.brand,
        case=case,
        phone="+905321112233",
        asked_at=at,
        begins_at=at,
        ends_at=at,
        ended_at=at,
        ended_as="answered",
    )
    attempt = CallAttempt.objects.create(
        callback=callback, staff=staff, began_at=at, outcome="answered", note=f"Dedi ki {word}"
    )
    CallDetails.objects.create(
        attempt=attempt, notice_given=True, turns=[{"who": "c", "text": f"ben {word}"}]
    )
    answer = SurveyAnswer.objects.create(
        brand=case.brand, case=case, score=2, comment=f"Memnun değilim {word}", at=at, reply=f"Üzgünüz {word}"
    )
    OwnAnswer.objects.create(
        **_needed(OwnAnswer, {"answer": answer, "words": f"İstek {word}", "scale": "words"})
    )
    talk = Talk.objects.create(**_needed(Talk, {"brand": case.brand, "case_id": case.id, "language": "tr"}))
    Line.objects.create(**_needed(Line, {"talk": talk, "who": "person", "text": f"Merhaba {word}", "at": at}))
    PreparedLetter.objects.create(
        **_needed(
            PreparedLetter, {"case": case, "sort": "update", "text": f"Sayın {word}", "key": f"k{mark}"}
        )
    )
    MailedLink.objects.create(
        **_needed(
            MailedLink, {"brand": case.brand, "case": case, "recipient": customer.email, "kind": "track"}
        )
    )
    CustomerAccount.objects.get_or_create(
        brand=case.brand, email=customer.email, defaults={"made_at": at, "seen_at": at}
    )
    item = {"brand": case.brand, "case": case, "sender": customer.email, "source": f"m{mark}"}
    item |= {"wrapped_key": b"k", "sealed": b"s", "stored_at": at, "size": 1}
    VaultItem.objects.create(**_needed(VaultItem, item))
    return close(load(case.id)), message


def _needed(model, known):
    """Values for the columns of a row that a test does not care about."""
    for each in model._meta.concrete_fields:
        if each.name in known or each.attname in known or each.primary_key or each.null or each.has_default():
            continue
        match each:
            case models.DateTimeField():
                known[each.name] = NOON
            case models.IntegerField():
                known[each.name] = 0
            case models.ForeignKey():
                raise AssertionError(f"{model.__name__}.{each.name}")
            case models.BinaryField():
                known[each.name] = b""
            case _:
                known[each.name] = f"{each.name}-{model._meta.model_name}"[: each.max_length or 60]
    return known


def everywhere(words):
    """Every table and column in which one of the words stands, whatever the case of its letters."""
    found = []
    for model in apps.get_models():
        names = [each.attname for each in model._meta.concrete_fields]
        for row in model._default_manager.values_list(*names):
            for name, value in zip(names, row, strict=True):
                text = (
                    value.decode("utf-8", "replace") if isinstance(value, (bytes, memoryview)) else str(value)
                )
                if any(word.casefold() in text.casefold() for word in words):
                    found.append(f"{model._meta.label}.{name}")
    return sorted(set(found))


def asked(world, asking, customer=0):
    request = asking("erase", customer=customer, at=NOON + timedelta(hours=1))
    planned = privacy.plan_erasure(request=request, reason="İstedi", by=by(world, "pelin"), at=LATER)
    return request, planned


def run(world, planned, capture, at=LATER):
    agreed = privacy.agree_erasure(erasure=planned, by=by(world, "mert"), at=at)
    with capture(execute=True):
        return privacy.run_erasure(erasure=agreed, by=KEEPER, at=at)


def finish(request, erasure, capture, at=LATER):
    Delivery.objects.filter(case=request.case).update(
        state="sent", sent_at=at, next_try_at=None, given_up_at=None
    )
    close(request.case, at)
    with capture(execute=True):
        privacy.go_on_erasing(by=KEEPER, at=at)
    erasure.refresh_from_db()


def test_nothing_of_a_person_is_left(world, asking, django_capture_on_commit_callbacks):
    case, _message = rich_case(world, WORD)
    request, planned = asked(world, asking)
    email = case.customer.email
    assert "cases.Message.text" in everywhere([WORD])
    assert run(world, planned, django_capture_on_commit_callbacks) == 1
    planned.refresh_from_db()
    # The request itself is open, so she can still be written to.
    assert planned.state == "resting"
    assert load(case.id).customer.email == email
    finish(request, planned, django_capture_on_commit_callbacks)
    assert planned.state == "done"
    words = [WORD, "Elif Karaca", email, "+905321112233"]
    assert everywhere(words) == []
    assert not any(place_of(each.path).exists() for each in StoredFile.objects.filter(brand=world.brand))
    assert not any(bytes(each.wrapped_key) for each in StoredFile.objects.filter(brand=world.brand))
    assert not VaultItem.objects.exclude(wrapped_key=b"").filter(case=case).exists()
    assert not SearchText.objects.filter(case_id__in=[case.id, request.case_id]).exists()


def test_the_tables_of_the_database_itself_hold_nothing_either(
    world, asking, django_capture_on_commit_callbacks
):
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return
    _case, _message = rich_case(world, WORD)
    request, planned = asked(world, asking)
    run(world, planned, django_capture_on_commit_callbacks)
    finish(request, planned, django_capture_on_commit_callbacks)
    raw: sqlite3.Connection = connection.connection
    tables = [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in tables:
        if "fulltext" in table:
            continue
        for row in raw.execute(f'SELECT * FROM "{table}"'):
            assert WORD not in str(row).casefold(), table


def test_the_chain_holds_and_says_lawfully_erased(world, asking, django_capture_on_commit_callbacks):
    case, _message = rich_case(world, WORD)
    request, planned = asked(world, asking)
    run(world, planned, django_capture_on_commit_callbacks)
    finish(request, planned, django_capture_on_commit_callbacks)
    report = verify_streams(checks=(CasesAgree(),))
    assert report.findings == []
    assert report.erased > 0
    fact = json.loads(Event.objects.get(stream_id=case.id, kind="privacy.case_erased").content)
    assert fact["because"] == "request"
    assert fact["rows"]["surveys.SurveyAnswer"] == 1


def test_the_sealed_file_of_an_erased_case_is_whole_and_says_where(
    world, tmp_path, django_capture_on_commit_callbacks
):
    case, _message = rich_case(world, WORD)
    with django_capture_on_commit_callbacks(execute=True):
        privacy.erase_case(case=case, because="request", by=KEEPER, at=LATER)
    path = tmp_path / "dossier.zip"
    with path.open("w+b") as into:
        dossiers.seal_dossier(case=load(case.id), audience=Audience.INTERNAL, into=into, by=KEEPER, at=LATER)
    assert WORD.encode() not in path.read_bytes()
    verifier = Verifier(Zipped(str(path)), "")
    verifier.run()
    assert verifier.faults == []
    assert verifier.redacted


def test_what_was_killed_goes_on_and_twice_is_once(
    world, asking, monkeypatch, django_capture_on_commit_callbacks
):
    first, _ = rich_case(world, WORD, "1")
    second = close(make_case(world, subject="İkinci", text=f"Yine {WORD}"))
    _request, planned = asked(world, asking)
    agreed = privacy.agree_erasure(erasure=planned, by=by(world, "mert"), at=LATER)
    real = cases.erase_message

    def killed(*, message, **known):
        if message.case_id == second.id:
            raise KeyboardInterrupt
        return real(message=message, **known)

    monkeypatch.setattr(cases, "erase_message", killed)
    with pytest.raises(KeyboardInterrupt):
        privacy.run_erasure(erasure=agreed, by=KEEPER, at=LATER)
    assert list(ErasedCase.objects.values_list("case_id", flat=True)) == [first.id]
    monkeypatch.undo()
    with django_capture_on_commit_callbacks(execute=True):
        assert privacy.go_on_erasing(resting=False, by=KEEPER, at=LATER) == 1
        assert privacy.go_on_erasing(by=KEEPER, at=LATER) == 0
    assert Event.objects.filter(kind="privacy.case_erased").count() == 2
    agreed.refresh_from_db()
    assert agreed.done["cases"] == 2


def test_one_person_erases_nothing(world, asking):
    case, _ = rich_case(world, WORD)
    _request, planned = asked(world, asking)
    with pytest.raises(approvals.SamePerson):
        privacy.agree_erasure(erasure=planned, by=by(world, "pelin"), at=LATER)
    assert privacy.run_erasure(erasure=planned, by=KEEPER, at=LATER) == 0
    privacy.refuse_erasure(erasure=planned, reason="Önce belge", by=by(world, "mert"), at=LATER)
    with pytest.raises(privacy.RunsAlready):
        privacy.agree_erasure(erasure=planned, by=by(world, "mert"), at=LATER)
    assert Message.objects.filter(case=case, erased_at__isnull=False).count() == 0


def test_what_the_law_keeps_stays_locked_and_goes_on_its_day(
    world, asking, django_capture_on_commit_callbacks
):
    plain = close(make_case(world, subject="Sade", text=f"Sade {WORD}"))
    filed = close_complaint(make_case(world, topic="COMPLAINT", text=f"Şikâyet {WORD}"))
    kept = make_case(world, subject="Dava", text=f"Dava {WORD}")
    evidence.place_hold(case=kept, reason="Dava açıldı", until_on=None, by=by(world), at=NOON)
    kept = close(kept)
    request, planned = asked(world, asking)
    grounds = {each["number"]: each["ground"] for each in planned.plan["staying"]}
    assert grounds == {
        filed.number: "complaint_file",
        kept.number: "hold",
        request.case.number: "open",
    }
    assert planned.plan["going"] == [plain.number]
    assert run(world, planned, django_capture_on_commit_callbacks) == 1
    assert Message.objects.filter(case=filed, erased_at__isnull=False).count() == 0
    assert RESTRICTED in load(filed.id).customer.preferences
    planned.refresh_from_db()
    page = certificate_page(planned).decode()
    assert filed.number in page
    assert kept.number in page
    assert WORD not in page
    # Ten years later the complaint goes by itself; the hold still stands.
    far = NOON + timedelta(days=3660)
    finish(request, planned, django_capture_on_commit_callbacks, at=far)
    assert ErasedCase.objects.filter(case=filed).exists()
    assert not ErasedCase.objects.filter(case=kept).exists()
    assert planned.state == "resting"
    assert load(kept.id).customer.email == CUSTOMERS[0].email


def close_complaint(case):
    complaint = Complaint.objects.get(case=case)
    complaint.stage, complaint.is_open, complaint.over_at = "withdrawn", False, NOON
    complaint.save()
    return close(case)


# Columns that say what a thing is, not what a person wrote.
_OF_THE_DESK = {*("number", "external_id", "path", "content_type", "key", "once_key", "occasion", "template")}


def plantable(holding):
    """The columns of a table in which somebody could write what she likes."""
    for each in model_of(holding)._meta.concrete_fields:
        if isinstance(each, models.JSONField):
            if holding.goes or each.attname in {*holding.blank, *holding.unworded}:
                yield each.attname
        elif is_free(each):
            yield each.attname


def is_free(column):
    is_text = isinstance(column, (models.CharField, models.TextField)) and not column.choices
    has_room = (column.max_length or 999) >= 60 and not column.unique
    is_code = column.attname in _OF_THE_DESK or column.attname.endswith(("digest", "sha256"))
    return is_text and has_room and not is_code


@pytest.mark.parametrize("tail", ["çöğüşıçalıkuşu", "İstanbullugiller"])
def test_a_word_in_any_column_of_the_register_goes(world, tail):
    """Whatever a column holds: written into every row that the register reaches, it is nowhere afterwards."""
    word = f"qwx{tail}"
    with transaction.atomic():
        case, _message = rich_case(world, word, tail)
        person = person_of(case.customer)
        planted = 0
        for holding in holdings():
            if holding.stays or holding.table in {"cases.Message", "cases.Case", "customers.Identity"}:
                continue
            here = rows_of(holding, person.with_cases([case.id]), holding.of_cases)
            for name in plantable(holding):
                is_json = isinstance(model_of(holding)._meta.get_field(name), models.JSONField)
                planted += here.update(**{name: [{"note": f"{word} dedi"}] if is_json else f"{word} dedi"})
        assert planted > 20
        privacy.erase_case(case=case, because="request", by=KEEPER, at=LATER)
        privacy.erase_person(customer=case.customer, because="request", by=KEEPER, at=LATER)
        assert everywhere([word]) == []
        transaction.set_rollback(True)


def test_another_person_loses_nothing(world, asking, django_capture_on_commit_callbacks):
    other = close(make_case(world, customer=1, subject="Başkası", text="Benim sözlerim kalsın."))
    rich_case(world, WORD)
    request, planned = asked(world, asking)
    run(world, planned, django_capture_on_commit_callbacks)
    finish(request, planned, django_capture_on_commit_callbacks)
    assert Message.objects.get(case=other).text == "Benim sözlerim kalsın."
    assert load(other.id).customer.name == CUSTOMERS[1].name
    assert Customer.objects.get(id=request.case.customer_id).name == ""
