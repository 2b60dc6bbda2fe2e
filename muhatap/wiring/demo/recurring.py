"""Two problems of the demo: one that customers read of, and one whose fix is watched."""

from datetime import datetime, timedelta

from muhatap.accounts.models import Staff
from muhatap.brands.models import Brand
from muhatap.cases.models import Case
from muhatap.kernel.actors import Actor
from muhatap.problems import operations as problems
from muhatap.problems.states import How, State

_CODES = problems.Words(
    titles={"tr": "Giriş kodu SMS ile geç geliyor", "en": "The sign-in code arrives late by text message"},
    texts={
        "tr": "Bazı hatlarda giriş kodu 10 dakikaya kadar gecikiyor ya da ERR-1042 yazısı çıkıyor. "
        "Hesabınıza ve paranıza bir şey olmaz.",
        "en": "On some lines the sign-in code takes up to 10 minutes, or ERR-1042 is shown. "
        "Your account and your money are safe.",
    },
    meanwhile={
        "tr": "Kodu uygulamadaki bildirimden alın ya da 10 dakika sonra yeniden isteyin. "
        "Kodu kimseye söylemeyin.",
        "en": "Take the code from the notice in the app, or ask for it again after 10 minutes. "
        "Tell it to nobody.",
    },
    article="/nehir/new/ACC-LOGIN/",
)


def make_problems(brand: Brand, staff: dict[str, Staff], at: datetime) -> None:
    """Write both down with the cases of the stories that they stand behind."""
    mert, pelin = staff["mert@nehir.example"], staff["pelin@nehir.example"]
    _codes(brand, mert, at)
    _pool(brand, mert, pelin, at)


def _codes(brand: Brand, owner: Staff, at: datetime) -> None:
    by = Actor.staff(owner.pk)
    known = problems.Description(
        title="SMS sağlayıcısında kuyruk: giriş kodları gecikiyor",
        titles=_CODES.titles,
        owner=owner,
        severity=2,
        provider="Kanat SMS",
        error_code="ERR-1042",
        topics=("ACC-LOGIN", "TECH"),
        root_cause="Sağlayıcının iki hattından biri doldu; mesajlar sırada bekliyor.",
        workaround="Kodu uygulama bildiriminden almasını söyleyin.",
    )
    began = at - timedelta(days=2)
    problem = problems.open_problem(brand=brand, known=known, by=by, at=began)
    problems.move(problem=problem, to=State.CONFIRMED, by=by, at=began + timedelta(hours=1))
    problems.publish_issue(problem=problem, words=_CODES, by=by, at=began + timedelta(hours=2))
    problems.move(problem=problem, to=State.FIX_IN_HAND, by=by, at=began + timedelta(hours=20))
    found = Case.objects.filter(brand=brand, topic__code__in=("ACC-LOGIN", "TECH"), received_at__lt=at)
    for case in found.select_related("brand", "customer").order_by("id"):
        moment = max(case.received_at, began) + timedelta(minutes=9)
        problems.tie(problem=problem, case=case, how=How.AGENT, by=by, at=min(moment, at))


def _pool(brand: Brand, owner: Staff, decides: Staff, at: datetime) -> None:
    by, began = Actor.staff(owner.pk), at - timedelta(days=20)
    known = problems.Description(
        title="Havale havuzunda bekleyen çekimler",
        titles={"tr": "Para çekme havalede bekliyor", "en": "Withdrawals wait with the bank"},
        owner=owner,
        severity=2,
        provider="Aracı kuruluş",
        topics=("PAY-WD",),
        root_cause="Aracı kuruluş akşam dosyasını iki kez reddetti; tutarlar havuzda kaldı.",
        workaround="İşlem kimliği ile havuzu elle sorun, tutarı bildirin.",
        fix="Dosya her saat gönderiliyor; reddedilen satır aynı gün elle işleniyor.",
        fixed_on=(at - timedelta(days=1)).date(),
    )
    problem = problems.open_problem(brand=brand, known=known, by=by, at=began)
    problems.move(
        problem=problem, to=State.CONFIRMED, by=Actor.staff(decides.pk), at=began + timedelta(hours=3)
    )
    found = Case.objects.filter(brand=brand, topic__code="PAY-WD", received_at__lt=at - timedelta(days=2))
    for case in found.select_related("brand", "customer").order_by("id"):
        problems.tie(
            problem=problem, case=case, how=How.AGENT, by=by, at=case.received_at + timedelta(hours=1)
        )
    fixed = at - timedelta(days=1)
    problems.move(problem=problem, to=State.FIXED, by=by, at=fixed)
    problems.move(
        problem=problem, to=State.WATCHED, by=Actor.system("problems"), at=fixed + timedelta(minutes=1)
    )
