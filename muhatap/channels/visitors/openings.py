"""From what was sent to the opening of a chat: checked like the form, every trouble at once."""

from collections.abc import Mapping, Sequence
from typing import Any

from muhatap.channels.chat_hours import openness_of
from muhatap.channels.chat_marks import network_mark
from muhatap.channels.contract import Sender
from muhatap.channels.operations.chatting import Opening
from muhatap.channels.shown_notices import notices_shown
from muhatap.channels.visitors.asking import Answers, read_answers
from muhatap.channels.visitors.calls import Call, Refused
from muhatap.channels.visitors.words import trouble_words
from muhatap.kernel.identifiers import normal_email
from muhatap.kernel.text import clean
from muhatap.topics.answers import Trouble
from muhatap.topics.models import Topic
from muhatap.topics.queries import topic_in_force, topics_in_force

LIVE_CHAT = "live_chat"
_PLACE = ("page", "title", "device", "screen", "zone", "app", "os")
_LONGEST_PLACE = 300
_MOST_DRAFT = 40


def opening_of(call: Call, *, known: Sender | None = None, app_user: str = "") -> Opening:
    """What the visitor begins with; 422 with all troubles by input, 403 where the consent has changed.

    `known` is who the operator's server says she is: then nothing of herself is asked.
    """
    text = call.text("text", int((call.said.get("capabilities") or {}).get("longest_message") or 4000))
    topic = _topic(call)
    answers = read_answers(topic, _texts(call.sent.get("fields")), call.brand, call.language, call.at)
    is_open = openness_of(call.brand, call.said, call.at).is_open
    sender = known or Sender(name=call.text("name", 200), email=call.text("email", 254))
    troubles = list(answers.troubles) + _troubles(call, topic, text, sender, is_open, is_known=bool(known))
    if troubles:
        told = {each.name: trouble_words(each) for each in troubles}
        raise Refused(422, "troubles", troubles=told)
    return _opening(call, topic, text, sender, answers, is_open, app_user)


def _opening(
    call: Call, topic: Topic | None, text: str, sender: Sender, answers: Answers, is_open: bool, app_user: str
) -> Opening:
    may_see = bool(call.sent.get("may_see_place"))
    notices = notices_shown(call.brand.notices, call.language)
    return Opening(
        brand=call.brand,
        channel="in_app" if app_user else LIVE_CHAT,
        secret=call.secret(),
        client_id=call.name("client_id"),
        text=text,
        sender=sender,
        topic=topic.code if topic else "",
        language=call.language,
        fields=answers.values,
        sensitive=answers.sensitive,
        notices={**notices, "place_shown": may_see, "shown_at": call.at.isoformat()},
        files=call.files(),
        place=_place(call.sent.get("place"), may_see, bool(app_user)),
        draft=_draft(call.sent.get("draft")),
        network=network_mark(call.request.META.get("REMOTE_ADDR", "")),
        app_user=app_user,
        is_open=is_open,
        has_bot=is_open and call.around.has_bot(call.brand),
    )


def _troubles(
    call: Call, topic: Topic | None, text: str, sender: Sender, is_open: bool, *, is_known: bool
) -> list[Trouble]:
    found = []
    if len(text) < 2:
        found.append(Trouble("text", "required"))
    if topic is None and topics_in_force(call.brand):
        found.append(Trouble("topic", "choice"))
    if not is_known:
        if not sender.name:
            found.append(Trouble("name", "required"))
        if sender.email and normal_email(sender.email) is None:
            found.append(Trouble("email", "email"))
        # Nobody is there to answer on the screen.
        if not sender.email and not is_open:
            found.append(Trouble("email", "required"))
    return found


def _topic(call: Call) -> Topic | None:
    code = call.text("topic", 40)
    return topic_in_force(call.brand, code) if code else None


def _texts(sent: Any) -> Mapping[str, str]:
    if isinstance(sent, Mapping):
        return {str(name): value[:4000] for name, value in sent.items() if isinstance(value, str)}
    return {}


def _place(sent: Any, may_see: bool, is_app: bool) -> dict[str, str]:
    """Page and device only with her consent; an app always names its own version and system."""
    given = _texts(sent)
    wanted = _PLACE if may_see else ("app", "os") if is_app else ()
    return {name: clean(given[name], max_length=_LONGEST_PLACE) for name in wanted if given.get(name)}


def _draft(sent: Any) -> Sequence[tuple[str, str]]:
    """The form that she was filling in: label and value of each input."""
    if not isinstance(sent, list):
        return ()
    pairs = [each for each in sent[:_MOST_DRAFT] if isinstance(each, list) and len(each) == 2]
    return [(clean(str(label), max_length=200), clean(str(value), max_length=2000)) for label, value in pairs]
