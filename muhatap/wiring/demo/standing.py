"""How the invented operator's service stood, what was planned, audited and rehearsed."""

from datetime import datetime, timedelta

from muhatap.accounts.models import Staff
from muhatap.brands.models import Brand
from muhatap.incidents import operations as incidents
from muhatap.incidents.models import Sort, State, Watch
from muhatap.incidents.spans import Effect
from muhatap.kernel.actors import Actor
from muhatap.privacy.breach_letters import authority_letter
from muhatap.privacy.models import AuditKind, FindingSeverity
from muhatap.privacy.operations import audits, breach_telling, breaches, processing

_DAY, _HOUR, _MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


def make_standing(brand: Brand, staff: dict[str, Staff], at: datetime) -> None:
    """Two incidents that are over, maintenance to come, two audits, an exercise of a breach."""
    Watch.objects.create(brand=brand, began_at=at - 89 * _DAY, seen_at=at)
    mert = Actor.staff(staff["mert@nehir.example"].pk)
    _incidents(brand, mert, at)
    _audits(brand, staff, at)
    _exercise(brand, staff, at)
    processing.record_processing(brand=brand, by=Actor.system("registers"), at=at)


def _incidents(brand: Brand, by: Actor, at: datetime) -> None:
    began = at.replace(hour=8, minute=40, second=0, microsecond=0) - 12 * _DAY
    line = incidents.NewIncident(
        sort=Sort.TROUBLE,
        components=["phone"],
        effect=Effect.CLOSED,
        titles={"tr": "Telefon hattımız kesikti", "en": "Our telephone line was down"},
        texts={
            "tr": "Arayanlar meşgul sesi duyuyor. Santral sağlayıcımızla görüşüyoruz; yarım saat içinde yine"
            " yazarız. Sohbet ve form çalışıyor.",
            "en": "Callers hear the busy tone. We are talking to our provider and write again within half an"
            " hour. Chat and form work.",
        },
        begins_at=began,
    )
    row = incidents.open_incident(brand=brand, new=line, by=by, at=began + 6 * _MINUTE)
    steps = (
        (31, State.IDENTIFIED, Effect.CLOSED, "Sağlayıcının bir hattı koptu, yedeğe geçiliyor.",
         "A line of the provider broke; it is moving to the spare one."),
        (53, State.MONITORING, Effect.SLOW, "Hatlar açık, bekleme biraz uzun. İzliyoruz.",
         "The lines are open, waiting is a little longer. We are watching."),
        (110, State.RESOLVED, Effect.NONE, "Bekleme olağan süresine döndü. Arayamadığınız için özür dileriz.",
         "Waiting is back to usual. We are sorry that you could not call."),
    )  # fmt: skip
    for minutes, state, effect, turkish, english in steps:
        moment = began + minutes * _MINUTE
        said = incidents.Update(
            state=state, effect=effect, texts={"tr": turkish, "en": english}, holds_at=moment
        )
        incidents.update_incident(incident=row, update=said, by=by, at=moment)
    _mail(brand, by, at)
    starts = at.replace(hour=23, minute=0, second=0, microsecond=0) + 3 * _DAY
    planned = incidents.NewIncident(
        sort=Sort.MAINTENANCE,
        components=["portal", "help_centre", "web_form"],
        effect=Effect.CLOSED,
        titles={"tr": "Gece bakımı: yeni sürüm", "en": "Maintenance at night: a new version"},
        texts={
            "tr": "Bu iki saatte portal açılmaz. E-posta ve telefon çalışır; yazdıklarınız kaybolmaz.",
            "en": "The portal does not open in these two hours. E-mail and telephone work; nothing is lost.",
        },
        begins_at=starts,
        until_at=starts + 2 * _HOUR,
    )
    incidents.open_incident(brand=brand, new=planned, by=by, at=at - 2 * _HOUR)


def _mail(brand: Brand, by: Actor, at: datetime) -> None:
    began = at.replace(hour=11, minute=5, second=0, microsecond=0) - 37 * _DAY
    slow = incidents.NewIncident(
        sort=Sort.TROUBLE,
        components=["email"],
        effect=Effect.SLOW,
        titles={"tr": "E-postalar gecikti", "en": "E-mail was late"},
        texts={
            "tr": "Yanıtlarımız bir saate kadar geç çıkıyor. Hiçbiri kaybolmadı.",
            "en": "Our replies leave up to an hour late. None is lost.",
        },
        begins_at=began,
    )
    row = incidents.open_incident(brand=brand, new=slow, by=by, at=began + 20 * _MINUTE)
    ended = began + 5 * _HOUR
    said = incidents.Update(
        state=State.RESOLVED,
        effect=Effect.NONE,
        texts={"tr": "Bekleyen bütün yanıtlar çıktı.", "en": "All replies that waited have left."},
        holds_at=ended,
    )
    incidents.update_incident(incident=row, update=said, by=by, at=ended)


