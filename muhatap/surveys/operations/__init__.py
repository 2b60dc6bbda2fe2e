"""What can be done with surveys."""

from muhatap.surveys.operations.answering import (
    Answer,
    AnsweredAlready,
    NotAScore,
    SurveyOver,
    answer_survey,
)
from muhatap.surveys.operations.inviting import ask_due, ask_in_chat, note_shown
from muhatap.surveys.operations.moderating import (
    NoLeave,
    NothingSaid,
    OwnWork,
    RepliedAlready,
    keep_inside,
    publish_comment,
    reply_to_comment,
)
from muhatap.surveys.operations.planning import plan_closing, plan_stage
from muhatap.surveys.operations.rounds import go_on_with_rounds
from muhatap.surveys.operations.telling_deeds import agree_deed, refuse_deed, withdraw_deed, write_deed
from muhatap.surveys.operations.telling_voices import tell_voices

__all__ = [
    "Answer",
    "AnsweredAlready",
    "NoLeave",
    "NotAScore",
    "NothingSaid",
    "OwnWork",
    "RepliedAlready",
    "SurveyOver",
    "agree_deed",
    "answer_survey",
    "ask_due",
    "ask_in_chat",
    "go_on_with_rounds",
    "keep_inside",
    "note_shown",
    "plan_closing",
    "plan_stage",
    "publish_comment",
    "refuse_deed",
    "reply_to_comment",
    "tell_voices",
    "withdraw_deed",
    "write_deed",
]
