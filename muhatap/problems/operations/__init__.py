"""What can be done with problems, their cases, their notices and what the public reads of them."""

from muhatap.problems.operations.asking import forget_affected, note_affected
from muhatap.problems.operations.claiming import claim_issue, forget_claims, tie_claimed
from muhatap.problems.operations.forgetting import forget_words
from muhatap.problems.operations.moving import CannotMove, move, tend
from muhatap.problems.operations.opening import (
    MOST_WHYS,
    Description,
    NotAProblem,
    Terms,
    describe,
    open_problem,
    set_terms,
)
from muhatap.problems.operations.publishing import (
    LacksWords,
    NotLive,
    NotPublished,
    Words,
    end_issue,
    publish_issue,
)
from muhatap.problems.operations.reporting import tell_of_week
from muhatap.problems.operations.suggesting import (
    CASES_AT_ONCE,
    DecidedAlready,
    decline_suggestion,
    look_for_groups,
    take_suggestion,
)
from muhatap.problems.operations.telling import (
    NOTICE,
    NobodyToTell,
    UnknownField,
    agree_notice,
    refuse_notice,
    send_notices,
    write_notice,
)
from muhatap.problems.operations.tying import (
    NotTied,
    OtherBrand,
    match_error_code,
    tie,
    tie_all,
    untie,
)

__all__ = [
    "CASES_AT_ONCE",
    "MOST_WHYS",
    "NOTICE",
    "CannotMove",
    "DecidedAlready",
    "Description",
    "LacksWords",
    "NobodyToTell",
    "NotAProblem",
    "NotLive",
    "NotPublished",
    "NotTied",
    "OtherBrand",
    "Terms",
    "UnknownField",
    "Words",
    "agree_notice",
    "claim_issue",
    "decline_suggestion",
    "describe",
    "end_issue",
    "forget_affected",
    "forget_claims",
    "forget_words",
    "look_for_groups",
    "match_error_code",
    "move",
    "note_affected",
    "open_problem",
    "publish_issue",
    "refuse_notice",
    "send_notices",
    "set_terms",
    "take_suggestion",
    "tell_of_week",
    "tend",
    "tie",
    "tie_all",
    "tie_claimed",
    "untie",
    "write_notice",
]
