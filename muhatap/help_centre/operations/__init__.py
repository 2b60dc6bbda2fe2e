"""What can be done with announcements, articles and guides."""

from muhatap.help_centre.operations.announcing import (
    EndedAlready,
    EndsBeforeItStarts,
    LacksLanguage,
    NewAnnouncement,
    end_announcement,
    publish_announcement,
)
from muhatap.help_centre.operations.guiding import begin_guide, leave_guide, take_step
from muhatap.help_centre.operations.hearing import note_vain_search, vote_on_article
from muhatap.help_centre.operations.keeping_facts import keep_facts
from muhatap.help_centre.operations.publishing import (
    NeedsSecondPerson,
    NoDraft,
    NotComplete,
    NotLive,
    approve_article,
    confirm_review,
    propose_article,
    publish_article,
    refuse_article,
    retire_article,
)
from muhatap.help_centre.operations.writing import (
    AddressTaken,
    ChangedMeanwhile,
    Page,
    WaitsForSecond,
    begin_article,
    describe_article,
    discard_draft,
    save_draft,
)

__all__ = [
    "AddressTaken",
    "ChangedMeanwhile",
    "EndedAlready",
    "EndsBeforeItStarts",
    "LacksLanguage",
    "NeedsSecondPerson",
    "NewAnnouncement",
    "NoDraft",
    "NotComplete",
    "NotLive",
    "Page",
    "WaitsForSecond",
    "approve_article",
    "begin_article",
    "begin_guide",
    "confirm_review",
    "describe_article",
    "discard_draft",
    "end_announcement",
    "keep_facts",
    "leave_guide",
    "note_vain_search",
    "propose_article",
    "publish_announcement",
    "publish_article",
    "refuse_article",
    "retire_article",
    "save_draft",
    "take_step",
    "vote_on_article",
]
