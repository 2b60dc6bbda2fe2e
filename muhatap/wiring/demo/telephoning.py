"""Calls of the demo that were made, as a telephone system told of them: times, and words where it may."""

import json
from datetime import datetime, timedelta

from muhatap.accounts.models import Staff
from muhatap.brands.models import Brand
from muhatap.cases.models import Case
from muhatap.channels import operations as channels
from muhatap.channels.adapters.phone.hearing import hear
from muhatap.channels.call_models import Outcome
from muhatap.channels.call_queries import callback_of, slots_of
from muhatap.kernel.actors import Actor

_TALKS = (
    (
        (
            "agent",
            0,
            9,
            "Nehir’den Deniz Aydın. Görüşmemiz kayda alınıyor. Kimliğinizi doğrulayabilir miyim?",
        ),
        ("customer", 11, 31, "Tabii. İade ne zaman gelecek, iki kez sordum."),
        ("agent", 33, 58, "İadeniz bugün bankaya gitti; en geç yarın 16.40’ta hesabınızda."),
        ("customer", 61, 70, "Saat verdiğiniz için teşekkürler."),
    ),
    (
        ("agent", 0, 7, "Nehir’den Selin Er. Görüşmemiz kayda alınıyor."),
        ("customer", 8, 40, "Gecikme yüzünden şikayet edeceğim, avukatım da yazacak."),
        ("agent", 49, 80, "Şikayetinizi şimdi kaydediyorum; numarası mesajla geliyor."),
    ),
    None,
)
_NOTES = (
    "İade tarihi söylendi.",
    "Şikayet kaydı açıldı, numarası verildi.",
    "Kayıt izni alınmadı; yalnız not.",
)


def make_calls(brand: Brand, staff: dict[str, Staff], at: datetime) -> None:
    """Make three calls of the last days; in one the customer was not told of the recording."""
    people = [staff["deniz@nehir.example"], staff["selin@nehir.example"]]
    found = Case.objects.select_related("brand", "customer").filter(brand=brand, is_open=True)
    cases = [
        case
        for case in found.exclude(customer__phone="").order_by("received_at", "id")
        if not callback_of(case)
    ]
    for place, (case, talk) in enumerate(zip(cases, _TALKS, strict=False)):
        moment = max(case.received_at, at - timedelta(days=1)) + timedelta(minutes=30)
        slots = slots_of(brand, moment, case)
        if moment >= at or not slots:
            continue
        callback = channels.promise_callback(
            case=case,
            phone=case.customer.phone,
            begins_at=slots[0].begins_at,
            by=Actor.customer(case.customer_id),
            at=moment,
        )
        by = Actor.staff(people[place % 2].pk)
        call = f"demo_{place}"
        attempt = channels.begin_call(callback=callback, call_id=call, by=by, at=moment)
        ends = moment + timedelta(seconds=150 + 40 * place)
        said = {"type": "call.ended", "at": ends.isoformat(), "seconds": 120 + 35 * place, "hold": 12 * place}
        said |= {"wrap_up": 45 + 10 * place, "transferred": place == 1}
        turns = [{"who": who, "begins": a, "ends": b, "text": text} for who, a, b, text in talk or ()]
        heard = {
            "type": "call.transcript",
            "at": ends.isoformat(),
            "notice": talk is not None,
            "turns": turns,
        }
        for number, each in enumerate((said, heard)):
            body = json.dumps({**each, "call": call}, ensure_ascii=False).encode()
            hear(brand=brand, call_id=f"{call}-{number}", body=body, at=ends)
        attempt.refresh_from_db()
        told = channels.Told(Outcome.ANSWERED, _NOTES[place])
        channels.note_call(attempt=attempt, told=told, by=by, at=ends + timedelta(minutes=1))
