"""The demo's quality: two samples with reviews in every state, one goal, training, and the register."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from muhatap.accounts.models import Staff
from muhatap.brands.models import Brand
from muhatap.kernel.actors import Actor
from muhatap.problems.models import Problem
from muhatap.quality import operations as quality
from muhatap.quality.models import Review, ReviewRole, Sample, Verdict
from muhatap.quality.sampling import Plan
from muhatap.quality.scoring import Sheet, sheet_of

_SECTIONS = (
    ("Güvenlik ve kimlik", 20, ("Kimlik, bilgiyi vermeden doğrulandı", "Kişisel veri açık yazılmadı")),
    ("Doğru çözüm", 30, ("Sorunun nedeni bulundu", "Çözüm koşullara uygun")),
    ("Söz ve süreç", 25, ("Bir sonraki adım ve saati verildi", "Kayıt notu başkasına yeter")),
    ("Dil", 25, ("Siz dili ve sade cümle", "Müşterinin sözü geri söylendi", "Yazım doğru")),
)
_CRITICALS = (
    "Kimlik sorulmadan hesap bilgisi verildi",
    "Kart numarası ya da kod istendi",
    "Yanlış hak veya süre söylendi",
    "Saygısız ifade",
)
_GOAL_LINE = "Bir sonraki adım ve saati verildi"
_COMMENTS = (
    "Müşterinin sorusuna ilk cümlede yanıt var, iyi. Saat de yazılsaydı ikinci mesaj gelmezdi.",
    "Nedeni açıkça yazmışsınız. Notu okuyan arkadaş kaldığınız yerden sürdürebildi.",
    "Çözüm doğru; müşterinin kaygısına da bir cümle ayırın.",
)
_COURSES = (
    (
        "Mobil uygulama 8.2",
        "product",
        "Yeni sürümün giriş, bildirim ve güncelleme adımları; bilinen hatalar ve geçici çözümleri.",
        True,
        12,
        "app",
        (),
    ),
    (
        "Zor konuşmada sakin kalmak",
        "empathy",
        "Kaygıyı duyduğunuzu söylemek, sözü geri söylemek, sonraki adımı saatiyle vermek. Rol çalışması.",
        True,
        24,
        "",
        ("Müşterinin sözü geri söylendi", _GOAL_LINE),
    ),
    (
        "Yazılı dil atölyesi",
        "communication",
        "Kendi yanıtlarınızdan üçünü birlikte sadeleştiriyoruz.",
        False,
        None,
        "",
        ("Siz dili ve sade cümle", "Yazım doğru"),
    ),
    (
        "KVKK ve kart güvenliği",
        "law",
        "Hangi veriyi neden sormayız; maskeleme; ihlal bildirimi.",
        True,
        12,
        "",
        (),
    ),
)


def review_work(brand: Brand, staff: dict[str, Staff], at: datetime) -> None:
    """Write scorecards, draw, review, coach and train; the last sample is partly to be done."""
    mert, pelin = staff["mert@nehir.example"], staff["pelin@nehir.example"]
    deniz, selin = staff["deniz@nehir.example"], staff["selin@nehir.example"]
    sheet = sheet_of(_SECTIONS, _CRITICALS, 80)
    began = at - timedelta(days=40)
    for name, channels in (("Yazılı kayıtlar", []), ("Telefon görüşmesi", ["phone"])):
        quality.write_scorecard(
            brand=brand, name=name, channels=channels, sheet=sheet, by=_by(mert), at=began
        )
    _train(brand, (deniz, selin, mert, pelin), sheet, at)
    today = at.date()
    past = (today - timedelta(days=40), today - timedelta(days=1))
    first = _draw(brand, mert, past, at - timedelta(hours=30), 60)
    if first is not None:
        _finish_all(first, (mert, pelin), sheet, at - timedelta(hours=28))
        _set_goal(brand, deniz, mert, sheet, at - timedelta(hours=20))
    lately = (today - timedelta(days=1), today + timedelta(days=1))
    second = _draw(brand, pelin, lately, at - timedelta(hours=3), 35)
    if second is not None:
        _begin(second, (mert, pelin), sheet, at - timedelta(hours=2))
    _improve(brand, mert, pelin, at)


def _by(person: Staff) -> Actor:
    return Actor.staff(person.pk)


def _draw(brand: Brand, by: Staff, days: tuple[date, date], at: datetime, blind: int) -> Sample | None:
    since, until = days
    plan = Plan(strata=("agent", "topic"), per_stratum=2, most_risky=3, blind_percent=blind)
    try:
        return quality.draw_sample(brand=brand, since=since, until=until, plan=plan, by=_by(by), at=at)
    except quality.NothingHandled:
        return None


def _finish_all(sample: Sample, reviewers: tuple[Staff, Staff], sheet: Sheet, at: datetime) -> None:
    """Two reviewers in turn; the first reviews are shared, and most are acknowledged."""
    rows = Review.objects.filter(sample=sample).select_related("scorecard", "sample", "case", "agent")
    order = {
        case: place for place, case in enumerate(rows.filter(role="first").values_list("case", flat=True))
    }
    for review in rows.order_by("-role", "id"):
        place = order[review.case_id]
        place += 2 if review.role == ReviewRole.BLIND and place % 4 == 3 else 0
        who = reviewers[0] if review.role == ReviewRole.FIRST else reviewers[1]
        if review.agent_id == who.pk:
            who = next(each for each in reviewers if each.pk != review.agent_id)
        moment = at + timedelta(minutes=17 * place)
        _finish(review, who, sheet, place, moment)
        if review.role == ReviewRole.FIRST:
            quality.share_review(review=review, by=_by(who), at=moment + timedelta(minutes=5))
            _answer(review, place, moment + timedelta(hours=3))


def _finish(review: Review, who: Staff, sheet: Sheet, place: int, at: datetime) -> None:
    marks = {each.code: "yes" for each in sheet.criteria}
    codes = list(marks)
    marks[codes[4]] = ("no", "partly", "yes")[place % 3]
    marks[codes[(place * 2) % len(codes)]] = "partly"
    if place % 4 == 1:
        marks[codes[2]], marks[codes[7]] = "no", "no"
    comment = _COMMENTS[place % len(_COMMENTS)]
    quality.finish_review(review=review, marks=marks, errors=(), comment=comment, by=_by(who), at=at)


def _answer(review: Review, place: int, at: datetime) -> None:
    agent = Actor.staff(review.agent_id)
    if place == 1:
        words = "Kimliği telefonda doğrulamıştım; notta yazıyor. Bu satıra bir daha bakılmasını isterim."
        quality.dispute_review(review=review, words=words, by=agent, at=at)
    elif place % 3 != 2:
        quality.acknowledge_review(review=review, words="", by=agent, at=at)


def _set_goal(brand: Brand, agent: Staff, coach: Staff, sheet: Sheet, at: datetime) -> None:
    line = next(each for each in sheet.criteria if each.text == _GOAL_LINE)
    goal = quality.Goal(
        words="Her yanıtı bir sonraki adım ve saatiyle bitir",
        criterion=line,
        target=80,
        note="Üç kayda birlikte baktık: çözüm doğru, ama müşteri saati bilmediği için yeniden yazıyor. "
        "Şablona “en geç … saatinde” satırını ekledik.",
    )
    note = quality.set_goal(brand=brand, agent=agent, goal=goal, by=_by(coach), at=at)
    words = "Şablon işimi kolaylaştırdı, deneyeceğim."
    quality.answer_goal(note=note, words=words, by=_by(agent), at=at + timedelta(hours=2))


def _begin(sample: Sample, reviewers: tuple[Staff, Staff], sheet: Sheet, at: datetime) -> None:
    """One is done and one is taken; the rest waits."""
    rows = Review.objects.filter(sample=sample, role=ReviewRole.FIRST).select_related(
        "scorecard", "sample", "case"
    )
    found = [each for each in rows.order_by("id") if each.agent_id != reviewers[0].pk]
    if found:
        _finish(found[0], reviewers[0], sheet, 2, at)
    if len(found) > 1:
        quality.take_review(review=found[1], by=_by(reviewers[0]), at=at)


def _train(brand: Brand, people: tuple[Staff, ...], sheet: Sheet, at: datetime) -> None:
    deniz, selin, mert, pelin = people
    lines = {each.text: each.code for each in sheet.criteria}
    courses = []
    for name, kind, about, is_mandatory, months, skill, helps in _COURSES:
        outline = quality.Outline(
            name=name,
            kind=kind,
            about=about,
            is_mandatory=is_mandatory,
            valid_months=months,
            skill=skill,
            criteria=tuple(lines[each] for each in helps),
        )
        code = {"Mobil uygulama 8.2": "uygulama", "Zor konuşmada sakin kalmak": "sakin"}.get(name, kind)
        courses.append(quality.write_course(brand=brand, code=code, outline=outline, by=_by(mert), at=at))
    app, calm, writing, law = courses
    day = at.date()
    for course, who, ago in (
        (app, selin, 345),
        (law, deniz, 200),
        (law, selin, 120),
        (law, pelin, 30),
        (law, mert, 380),
    ):
        quality.certify(course=course, staff=who, issued_on=day - timedelta(days=ago), by=_by(mert), at=at)
    held = _session(calm, mert, at - timedelta(days=9), "Toplantı odası 2")
    for each in (deniz, selin, mert):
        quality.enrol(session=held, staff=each, by=_by(mert), at=at - timedelta(days=12))
    came = [deniz.pk, mert.pk]
    quality.note_attendance(session=held, came=came, by=_by(mert), at=at - timedelta(days=8))
    for course, days, place in (
        (app, 3, "Çevrim içi"),
        (writing, 6, "Toplantı odası 2"),
        (law, 13, "Çevrim içi"),
    ):
        session = _session(course, mert, at + timedelta(days=days), place)
        quality.enrol(session=session, staff=deniz, by=_by(deniz), at=at)


def _session(course, mert: Staff, begins: datetime, place: str):
    begins = begins.replace(hour=11, minute=0, second=0, microsecond=0)
    trainer = "Eğitmen: Mert Soylu"
    return quality.plan_session(
        course=course,
        begins_at=begins,
        minutes=90,
        place=place,
        trainer=trainer,
        seats=8,
        by=_by(mert),
        at=begins,
    )


def _improve(brand: Brand, mert: Staff, pelin: Staff, at: datetime) -> None:
    pool = Problem.objects.filter(brand=brand, provider="Aracı kuruluş").first()
    day = at.date()
    known = (
        (
            "Havale havuzu her saat soruluyor",
            "Akşam dosyası yerine saatlik dosya; reddedilen satır aynı gün elle işlenir.",
            "Dosya günde bir gidiyordu; reddedilen satır ertesi güne kalıyordu.",
            ("resolution_median", Decimal("36"), Decimal("52.4"), 80),
            pool.id if pool else None,
        ),
        (
            "Yanıt şablonuna saat satırı",
            "Bekleme yanıtlarına “en geç … saatinde yazarız” satırı eklendi.",
            "Müşteri ne zaman yanıt alacağını bilmediği için yeniden yazıyor.",
            ("csat", Decimal("80"), Decimal("68.2"), 66),
            None,
        ),
    )
    for place, (title, action, cause, (measure, target, before, size), problem) in enumerate(known):
        began = at - timedelta(days=40 - 8 * place)
        change = quality.Change(
            title=title,
            action=action,
            cause=cause,
            owner=mert,
            measure=measure,
            is_better_up=measure == "csat",
            target=target,
            check_on=(began + timedelta(days=30)).date(),
            problem_id=problem,
        )
        base = quality.Reading(before, size, began.date() - timedelta(days=30), began.date())
        made = quality.open_improvement(brand=brand, change=change, baseline=base, by=_by(mert), at=began)
        if place == 0:
            after = quality.Reading(Decimal("31.8"), 74, day - timedelta(days=30), day)
            result = "Ortanca 52,4 saatten 31,8 saate indi. Saatlik dosya kalıyor."
            quality.close_improvement(
                improvement=made, after=after, verdict=Verdict.KEPT, result=result, by=_by(mert), at=at
            )
            said = {
                "tr": "“Param havalede bekliyor, ne zaman geleceğini kimse söyleyemiyor” dediniz.",
                "en": "You said: “My money waits with the bank and nobody can tell me when it comes.”",
            }
            did = {
                "tr": "Bankaya her saat soruyoruz; reddedilen işlemi aynı gün elle tamamlıyoruz.",
                "en": "We ask the bank every hour, and finish what it rejects by hand on the same day.",
            }
            quality.publish_improvement(improvement=made, said=said, did=did, by=_by(pelin), at=at)
