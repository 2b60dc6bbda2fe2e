"""Stored scripts: through every door they come in, on no page they run."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from muhatap.cases.models import Case
from tests.attacks.conftest import MARKUPS, SCRIPT, come_in, live_markup
from tests.channels.email import post
from tests.portal.conftest import PNG, begin, good_answers
from tests.world import make_case

pytestmark = pytest.mark.django_db
ALL = " ".join(MARKUPS)
DESK_PAGES = ("/desk/", "/desk/cases/{number}/", "/desk/cases/{number}/?part=timeline", "/desk/?part=list")


def clean_everywhere(desk, number: str) -> None:
    for path in DESK_PAGES:
        answer = desk.get(path.format(number=number))
        assert answer.status_code == 200, path
        assert live_markup(answer.content.decode()) == [], path


@pytest.mark.parametrize("markup", MARKUPS)
def test_a_letter_with_scripts_in_every_part(shop, sign_in, client, markup):
    box = post.mailbox(shop.brand)
    line = markup.replace('"', "'")
    raw = post.mail(
        sender=f'"{line}" <kotu@x.example>',
        subject=markup,
        text=markup,
        files=((f"{line}.png", PNG),),
    )
    item = post.bring(box, raw, timezone.now())
    assert item.case is not None
    case = Case.objects.select_related("brand").get(id=item.case_id)
    clean_everywhere(sign_in("pelin"), case.number)
    page = come_in(client, case).get(f"/nehir/cases/{case.number}/").content.decode()
    assert live_markup(page) == []


def test_an_html_letter_is_never_shown_as_it_came(shop, sign_in):
    html = (
        f"<p>merhaba</p>{ALL}<svg><animate onbegin=alert(1)></svg><iframe srcdoc='{SCRIPT}'></iframe>"
        "<math><mtext><mglyph><style><img src onerror=alert(1)></style></mglyph></mtext></math>"
        "<form action=//x.example><button formaction=javascript:alert(1)>x</button></form><base href=//x>"
        "<style>@import '//x'</style><link rel=stylesheet href=//x><meta http-equiv=refresh content='0;//x'>"
    )
    raw = (
        b"From: a@x.example\r\nTo: destek@nehir.example\r\nSubject: x\r\nMessage-ID: <h1@x.example>\r\n"
        b"Content-Type: text/html; charset=utf-8\r\n\r\n" + html.encode()
    )
    item = post.bring(post.mailbox(shop.brand), raw, timezone.now())
    clean_everywhere(sign_in("pelin"), item.case.number)
    kept = item.case.messages.get(author="customer").html.lower()
    for word in (
        "<script",
        "<svg",
        "<iframe",
        "<form",
        "<base",
        "<style",
        "<link",
        "<meta",
        "onerror",
        "javascript:",
    ):
        assert word not in kept


@pytest.mark.parametrize("markup", MARKUPS)
def test_a_form_with_scripts_in_every_field(shop, visitor, sign_in, markup):
    place = begin(visitor)
    typed = dict.fromkeys(("what", "wanted", "contact_name", "file-view-reason"), markup)
    wrong = visitor.post(place, good_answers(**typed, contact_email=markup, transaction_id=markup))
    assert wrong.status_code == 422
    assert live_markup(wrong.content.decode()) == []
    answer = visitor.post(place, good_answers(**typed, **{"payments-0-payee": markup, "payments-rows": "1"}))
    assert answer.status_code == 303, answer.content.decode()[:3000]
    assert live_markup(visitor.get(f"{place}review/").content.decode()) == []
    visitor.post(f"{place}review/", {"person": "1"})
    done = visitor.get(f"{place}done/")
    assert done.status_code == 200
    assert live_markup(done.content.decode()) == []
    case = Case.objects.latest("id")
    assert live_markup(visitor.get(f"/nehir/cases/{case.number}/").content.decode()) == []
    clean_everywhere(sign_in("pelin"), case.number)


@pytest.mark.parametrize("markup", MARKUPS)
def test_a_program_with_scripts_in_every_value(program, asking_world, sign_in, client, markup):
    answer = program.open(
        {
            "brand": "nehir",
            "topic": "ACC-LOGIN",
            "subject": markup,
            "text": markup,
            "customer": {"name": markup, "email": "a@x.example"},
            "fields": {},
        }
    )
    assert answer.status == 201, answer.data
    case = Case.objects.select_related("brand").get(number=answer.json["number"])
    clean_everywhere(sign_in("pelin"), case.number)
    page = come_in(client, case).get(f"/nehir/cases/{case.number}/").content.decode()
    assert live_markup(page) == []


def test_texts_of_the_charter_are_text(shop, visitor, sign_in):
    brand, topic = shop.brand, shop.topics["PAY-WD"]
    said = {"tr": ALL, "en": ALL}
    brand.name, brand.legal = ALL[:100], {"name": ALL, "address": ALL, "regulated": False}
    brand.notices = {
        **brand.notices,
        "purpose": said,
        "policy": {"version": ALL, "url": "javascript:alert(1)"},
    }
    brand.survey = {"question": said, "comment": said}
    brand.contact = {"email": ALL, "phone": ALL}
    brand.channels = {
        "web_form": {"name": said, "calendar": "office", "best_for": said, "checklist": [said]},
        "x": {"name": said, "calendar": "office", "address": "javascript:alert(1)"},
    }
    brand.save()
    topic.names = topic.descriptions = said
    topic.quick_fixes = [{"text": said, "link": "javascript:alert(1)"}]
    topic.ready, topic.fields = [said], [{**each, "label": said, "help": said} for each in topic.fields]
    topic.save()
    case = make_case(shop, at=timezone.now())
    place = begin(visitor)
    pages = ["/nehir/", "/nehir/contact/", "/nehir/privacy/", "/nehir/new/PAY-WD/", place, "/nehir/track/"]
    for path in pages:
        answer = visitor.get(path)
        assert answer.status_code == 200, path
        assert live_markup(answer.content.decode()) == [], path
    clean_everywhere(sign_in("pelin"), case.number)


@pytest.mark.parametrize("markup", MARKUPS)
def test_what_an_address_carries_is_text(shop, visitor, sign_in, markup):
    desk = sign_in("pelin")
    for path in ("/nehir/", "/nehir/track/", "/nehir/new/PAY-WD/", "/staff/login/"):
        query = {"q": markup, "number": markup, "form": markup, "lang": markup, "next": markup}
        assert live_markup(visitor.get(path, query).content.decode()) == [], path
    for path in ("/desk/", "/desk/search/"):
        query = {
            "q": markup,
            "view": markup,
            "queue": markup,
            "channel": markup,
            "after": markup,
            "chosen": markup,
        }
        assert live_markup(desk.get(path, query).content.decode()) == [], path
    sent = visitor.post("/nehir/track/", {"number": markup, "secret": markup})
    asked = visitor.post("/nehir/track/link/", {"number": markup, "email": markup})
    assert live_markup(sent.content.decode() + asked.content.decode()) == []


@pytest.mark.parametrize("markup", MARKUPS)
def test_names_of_files(own_case, visitor, sign_in, markup):
    upload = SimpleUploadedFile("x.png", PNG)
    upload._name = f"{markup.replace('/', '')}.png"
    bad = SimpleUploadedFile("x.exe", b"MZ\x90\0" + b"\0" * 60)
    bad._name = f"{markup.replace('/', '')}.exe"
    visitor.post(
        f"/nehir/cases/{own_case.number}/reply/", {"text": "x", "token": "t", "files": [upload, bad]}
    )
    page = visitor.get(f"/nehir/cases/{own_case.number}/")
    assert live_markup(page.content.decode()) == []
    clean_everywhere(sign_in("pelin"), own_case.number)


@pytest.mark.parametrize("markup", MARKUPS)
def test_what_staff_write(own_case, visitor, sign_in, markup):
    desk = sign_in("pelin")
    place = f"/desk/cases/{own_case.number}/"
    for path, form in (
        ("reply/", {"text": markup, "seen": "9" * 18}),
        ("note/", {"text": markup}),
        ("draft/", {"text": markup, "author": "staff"}),
        ("next-step/", {"next_step": markup, "next_update_at": "2030-01-01T10:00"}),
        ("escalate/", {"words": markup}),
    ):
        assert desk.post(place + path, form).status_code in {200, 303}, path
    clean_everywhere(desk, own_case.number)
    assert live_markup(visitor.get(f"/nehir/cases/{own_case.number}/").content.decode()) == []
