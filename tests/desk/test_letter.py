"""The page of an answer to a complaint: written from its decision, checked, sent when nothing is missing."""

import pytest
from django.utils import timezone

from muhatap.cases.models import Attachment, Message
from muhatap.complaints.answer_letter import written_letter
from muhatap.complaints.stages import Stage
from muhatap.letters import papers
from muhatap.letters.html import letter_page, letter_pieces
from muhatap.letters.paper import NoPaper
from tests.complaints import telling as tell
from tests.complaints.telling import fresh


def place(complaint) -> str:
    return f"/desk/cases/{complaint.case.number}/complaint/letter/"


def letter(complaint) -> str:
    return written_letter(fresh(complaint), signer="Mert Soylu", at=timezone.now())


class TestWriting:
    def test_it_begins_with_a_letter_that_passes(self, sign_in, world):
        complaint = tell.proposed(world)
        answer = sign_in("mert").get(place(complaint))
        said = answer.content.decode()
        assert answer.status_code == 200
        assert "Mert Soylu" in said
        assert 'value="send"' in said

    def test_findings_name_place_why_and_remedy_and_nothing_can_be_sent(self, sign_in, world):
        complaint = tell.proposed(world)
        text = letter(complaint).replace("2. Kimse aramadı", "") + "\n\nKart 4111 1111 1111 1111"
        for do, status in (("check", 200), ("send", 422)):
            answer = sign_in("mert").post(place(complaint), {"sort": "final", "text": text, "do": do})
            said = answer.content.decode()
            assert answer.status_code == status
            assert 'value="send"' not in said
            assert fresh(complaint).stage == Stage.PROPOSED

    def test_markup_is_shown_as_it_was_typed(self, sign_in, world):
        complaint = tell.proposed(world)
        answer = sign_in("mert").post(place(complaint), {"text": "<script>x()</script>", "do": "check"})
        assert "<script>x()" not in answer.content.decode()

    def test_who_may_not_answer_is_refused_and_strangers_find_nothing(self, sign_in, world):
        complaint = tell.proposed(world)
        assert sign_in("gul").get(place(complaint)).status_code == 403
        answer = sign_in("gul").post(place(complaint), {"do": "send", "text": letter(complaint)})
        assert answer.status_code == 403
        assert fresh(complaint).stage == Stage.PROPOSED


class TestSending:
    def test_a_whole_letter_leaves_with_the_stage(self, sign_in, world, settings, monkeypatch):
        settings.MUHATAP_PAPER = True
        monkeypatch.setattr(papers, "as_pdf", lambda *_: b"%PDF-1.7\n%%EOF\n")
        complaint = tell.proposed(world)
        answer = sign_in("mert").post(place(complaint), {"text": letter(complaint), "do": "send"})
        assert answer.status_code == 303
        after = fresh(complaint)
        sent = after.decisions.get().letter
        assert (after.stage, sent.staff) == (Stage.RESPONDED, world.staff["mert"])
        assert Attachment.objects.get(message=sent).file.content_type == "application/pdf"

    def test_without_a_pdf_it_leaves_and_the_reason_is_kept(self, sign_in, world, settings, monkeypatch):
        def none(*_):
            raise NoPaper("not_here")

        settings.MUHATAP_PAPER = True
        monkeypatch.setattr(papers, "as_pdf", none)
        complaint = tell.proposed(world)
        sign_in("mert").post(place(complaint), {"text": letter(complaint), "do": "send"})
        assert fresh(complaint).stage == Stage.RESPONDED
        assert Message.objects.filter(case=complaint.case, author="note", text="PDF: not_here").exists()

    def test_a_second_person_comes_first(self, sign_in, world):
        tell.regulated(world)
        complaint = tell.proposed(world, outcome="not_upheld", remedy="", is_owed=False)
        client = sign_in("mert")
        assert 'value="send"' not in client.get(place(complaint)).content.decode()
        answer = client.post(place(complaint), {"text": letter(complaint), "do": "send"})
        assert answer.status_code == 409
        assert fresh(complaint).stage == Stage.PROPOSED

    def test_it_is_sent_once(self, sign_in, world):
        complaint, client = tell.proposed(world), sign_in("mert")
        text = letter(complaint)
        assert client.post(place(complaint), {"text": text, "do": "send"}).status_code == 303
        count = Message.objects.filter(case=complaint.case).count()
        assert client.post(place(complaint), {"text": text, "do": "send"}).status_code == 422
        assert Message.objects.filter(case=complaint.case).count() == count

    @pytest.mark.parametrize(("day", "status"), [("2026-12-05", 303), ("", 422), ("soon", 422)])
    def test_a_late_answer_says_why_and_until_when(self, sign_in, world, day, status):
        complaint, client = tell.investigated(world), sign_in("mert")
        given = {"sort": "holding", "new_date": day, "why_late": "Bankanın kayıtlarını bekliyoruz."}
        page = client.post(place(complaint), {**given, "do": "anew"})
        text = page.context["written"].text if page.context else ""
        before = Message.objects.filter(case=complaint.case).count()
        answer = client.post(place(complaint), {**given, "text": text, "do": "send"})
        assert answer.status_code == status
        assert Message.objects.filter(case=complaint.case).count() == before + (status == 303)
        assert fresh(complaint).stage == Stage.INVESTIGATING


def test_a_page_has_headings_lists_and_nothing_unescaped():
    said = "".join(letter_pieces("Sayın <b>,\n\nKısaca\nBir.\nİki.\n\nYer\n\n- a\n- b"))
    assert said == (
        "<p>Sayın &lt;b&gt;,</p><h2>Kısaca</h2><p>Bir.<br>İki.</p><h2>Yer</h2><ul><li>a</li><li>b</li></ul>"
    )
    assert letter_page("x.", title="A<B", language="tr").startswith(b'<!doctype html><html lang="tr">')
