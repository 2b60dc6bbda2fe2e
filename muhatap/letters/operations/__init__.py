"""What can be done with replies that wait, with texts that staff use again, and with prepared letters."""

from muhatap.letters.operations.holding import Held, call_off, hold_reply, let_go, plan_again, stop_reply
from muhatap.letters.operations.papering import keep_paper
from muhatap.letters.operations.preparing import (
    LetterFlawed,
    LetterOver,
    NeedsAnother,
    NewLetter,
    agree_to_send,
    ask_to_send,
    keep_back,
    note_sent,
    prepare_letter,
    put_aside,
    retell,
    send_letter,
)
from muhatap.letters.operations.reusing import NameTaken, note_use, retire_module, save_module
from muhatap.letters.operations.templating import (
    TemplateRefused,
    agree_template,
    propose_template,
    save_template,
)

__all__ = [
    "Held",
    "LetterFlawed",
    "LetterOver",
    "NameTaken",
    "NeedsAnother",
    "NewLetter",
    "TemplateRefused",
    "agree_template",
    "agree_to_send",
    "ask_to_send",
    "call_off",
    "hold_reply",
    "keep_back",
    "keep_paper",
    "let_go",
    "note_sent",
    "note_use",
    "plan_again",
    "prepare_letter",
    "propose_template",
    "put_aside",
    "retell",
    "retire_module",
    "save_module",
    "save_template",
    "send_letter",
    "stop_reply",
]
