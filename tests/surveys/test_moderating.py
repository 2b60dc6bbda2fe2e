"""Who may publish what, and what two people agree on."""

from datetime import timedelta

import pytest

from muhatap.approvals import operations as approvals
from muhatap.audit.models import Event
from muhatap.cases import operations as cases
from muhatap.cases.models import Message
from muhatap.channels.models import Delivery
from muhatap.kernel.actors import Actor
from muhatap.surveys import operations as surveys
from muhatap.surveys.models import SaidAndDone, SurveyAnswer
from muhatap.surveys.publishing import AddsWords
from muhatap.surveys.queries import public_comments, public_deeds
from tests.surveys.conftest import STAFF, closed_case
from tests.world import NOON, load

LATER = NOON + timedelta(hours=3)


@pytest.fixture
def people(asking):
    return {name: Actor.staff(member.pk) for name, member in asking.staff.items()}


@pytest.fixture
def comment(asking):
    """A comment that may be published, about a case that Deniz had."""
    case = closed_case(asking)
    cases.assign(case=case, owner=asking.staff["deniz"], by=STAFF, at=NOON)
    told = surveys.Answer(score=4, comment="Deniz hızlıydı.", may_publish=True)
    return surveys.answer_survey(
        case=load(case.id), answer=told, by=Actor.customer(case.customer_id), at=LATER
    )


def test_published_only_with_leave_by_somebody_else_and_as_a_cut(comment, people):
    with pytest.raises(surveys.OwnWork):
        surveys.publish_comment(answer=comment, text="[…] hızlıydı.", reply="", by=people["deniz"], at=LATER)
    with pytest.raises(AddsWords):
        surveys.publish_comment(answer=comment, text="Çok iyiydi.", reply="", by=people["mert"], at=LATER)
    with pytest.raises(AddsWords):
        surveys.publish_comment(
            answer=comment, text="[…] hızlıydı.", reply="Erfunden", by=people["mert"], at=LATER
        )
    surveys.publish_comment(answer=comment, text="[…] hızlıydı.", reply="", by=people["mert"], at=LATER)
    assert [each.published_text for each in public_comments(comment.brand, 5)] == ["[…] hızlıydı."]
    surveys.keep_inside(answer=comment, reason="Kim olduğu belli", by=people["pelin"], at=LATER)
    assert public_comments(comment.brand, 5) == []
    kinds = [each.kind for each in Event.objects.filter(stream_id=comment.case_id).order_by("seq")]
    assert kinds[-2:] == ["survey.comment_published", "survey.comment_kept_inside"]


def test_without_leave_nothing_is_published(comment, people):
    SurveyAnswer.objects.filter(id=comment.id).update(may_publish=False)
    with pytest.raises(surveys.NoLeave):
        surveys.publish_comment(answer=comment, text="Deniz hızlıydı.", reply="", by=people["mert"], at=LATER)


def test_a_reply_goes_to_the_customer_once_and_the_case_stays_closed(comment, people):
    surveys.reply_to_comment(answer=comment, text="Teşekkürler.", by=people["deniz"], at=LATER)
    message = Message.objects.get(case_id=comment.case_id, external_id=f"comment-reply:{comment.id}")
    assert Delivery.objects.filter(message=message, recipient="elif@posta.example").exists()
    assert load(comment.case_id).is_open is False
    with pytest.raises(surveys.RepliedAlready):
        surveys.reply_to_comment(answer=comment, text="Yine", by=people["selin"], at=LATER)
    with pytest.raises(surveys.NothingSaid):
        surveys.reply_to_comment(answer=comment, text="  ", by=people["selin"], at=LATER)


def write(asking, by):
    return surveys.write_deed(
        brand=asking.brand,
        said={"tr": "Geç yanıt", "en": "Late"},
        done={"tr": "Ekip büyüdü", "en": "More people"},
        done_on=NOON.date(),
        by=by,
        at=NOON,
    )


def test_a_deed_is_public_after_a_second_persons_yes_and_not_its_writers(asking, people):
    entry = write(asking, people["mert"])
    assert public_deeds(asking.brand) == []
    with pytest.raises(approvals.SamePerson):
        surveys.agree_deed(entry=entry, by=people["mert"], at=LATER)
    surveys.agree_deed(entry=SaidAndDone.objects.get(id=entry.id), by=people["pelin"], at=LATER)
    assert [each.id for each in public_deeds(asking.brand)] == [entry.id]
    with pytest.raises(approvals.DecidedAlready):
        surveys.agree_deed(entry=SaidAndDone.objects.get(id=entry.id), by=people["arda"], at=LATER)
    surveys.withdraw_deed(entry=entry, reason="Yanlış gün", by=people["mert"], at=LATER)
    assert public_deeds(asking.brand) == []


def test_what_was_changed_behind_the_second_person_is_not_published(asking, people):
    entry = write(asking, people["mert"])
    SaidAndDone.objects.filter(id=entry.id).update(done={"tr": "Başka", "en": "Other"})
    with pytest.raises(approvals.DecidedAlready):
        surveys.agree_deed(entry=SaidAndDone.objects.get(id=entry.id), by=people["pelin"], at=LATER)
    assert public_deeds(asking.brand) == []


def test_a_deed_is_written_in_every_language(asking, people):
    with pytest.raises(surveys.NothingSaid):
        surveys.write_deed(
            brand=asking.brand,
            said={"tr": "Geç"},
            done={"tr": "Büyüdü"},
            done_on=NOON.date(),
            by=people["mert"],
            at=NOON,
        )


def behind(asking, people, comment):
    entry = surveys.write_deed(
        brand=asking.brand,
        said={"tr": "Geç yanıt", "en": "Late"},
        done={"tr": "Ekip büyüdü", "en": "More people"},
        done_on=NOON.date(),
        source="I-7",
        voices=[comment.id, comment.id, 1],
        by=people["mert"],
        at=NOON,
    )
    assert [each.answer_id for each in entry.voices.all()] == [comment.id]
    assert not Message.objects.filter(external_id__startswith="survey:deed").exists()
    surveys.agree_deed(entry=entry, by=people["pelin"], at=LATER)
    return SaidAndDone.objects.get(id=entry.id)


def test_whoever_gave_the_feedback_is_told_once_when_it_is_public(asking, people, comment):
    entry = behind(asking, people, comment)
    letter = Message.objects.get(external_id__startswith="survey:deed")
    assert letter.case_id == comment.case_id
    assert "Ekip büyüdü" in letter.text
    assert Delivery.objects.filter(message=letter, recipient="elif@posta.example").exists()
    assert surveys.tell_voices(entry=entry, by=people["pelin"], at=LATER) == 0
    assert Message.objects.filter(external_id__startswith="survey:deed").count() == 1
    assert load(comment.case_id).is_open is False


def test_whoever_wants_no_surveys_is_not_told_and_the_log_says_why(asking, people, comment):
    customer = load(comment.case_id).customer
    customer.preferences = {**customer.preferences, "survey": False}
    customer.save(update_fields=["preferences"])
    entry = behind(asking, people, comment)
    voice = entry.voices.get()
    assert (voice.message, voice.why, voice.told_at) == (None, "declined", LATER)
    assert not Message.objects.filter(external_id__startswith="survey:deed").exists()
