"""Two chats of the demo: one that waits for a person, and one in the middle of the talk."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from muhatap.accounts.models import Staff
from muhatap.brands.models import Brand
from muhatap.cases import operations as cases
from muhatap.cases.statuses import Author
from muhatap.channels.chat_hours import channel_said
from muhatap.channels.contract import Sender
from muhatap.channels.operations.chat_desk import accept_chat
from muhatap.channels.operations.chatting import Opening, Said, start_chat, write_in_chat
from muhatap.kernel.actors import Actor
from muhatap.topics.queries import topic_in_force

_VISITOR = Actor.customer(None)
_SECOND = timedelta(seconds=1)
_DRAFT = (("Tutar", "1.250 TRY"), ("Çekim yöntemi", "Banka havalesi"), ("İşlem ID’si", "NHR2611210088"))


def talk(brand: Brand, staff: Mapping[str, Staff], at: datetime) -> None:
    """Let two visitors chat in the last minutes, where the charter offers it."""
    if channel_said(brand, "live_chat") is None:
        return
    place = {
        "page": "https://www.nehir.example/cekim",
        "device": "Firefox 145 · Android",
        "screen": "412×915",
    }
    start_chat(
        opening=_opening(
            brand, 1, "PAY-WD", "Zeynep Acar", "Çekim formunda yöntem seçemiyorum, takıldım.", place
        ),
        by=_VISITOR,
        at=at - 40 * _SECOND,
    )
    began = at - 200 * _SECOND
    opening = _opening(brand, 2, "ACC-LOGIN", "Onur Şen", "Şifremi yeniledim ama hâlâ giremiyorum.", {})
    chat = start_chat(opening=opening, by=_VISITOR, at=began)
    deniz = staff["deniz@nehir.example"]
    by = Actor.staff(deniz.pk)
    accept_chat(chat=chat, staff=deniz, by=by, at=began + 25 * _SECOND)
    words = "Merhaba Onur Bey, hesabınıza bakıyorum. Hangi cihazdan giriyorsunuz?"
    new = cases.NewMessage(author=Author.STAFF, channel="live_chat", text=words)
    cases.post_message(case=chat.case, new=new, by=by, at=began + 50 * _SECOND)
    said = Said(client_id="demo-2-answer", text="Telefondan, uygulamanın son sürümüyle.")
    write_in_chat(chat=chat, said=said, by=_VISITOR, at=began + 80 * _SECOND)


def _opening(
    brand: Brand, number: int, topic: str, name: str, text: str, place: Mapping[str, str]
) -> Opening:
    known = topic_in_force(brand, topic)
    return Opening(
        brand=brand,
        channel="live_chat",
        secret=f"demo-{number}".ljust(43, "-"),
        client_id=f"demo-{number}",
        text=text,
        sender=Sender(name=name, email=f"ziyaretci{number}@posta.example"),
        topic=topic if known else "",
        language="tr",
        place=place,
        draft=_DRAFT if place else (),
    )
