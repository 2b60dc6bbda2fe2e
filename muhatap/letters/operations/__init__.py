"""What can be done with replies that wait to leave and with texts that staff use again."""

from muhatap.letters.operations.holding import Held, call_off, hold_reply, let_go, plan_again, stop_reply
from muhatap.letters.operations.reusing import NameTaken, note_use, retire_module, save_module
from muhatap.letters.operations.templating import (
    TemplateRefused,
    agree_template,
    propose_template,
    save_template,
)

__all__ = [
    "Held",
    "NameTaken",
    "TemplateRefused",
    "agree_template",
    "call_off",
    "hold_reply",
    "let_go",
    "note_use",
    "plan_again",
    "propose_template",
    "retire_module",
    "save_module",
    "save_template",
    "stop_reply",
]