def _audits(brand: Brand, staff: dict[str, Staff], at: datetime) -> None:
    pelin, arda = staff["pelin@nehir.example"], staff["arda@nehir.example"]
    by, today = Actor.staff(pelin.pk), at.date()
    penetration = audits.PlannedAudit(
        kind=AuditKind.PENETRATION,
        title="Sızma testi: portal ve masa",
        scope="Portal, masa, API ve sohbet penceresi; sosyal mühendislik kapsam dışı.",
        auditor="Kale Bilişim Güvenliği Ltd. Şti. (örnek)",
        owner=arda,
        planned_on=today - 40 * _DAY,
        every_months=6,
    )
    row = audits.plan_audit(brand=brand, plan=penetration, by=by, at=at - 60 * _DAY)
    audits.hold_audit(audit=row, held_on=today - 38 * _DAY, by=by, at=at - 37 * _DAY)
    mended = audits.note_finding(
        audit=row, title="Eski bir alt alan adı açık kalmış", severity=FindingSeverity.MEDIUM, owner=arda,
        due_on=today - 20 * _DAY, by=by, at=at - 37 * _DAY,
    )  # fmt: skip
    audits.mend_finding(
        finding=mended,
        evidence="Alan adı kaldırıldı, DNS kaydının çıktısı 4. ekte.",
        by=Actor.staff(arda.pk),
        at=at - 25 * _DAY,
    )
    audits.note_finding(
        audit=row, title="Yedek anahtarının parolası tek kişide", severity=FindingSeverity.HIGH, owner=arda,
        due_on=today + 9 * _DAY, by=by, at=at - 37 * _DAY,
    )  # fmt: skip
    access = audits.PlannedAudit(
        kind=AuditKind.ACCESS,
        title="Yetki gözden geçirmesi",
        scope="Bütün roller, anahtarlar ve son altı ayın erişim defteri.",
        auditor="Nehir İç Denetim",
        owner=pelin,
        planned_on=today - 90 * _DAY,
    )
    done = audits.plan_audit(brand=brand, plan=access, by=by, at=at - 120 * _DAY)
    audits.hold_audit(audit=done, held_on=today - 88 * _DAY, by=by, at=at - 88 * _DAY)
    audits.close_audit(
        audit=done,
        evidence="Tutanak 2026/3; iki eski yetki alındı.",
        is_public=True,
        by=by,
        at=at - 80 * _DAY,
    )


def _exercise(brand: Brand, staff: dict[str, Staff], at: datetime) -> None:
    pelin = staff["pelin@nehir.example"]
    by, second = Actor.staff(pelin.pk), Actor.staff(staff["arda@nehir.example"].pk)
    began = at - 2 * _DAY
    breach = breaches.suspect_breach(
        brand=brand,
        title="Tatbikat: yanlış kişiye giden dışa aktarım",
        found_at=began,
        found_how="Bir temsilci bildirdi",
        is_exercise=True,
        by=by,
        at=began + 4 * _MINUTE,
    )
    breaches.say_aware(breach=breach, aware_at=began + 30 * _MINUTE, by=by, at=began + 35 * _MINUTE)
    breaches.confirm_awareness(breach=breach, by=second, at=began + 50 * _MINUTE)
    known = breaches.Description(
        title="Tatbikat: yanlış kişiye giden dışa aktarım",
        what="Tatbikat senaryosu: 40 kişilik bir liste e-postayla yanlış bir iş ortağına gitti.",
        found_how="Bir temsilci bildirdi",
        harmed=("confidentiality",),
        categories=("contact", "correspondence"),
        people_groups="Ödeme müşterileri",
        people_count=40,
        records_count=40,
        counts_are_final=True,
        consequences="Listedeki kişiler tanımadıkları birinden e-posta alabilir.",
        measures="Alıcının dosyayı sildiği yazılı alındı. Dışa aktarım iki kişiye bağlandı.",
        advice="Tanımadığınız adresten gelen bağlantıları açmayın.",
        contact="Veri sorumlumuz Pelin Ateş, veri@nehir.example.",
        countries=("TR",),
        likelihood=2,
        severity=2,
    )
    moment = began + 3 * _HOUR
    row = breaches.describe_breach(breach=breach, known=known, by=by, at=moment)
    breach_telling.tell_authority(
        breach=row,
        text=authority_letter(row, "tr", pelin.name),
        language="tr",
        reference="Tatbikat, gönderilmedi",
        late_because="",
        signer=pelin,
        by=by,
        at=began + 20 * _HOUR,
    )
