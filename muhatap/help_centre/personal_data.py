"""The help centre counts without names: what somebody looked for, and how a guide ended."""

from muhatap.kernel.holdings import Holding

HOLDINGS: tuple[Holding, ...] = ()
EMPTY = dict.fromkeys(
    (
        "Announcement",
        "Article",
        "Edition",
        "KeptFact",
        "ReviewCall",
        "ArticleVote",
        "SoughtInVain",
        "GuideRun",
    ),
    "nobody's name stands there",
)
