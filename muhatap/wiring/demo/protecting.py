"""Two requests about data in the demo: a copy that waits, and an erasure that waits for a second yes."""

from datetime import datetime, timedelta

from muhatap.accounts.models import Staff
from muhatap.brands.models import Brand
from muhatap.cases import operations as cases
from muhatap.cases.models import Case
from muhatap.cases.statuses import Author, ClosedReason, Kind, Status
from muhatap.channels import operations as channels
from muhatap.channels.contract import InboundMessage, Sender
from muhatap.kernel.actors import Actor
from muhatap.privacy import operations as privacy
from muhatap.privacy.codes import Right
from muhatap.privacy.queries.requests import request_of
from muhatap.promises import operations as promises

_DEMO = Actor.system("demo")
_PELIN, _SELIN = "pelin@nehir.example", "selin@nehir.example"
_TULIN = Sender(name="Tülin Aksu", email="tulin.aksu@posta.example", phone="+905321118899")


def ask_about_data(brand: Brand, staff: dict[str, Staff], at: datetime) -> None:
    """Make the copy that was asked for two days ago, and plan the erasure of somebody who has left."""
    pelin = Actor.staff(staff[_PELIN].pk)
    _copy(brand, pelin, at)
    began = at - timedelta(days=40)
    solved = _write(brand, "ACC-LOGIN", "Hesabımı kapattım, kod gelmeye devam ediyor", began)
    selin = Actor.staff(staff[_SELIN].pk)
    answered = began + timedelta(hours=3)
    text = "Tülin Hanım, telefonunuzu hesaptan çıkardık; bugün 14.00'ten sonra kod gelmez."
    new = cases.NewMessage(author=Author.STAFF, channel="email", text=text)
    cases.post_message(case=solved, new=new, by=selin, at=answered)
    cases.change_status(
        case=_case(solved.id), status=Status.CLOSED, closed=ClosedReason.SOLVED, by=selin, at=answered
    )
    asked = _write(
        brand,
        "PRIV-DSR",
        "Üyeliğim bitti, verilerimin silinmesini istiyorum",
        at - timedelta(days=6),
        {"right": "erase", "full_name": _TULIN.name, "address": "Kordon Cad. 8, İzmir"},
    )
    promises.acknowledge(case=asked, by=_DEMO, at=at - timedelta(days=6) + timedelta(seconds=5))
    cases.assign(case=asked, owner=staff[_PELIN], by=pelin, at=at - timedelta(days=5))
    cases.confirm_identity(case=asked, how=cases.ProofBy.CALLBACK, by=pelin, at=at - timedelta(days=4))
    request = request_of(_case(asked.id))
    if request is not None:
        reason = "Üyelik bitti, açık işi yok; kimliği geri aramayla doğrulandı."
        privacy.plan_erasure(request=request, reason=reason, by=pelin, at=at - timedelta(hours=20))


def _copy(brand: Brand, pelin: Actor, at: datetime) -> None:
    case = Case.objects.filter(brand=brand, kind=Kind.PRIVACY).order_by("id").first()
    request = request_of(case) if case else None
    if request is not None:
        privacy.correct_right(request=request, right=Right.ACCESS, by=pelin, at=at - timedelta(days=2))
        privacy.make_copy(request=request, by=pelin, at=at - timedelta(hours=3))


def _write(
    brand: Brand, topic: str, text: str, moment: datetime, fields: dict[str, str] | None = None
) -> Case:
    receipt = channels.receive(
        inbound=InboundMessage(
            brand_id=brand.id,
            channel="web_form",
            sender=_TULIN,
            subject=text,
            text=text,
            topic=topic,
            language="tr",
            fields=fields or {},
            received_at=moment,
        ),
        by=Actor.channel("web_form"),
        at=moment,
    )
    return _case(receipt.case_id)


def _case(case_id: int) -> Case:
    return Case.objects.select_related("brand", "customer", "topic", "queue").get(id=case_id)
