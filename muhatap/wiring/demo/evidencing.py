"""Evidence of the demo: a receipt, a transaction number, and what the customer is still asked for."""

import io
from datetime import datetime, timedelta

from PIL import Image, ImageDraw

from muhatap.cases.models import Case
from muhatap.evidence import operations as evidence
from muhatap.evidence.kinds import EvidenceKind, Ground, Purpose
from muhatap.kernel.actors import Actor
from muhatap.money import operations as money
from muhatap.wiring.demo.stories import Step

_LINES = (
    "NEHIR ODEME  -  CEKIM TALEBI",
    "Islem: TRX-20481937",
    "Tarih: 12.11.2026 09:14",
    "Tutar: 4.850,00 TL",
    "Durum: Gonderildi",
)
_WHY = "Çekimin hangi aşamada kaldığını bankanızla birlikte izleyebilmek için."


def prove(case: Case, step: Step, by: Actor, moment: datetime) -> None:
    """Let the customer send two things of which one is accepted, and ask her for a third."""
    receipt, _number = evidence.offer_items(
        case=case,
        new=[
            evidence.NewItem(
                kind=EvidenceKind.RECEIPT, name="cekim-dekontu.png", data=_picture(), has_file=True
            ),
            evidence.NewItem(kind=EvidenceKind.TRANSACTION, words="İşlem numarası TRX-20481937"),
        ],
        by=Actor.customer(case.customer_id),
        at=moment,
    )
    evidence.accept_item(item=receipt, by=by, at=moment + timedelta(minutes=6))
    wanted = evidence.NewRequest(
        purpose=Purpose.PAYMENT,
        ground=Ground.CONTRACT,
        words=_WHY,
        items=((EvidenceKind.RECEIPT, "Son iki haftanın hesap özeti"),),
        due_at=moment + timedelta(days=10),
    )
    evidence.request_documents(case=case, new=wanted, by=by, at=moment + timedelta(minutes=8))
    trace = money.NewTrace(
        provider="Anadolu Takas Bankası",
        reference="TRX-20481937",
        provider_reference="EFT 4471-2210",
        due_at=moment + timedelta(days=2),
    )
    money.ask_trace(case=case, new=trace, by=by, at=moment + timedelta(minutes=9))


def _picture() -> bytes:
    picture = Image.new("RGB", (900, 640), (250, 249, 245))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((40, 40, 860, 600), outline=(30, 60, 90), width=4)
    for place, words in enumerate(_LINES):
        pen.text((90, 90 + 95 * place), words, fill=(25, 35, 45), font_size=38)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
