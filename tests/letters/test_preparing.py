"""Letters that are prepared when their moment comes: sent by a person, refusals by two, none by itself."""

from datetime import date
from io import BytesIO

import pypdf
import pytest

from muhatap.approvals import operations as approvals
from muhatap.cases import operations as cases
from muhatap.cases.milestones import MilestoneName
from muhatap.cases.models import Message
from muhatap.files.disk import read_file
from muhatap.kernel.actors import Actor
from muhatap.letters import operations as letters
from muhatap.letters import papers
from muhatap.letters.case_letters import written_case_letter
from muhatap.letters.linting import Sort
from muhatap.letters.models import PreparedLetter
from muhatap.letters.paper import NoPaper
from muhatap.letters.queries import letters_waiting, prepared_of
from muhatap.letters.reactions import OF_MILESTONE
from tests.complaints.telling import hours, relayed
from tests.world import make_case

REASON = "Para 12 Kasım günü banka hesabınıza ulaştı; banka bunu yazıyla doğruladı."
WHOLE = {
    Sort.REF_REFUSE: {"reason": REASON},
    Sort.REF_APPROVE: {"amount": "850.00 TRY", "pay_by": "2026-12-02"},
    Sort.DSR_REFUSE: {"reason": REASON},
    Sort.SENSITIVE: {"channel": "sosyal medya"},
    Sort.BREACH_TOLD: {
        "breach.what": "Bir dosya 12 Kasım günü yanlış kişiye gitti.",
        "breach.effect": "Tanımadığınız kişiler size yazabilir.",
        "breach.done": "Dosyayı sildirdik ve yolu kapattık.",
        "breach.advice": "Tanımadığınız bağlantıları açmayın.",
        "breach.contact": "Veri sorumlumuz Nil Acar.",
    },
}


def by(world, login: str) -> Actor:
    return Actor.staff(world.staff[login].pk)


def prepared(case, sort: Sort, world, key: str = "k") -> PreparedLetter:
    text = written_case_letter(case, sort, WHOLE[sort], signer=world.staff["deniz"].name, at=hours(1))
    new = letters.NewLetter(sort=sort, text=text, because="by_hand", key=key, told=WHOLE[sort])
    return letters.prepare_letter(case=case, new=new, by=by(world, "deniz"), at=hours(1))


def send(letter, world, login="deniz", text=None):
    return letters.send_letter(
        letter=letter,
        text=letter.text if text is None else text,
        signer=world.staff[login],
        by=by(world, login),
        at=hours(2),
    )


def sent_to(case) -> int:
    return Message.objects.filter(case=case, author="staff").count()


def test_one_person_sends_what_refuses_nothing(world):
    case = make_case(world)
    letter = prepared(case, Sort.REF_APPROVE, world)
    assert not letter.needs_second
    assert sent_to(case) == 0
    message = send(letter, world)
    assert (message.text, message.staff) == (letter.text, world.staff["deniz"])
    with pytest.raises(letters.LetterOver):
        send(letter, world)
    assert sent_to(case) == 1


@pytest.mark.parametrize("sort", [Sort.DSR_REFUSE, Sort.BREACH_TOLD, Sort.REF_REFUSE])
def test_what_refuses_is_sent_by_two(world, sort):
    world.brand.legal = {**world.brand.legal, "regulated": True}
    world.brand.save()
    case = make_case(world)
    letter = prepared(case, sort, world)
    assert letter.needs_second
    with pytest.raises(letters.NeedsAnother):
        send(letter, world)
    proposal = letters.ask_to_send(
        letter=letter, text=letter.text, signer=world.staff["deniz"], by=by(world, "deniz"), at=hours(2)
    )
    agree = {"letter": letter, "proposal": proposal, "at": hours(3)}
    with pytest.raises(approvals.SamePerson):
        letters.agree_to_send(**agree, by=by(world, "deniz"))
    assert sent_to(case) == 0
    message = letters.agree_to_send(**agree, by=by(world, "mert"))
    assert message.staff == world.staff["deniz"]
    after = PreparedLetter.objects.get(id=letter.id)
    assert (after.agreed_by, after.message) == (world.staff["mert"], message)


def test_a_payment_is_refused_by_one_where_nobody_is_at_risk_and_by_two_where_somebody_may_be(world):
    case = make_case(world)
    assert not prepared(case, Sort.REF_REFUSE, world).needs_second
    case.fields = {"support_need": "bereavement"}
    case.save()
    assert prepared(case, Sort.REF_REFUSE, world, key="again").needs_second


