"""What can be done with announcements."""

from muhatap.help_centre.operations.announcing import (
    EndedAlready,
    EndsBeforeItStarts,
    LacksLanguage,
    NewAnnouncement,
    end_announcement,
    publish_announcement,
)

__all__ = [
    "EndedAlready",
    "EndsBeforeItStarts",
    "LacksLanguage",
    "NewAnnouncement",
    "end_announcement",
    "publish_announcement",
]
