"""What can be done with promises: start, stop, pause and sweep their clocks."""

from muhatap.promises.operations.acknowledging import acknowledge, acknowledge_along
from muhatap.promises.operations.asking import (
    NotOffered,
    PromiseEnded,
    ReasonMissing,
    agree_later,
    ask_later,
    keep_time,
)
from muhatap.promises.operations.carrying import carry_clocks, count_from, give_back_clocks
from muhatap.promises.operations.delaying import choose_delay_reason
from muhatap.promises.operations.extending import extend_clock
from muhatap.promises.operations.happening import happen
from muhatap.promises.operations.moving import follow_facts
from muhatap.promises.operations.page_mail import mail_pages
from muhatap.promises.operations.paging import NobodyPaged, acknowledge_page, page_on_call
from muhatap.promises.operations.pausing import pause_clocks, resume_clocks
from muhatap.promises.operations.recomputing import Recomputed, recompute_clocks
from muhatap.promises.operations.restarting import restart_clock
from muhatap.promises.operations.starting import start_clocks
from muhatap.promises.operations.stopping import stop_clocks
from muhatap.promises.operations.sweeping import NOTHING_SWEPT, SweepResult, sweep
from muhatap.promises.operations.telling import tell_of_objection, tell_of_question, tell_of_step
from muhatap.promises.operations.waiting_longer import (
    NoLonger,
    agree_longer_pause,
    ask_longer_pause,
    keep_pause,
)

__all__ = [
    "NOTHING_SWEPT",
    "NoLonger",
    "NobodyPaged",
    "NotOffered",
    "PromiseEnded",
    "ReasonMissing",
    "Recomputed",
    "SweepResult",
    "acknowledge",
    "acknowledge_along",
    "acknowledge_page",
    "agree_later",
    "agree_longer_pause",
    "ask_later",
    "ask_longer_pause",
    "carry_clocks",
    "choose_delay_reason",
    "count_from",
    "extend_clock",
    "follow_facts",
    "give_back_clocks",
    "happen",
    "keep_pause",
    "keep_time",
    "mail_pages",
    "page_on_call",
    "pause_clocks",
    "recompute_clocks",
    "restart_clock",
    "resume_clocks",
    "start_clocks",
    "stop_clocks",
    "sweep",
    "tell_of_objection",
    "tell_of_question",
    "tell_of_step",
]