def test_a_letter_that_owes_something_does_not_leave(world):
    case = make_case(world)
    letter = prepared(case, Sort.REF_REFUSE, world)
    for text in (letter.text.replace(REASON, ""), letter.text.replace("itiraz", "").replace("İtiraz", "")):
        with pytest.raises(letters.LetterFlawed):
            send(letter, world, text=text)
    assert sent_to(case) == 0
    send(letter, world)
    assert sent_to(case) == 1


def test_who_does_not_agree_gives_it_back_and_it_can_be_written_anew(world):
    case = make_case(world)
    letter = prepared(case, Sort.DSR_REFUSE, world)
    ask = {"letter": letter, "text": letter.text, "signer": world.staff["deniz"], "by": by(world, "deniz")}
    proposal = letters.ask_to_send(**ask, at=hours(2))
    told = {"letter": letter, "told": {"reason": REASON}, "text": "x", "by": by(world, "deniz")}
    for refused in (
        lambda: letters.retell(**told, at=hours(3)),
        lambda: letters.put_aside(letter=letter, reason="x", by=by(world, "deniz"), at=hours(3)),
    ):
        with pytest.raises(letters.NeedsAnother):
            refused()
    known = {"letter": letter, "proposal": proposal, "at": hours(3)}
    letters.keep_back(**known, reason="Gerekçe yetmiyor", by=by(world, "mert"))
    with pytest.raises(letters.LetterOver):
        letters.agree_to_send(**known, by=by(world, "pelin"))
    letters.retell(**told, at=hours(4))
    letters.put_aside(letter=letter, reason="Gerek kalmadı", by=by(world, "deniz"), at=hours(5))
    assert prepared_of(case) == []
    assert sent_to(case) == 0


def test_a_moment_prepares_its_letter_once(world):
    case = make_case(world)
    assert prepared(case, Sort.REF_APPROVE, world) is not None
    assert prepared(case, Sort.REF_APPROVE, world) is None
    assert len(prepared_of(case)) == 1


MOMENTS = {
    MilestoneName.REFUND_APPROVED: (),
    MilestoneName.REFUND_REFUSED: (),
    MilestoneName.REFUND_PAID: (MilestoneName.REFUND_APPROVED,),
    MilestoneName.DATA_COMPLAINT_ACKNOWLEDGED: (),
    MilestoneName.BREACH_NOTICED: (),
    MilestoneName.AUTHORITY_TOLD: (MilestoneName.BREACH_NOTICED,),
}


@pytest.mark.parametrize("name", OF_MILESTONE)
def test_every_stage_with_a_letter_prepares_it_and_sends_nothing(world, name):
    case = make_case(world)
    for each in (*MOMENTS[name], name):
        cases.reach_milestone(case=case, name=each, reached_at=hours(1), by=by(world, "deniz"), at=hours(1))
    relayed(at=hours(1))
    letter = letters_waiting(case, OF_MILESTONE[name])[0]
    assert (letter.because, letter.ended_at) == (name, None)
    assert sent_to(case) == 0


def test_what_was_paid_is_told_with_the_sum_that_was_approved(world):
    case = make_case(world)
    send(prepared(case, Sort.REF_APPROVE, world), world)
    for name, at in ((MilestoneName.REFUND_APPROVED, hours(2)), (MilestoneName.REFUND_PAID, hours(3))):
        cases.reach_milestone(
            case=case, name=name, reached_at=at, reference="EFT-42", by=by(world, "deniz"), at=at
        )
    relayed(at=hours(3))
    # The approval was told already, so only the payment waits.
    (letter,) = prepared_of(case)
    assert (letter.sort, letter.told["amount"]) == (Sort.REF_PAID, "850.00 TRY")
    assert "EFT-42" in letter.text
    assert date.fromisoformat(letter.told["pay_by"]) == hours(3).date()


def test_a_letter_that_went_has_its_pdf_with_title_and_language(world, settings):
    settings.MUHATAP_PAPER = True
    case = make_case(world)
    message = send(prepared(case, Sort.REF_APPROVE, world), world)
    file = message.attachments.get().file
    found = pypdf.PdfReader(BytesIO(read_file(stored=file)))
    assert file.name == f"{case.number}-{hours(2):%Y-%m-%d}.pdf"
    assert found.metadata.title == f"{case.brand.name} · {case.number}"
    catalogue = found.trailer["/Root"]
    assert (catalogue["/Lang"], bool(catalogue["/MarkInfo"]["/Marked"])) == (case.language, True)


def test_an_own_paper_is_no_reason_not_to_send(world, settings, monkeypatch):
    def none(*_):
        raise NoPaper("not_here")

    settings.MUHATAP_PAPER = True
    monkeypatch.setattr(papers, "as_pdf", none)
    message = send(prepared(make_case(world), Sort.REF_APPROVE, world), world)
    assert not message.attachments.exists()
