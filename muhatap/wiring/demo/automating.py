"""What works by itself at the demo operator: rules, macros, routing; and tags and a task on its cases."""

from datetime import datetime, timedelta

from muhatap.accounts.models import Staff, Team
from muhatap.automation import operations as automation
from muhatap.automation.actions import DRAFT, Action, Do
from muhatap.automation.triggers import trigger_of
from muhatap.brands.models import Brand
from muhatap.cases import operations as cases
from muhatap.cases.models import Case
from muhatap.cases.work import evidence_of
from muhatap.customers.models import Customer
from muhatap.kernel.actors import Actor
from muhatap.routing import operations as routing
from muhatap.routing.rules import Strategy
from muhatap.topics.models import Queue

_DEMO = Actor.system("demo")
_WAITED = {
    "tr": "Sayın {{customer.name}}, {{case.number}} numaralı kaydınız için sizden yanıt bekliyoruz. "
    "Yanıtınız gelince kaldığımız yerden sürdürürüz; kaydınız kapanmadı.",
    "en": "Dear {{customer.name}}, we wait for your answer on case {{case.number}}. "
    "When it comes we go on where we were; your case is not closed.",
}
_RECEIPT = {
    "tr": "Sayın {{customer.name}}, işlemi bankada izleyebilmemiz için dekontu bu kayda ekler misiniz? "
    "Ekledikten sonra size iki saat içinde yazarız.",
    "en": "Dear {{customer.name}}, could you add the receipt to this case so that the bank can trace it? "
    "We write to you within two hours after that.",
}
_ASKED = {"tr": "Aracı kuruluşa soruldu; yanıt gelene dek müşteriye yeni söz verilmesin."}
_UNHAPPY = {"tr": "Müşteri memnun olmadığını yazdı: {{case.number}}"}
_NEAR = {"tr": "Sözün bitmesine iki saat kaldı: {{case.number}}"}
_RULES = (
    ("Para çekmeyi etiketle", "opened", 0, "topic:PAY-WD", (Action(Do.TAG, "para-çekme"),)),
    (
        "Memnun olmayanı öne al",
        "objected",
        0,
        "priority:<high",
        (Action(Do.PRIORITY, "2"), Action(Do.TELL, "supervisor", _UNHAPPY)),
    ),
    (
        "Sözün bitmesine iki saat kala haber ver",
        "before_promise_end",
        2,
        "is:open",
        (Action(Do.TELL, "owner", _NEAR),),
    ),
    (
        "Yanıt bekleyene hatırlat",
        "after_waiting",
        72,
        "status:waiting_customer",
        (Action(Do.LETTER, "", _WAITED),),
    ),
)
_MACROS = (
    ("Dekont iste", (Action(Do.TAG, "dekont"), Action(Do.REPLY, DRAFT, _RECEIPT))),
    (
        "Aracı kuruluşa soruldu",
        (
            Action(Do.TAG, "aracı-kuruluş"),
            Action(Do.NOTE, "", _ASKED),
            Action(Do.STATUS, "waiting_third_party"),
        ),
    ),
    ("Takım liderine", (Action(Do.PRIORITY, "2"), Action(Do.QUEUE, "leads"))),
)
_TAGS = {"PAY-WD": ("para-çekme", "aracı-kuruluş"), "ACC-LOGIN": ("sms-kodu",), "CORP": ("kurumsal",)}


def let_work_by_itself(brand: Brand, staff: dict[str, Staff], at: datetime) -> None:
    """Write rules and macros, switch routing on for two queues, and tag what came before."""
    mert, pelin = staff["mert@nehir.example"], staff["pelin@nehir.example"]
    for said in _RULES:
        _rule(brand, mert, pelin, said, at)
    for name, actions in _MACROS:
        content = automation.MacroContent(name=name, actions=actions, is_shared=True)
        by = Actor.staff(mert.pk)
        automation.write_macro(brand=brand, macro=None, content=content, staff=mert, by=by, at=at)
    _route(brand, staff, at)
    for code, tags in _TAGS.items():
        for case in Case.objects.filter(brand=brand, topic__code=code).select_related("customer"):
            cases.change_tags(case=case, add=tags, by=_DEMO, at=case.updated_at)
    _ask(brand, staff, at)


def _rule(brand: Brand, mert: Staff, pelin: Staff, said: tuple, at: datetime) -> None:
    name, when, hours, condition, actions = said
    content = automation.RuleContent(
        name=name, trigger=trigger_of(when, hours), condition=condition, actions=actions, stops=False
    )
    by = Actor.staff(mert.pk)
    rule = automation.write_rule(brand=brand, content=content, staff=mert, by=by, at=at)
    version = rule.versions.get(number=rule.newest)
    automation.preview_rule(rule=rule, version=version, staff=mert, by=by, at=at)
    try:
        automation.switch_on(rule=rule, staff=mert, by=by, at=at)
    except automation.NeedsSecondPerson:
        proposal = automation.propose_rule(rule=rule, reason="Bekleyenler unutulmasın", by=by, at=at)
        second = Actor.staff(pelin.pk)
        automation.approve_rule(rule=rule, proposal=proposal, staff=pelin, by=second, at=at)


def _route(brand: Brand, staff: dict[str, Staff], at: datetime) -> None:
    deniz, selin = staff["deniz@nehir.example"], staff["selin@nehir.example"]
    for code, strategy, minutes in (
        ("technical", Strategy.ROUND_ROBIN, 30),
        ("refunds", Strategy.LEAST_LOADED, 60),
    ):
        queue = Queue.objects.get(brand=brand, code=code)
        routing.set_queue(queue=queue, is_on=True, strategy=strategy, return_minutes=minutes, by=_DEMO, at=at)
    skill = routing.set_skill(
        brand=brand,
        code="app",
        names={"tr": "Mobil uygulama", "en": "Mobile app"},
        needed_by=(["TECH"], [], []),
        by=_DEMO,
        at=at,
    )
    begin = (at - timedelta(days=90)).date()
    routing.give_skill(
        skill=skill, staff=selin, valid_from=begin, valid_until=begin + timedelta(days=365), by=_DEMO, at=at
    )
    for person, points, languages in ((deniz, 12, ["tr", "en"]), (selin, 10, ["tr"])):
        routing.set_limits(
            staff=person, brand=brand, points=points, channels={}, languages=languages, by=_DEMO, at=at
        )
    firm = Customer.objects.filter(brand=brand, name__startswith="Kuzey").first()
    if firm is not None:
        routing.name_account_manager(customer=firm, staff=deniz, by=_DEMO, at=at)


def _ask(brand: Brand, staff: dict[str, Staff], at: datetime) -> None:
    case = Case.objects.filter(brand=brand, topic__code="PAY-DEP", is_open=True).order_by("id").first()
    if case is None:
        return
    deniz = staff["deniz@nehir.example"]
    new = cases.NewWork(
        team=Team.objects.get(brand=brand, code="payments"),
        owner=staff["fikret@nehir.example"],
        title="Havale bankaya ulaştı mı?",
        question="1.200 TL, havale iki gün önce. Bankanın ekstresinde görünüyorsa tarihini ve saatini yazın.",
        due_at=at + timedelta(hours=5),
        shown=evidence_of(case),
    )
    cases.give_work(case=case, new=new, by=Actor.staff(deniz.pk), at=at - timedelta(minutes=20))
