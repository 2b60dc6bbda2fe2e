"""What customers of the demo answered: words with their scores, one looked after, some public, and deeds."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from muhatap.accounts.models import Staff
from muhatap.brands.models import Brand
from muhatap.cases import operations as cases
from muhatap.cases.models import Case
from muhatap.cases.statuses import Author, ClosedReason, Status
from muhatap.channels import operations as channels
from muhatap.channels.contract import InboundMessage, Sender
from muhatap.kernel.actors import Actor
from muhatap.surveys import operations as surveys
from muhatap.surveys.models import SurveyAnswer
from muhatap.surveys.publishing import suggested

_DEMO = Actor.system("demo")
_DENIZ, _SELIN = "deniz@nehir.example", "selin@nehir.example"
_MERT, _PELIN = "mert@nehir.example", "pelin@nehir.example"


@dataclass(frozen=True, slots=True)
class Told:
    """One closed case and what its customer answered about it."""

    name: str
    email: str
    topic: str
    days_ago: int
    who: str
    subject: str
    reply: str
    score: int
    recommend: int | None
    effort: int | None
    comment: str
    may_publish: bool = True


_TOLD = (
    Told(
        "Nazlı Erdem",
        "nazli.erdem@posta.example",
        "PAY-WD",
        19,
        _DENIZ,
        "Çekim talebim ne zaman gelir?",
        "Nazlı Hanım, tutar bugün 16.40'ta bankanıza gönderildi.",
        5,
        10,
        6,
        "Deniz Bey saati saatine söyledi, dediği saatte geldi. Numaram 0532 111 44 55, yine arayabilir.",
    ),
    Told(
        "Kerem Uslu",
        "kerem.uslu@posta.example",
        "ACC-LOGIN",
        12,
        _SELIN,
        "Kod gelmiyor, giremiyorum",
        "Kerem Bey, kodu uygulama bildiriminden alabilirsiniz; SMS gecikmesi bu hafta gideriliyor.",
        3,
        6,
        3,
        "Çözüm geldi ama aynı soruyu iki kez sordular.",
    ),
    Told(
        "Sevgi Altun",
        "sevgi.altun@posta.example",
        "PAY-FEE",
        1,
        _DENIZ,
        "Kesilen komisyon",
        "Sevgi Hanım, komisyon tarifeye uygun; dökümü ekte bulabilirsiniz.",
        2,
        3,
        4,
        "Neden kesildiğini hâlâ anlamadım, kimse aramadı.",
        may_publish=False,
    ),
    Told(
        "Baran Ekinci",
        "baran.ekinci@posta.example",
        "SUB-CANCEL",
        5,
        _SELIN,
        "Aboneliği bitirmek istiyorum",
        "Baran Bey, aboneliğiniz bugün sona erdi; bir daha ücret çekilmeyecek.",
        4,
        8,
        7,
        "İki dakikada bitti.",
    ),
)
_DEEDS = (
    (
        "Bana aynı soruları iki kez soruyorsunuz.",
        "You ask me the same questions twice.",
        "Formu konuya göre ayırdık; bildiğimizi yeniden sormuyoruz. Aynı soru üçte bir azaldı.",
        "We split the form by topic and do not ask for what we know. Questions asked twice fell by a third.",
        8,
    ),
    (
        "Çekimimin ne zaman geleceğini kimse söylemiyor.",
        "Nobody tells me when my withdrawal arrives.",
        "Banka dosyası artık her saat gidiyor ve kaydınızda günü ve saati yazıyor.",
        "The bank file now goes every hour, and your case names day and time.",
        6,
    ),
)


def answer_surveys(brand: Brand, staff: dict[str, Staff], at: datetime) -> None:
    """Tell the stories, publish what may be published, and leave one comment and one entry waiting."""
    kept = {told.email: _tell(brand, told, staff, at) for told in _TOLD}
    surveys.ask_due(by=_DEMO, at=at)
    mert, pelin = Actor.staff(staff[_MERT].pk), Actor.staff(staff[_PELIN].pk)
    praise, twice = kept["nazli.erdem@posta.example"], kept["kerem.uslu@posta.example"]
    surveys.publish_comment(
        answer=praise,
        text=suggested(praise.comment, ["Deniz Aydın", praise.case.customer.name]),
        reply="",
        by=mert,
        at=at - timedelta(days=17),
    )
    answered = surveys.reply_to_comment(
        answer=twice,
        text="Kerem Bey, haklısınız. Formu değiştirdik: bildiğimiz şeyi bir daha sormuyoruz.",
        by=Actor.staff(staff[_SELIN].pk),
        at=at - timedelta(days=10),
    )
    surveys.publish_comment(
        answer=answered,
        text=answered.comment,
        reply=suggested(answered.reply, [answered.case.customer.name]),
        by=mert,
        at=at - timedelta(days=9),
    )
    for said_tr, said_en, done_tr, done_en, days in _DEEDS:
        entry = surveys.write_deed(
            brand=brand,
            said={"tr": said_tr, "en": said_en},
            done={"tr": done_tr, "en": done_en},
            done_on=(at - timedelta(days=days)).date(),
            source="",
            voices=[answered.id] if days == 8 else [],
            by=mert,
            at=at - timedelta(days=days),
        )
        surveys.agree_deed(entry=entry, by=pelin, at=at - timedelta(days=days - 1))
    surveys.write_deed(
        brand=brand,
        said={"tr": "Hafta sonu kimseye ulaşamıyorum.", "en": "At weekends I reach nobody."},
        done={
            "tr": "Cumartesi 10.00–16.00 arasında yazışma ekibi var.",
            "en": "A chat team works on Saturdays from 10 to 16.",
        },
        done_on=(at - timedelta(days=1)).date(),
        by=mert,
        at=at - timedelta(hours=5),
    )


def _tell(brand: Brand, told: Told, staff: dict[str, Staff], at: datetime) -> SurveyAnswer:
    began = at - timedelta(days=told.days_ago)
    ended = began + timedelta(hours=7)
    receipt = channels.receive(
        inbound=InboundMessage(
            brand_id=brand.id,
            channel="email",
            sender=Sender(name=told.name, email=told.email, phone=""),
            subject=told.subject,
            text=told.subject,
            topic=told.topic,
            language="tr",
            received_at=began,
        ),
        by=Actor.channel("email"),
        at=began,
    )
    case, agent = _case(receipt.case_id), staff[told.who]
    by = Actor.staff(agent.pk)
    cases.assign(case=case, owner=agent, by=by, at=began + timedelta(minutes=20))
    new = cases.NewMessage(author=Author.STAFF, channel="email", text=told.reply)
    cases.post_message(case=case, new=new, by=by, at=began + timedelta(minutes=50))
    cases.change_status(case=case, status=Status.CLOSED, closed=ClosedReason.SOLVED, by=by, at=ended)
    surveys.ask_due(by=_DEMO, at=ended + timedelta(hours=1))
    return surveys.answer_survey(
        case=_case(receipt.case_id),
        answer=surveys.Answer(
            score=told.score,
            recommend=told.recommend,
            effort=told.effort,
            comment=told.comment,
            may_publish=told.may_publish,
        ),
        by=Actor.customer(case.customer_id),
        at=ended + timedelta(hours=9),
    )


def _case(case_id: int) -> Case:
    return Case.objects.select_related("brand", "customer", "topic", "queue", "owner").get(id=case_id)
