"""What a case's events tell about its surveys: whom the question reached, what was answered; pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

_MAIL = "email"
_PORTAL = "portal"


@dataclass(slots=True)
class Asked:
    """One invitation and what became of it."""

    at: datetime
    via: str
    message: int | None
    is_shown: bool = False
    is_sent: bool = False
    is_lost: bool = False
    is_answered: bool = False

    @property
    def has_arrived(self) -> bool:
        """Whether she had the question before her: sent and not returned, or seen on her page."""
        if self.is_answered:
            return True
        if self.via == _MAIL:
            return self.is_sent and not self.is_lost
        return self.is_shown if self.via == _PORTAL else True


class SurveyTold(NamedTuple):
    """One line for the measures: when, where, and what."""

    at: datetime
    places: dict[str, str]
    values: dict[str, Any]


@dataclass(slots=True)
class Surveys:
    """The invitations and answers of one case, in the order of its events."""

    asked: dict[int, Asked] = field(default_factory=dict)
    answers: list[SurveyTold] = field(default_factory=list)

    def see(self, kind: str, at: datetime, values: Mapping[str, Any]) -> None:
        """Take the next event of `HEARD`."""
        match kind:
            case "survey.invited":
                self.asked[int(values["invitation"])] = Asked(at, values["via"], values["message"])
            case "survey.shown":
                self._mark(lambda each: each == int(values["invitation"]), "is_shown")
            case "message.delivered":
                self._mark_letter(values["message"], "is_sent")
            case "message.delivery_given_up" | "message.delivery_returned":
                self._mark_letter(values["message"], "is_lost")
            case _:
                self._answer(at, values)

    def told(self, outcome: str) -> Iterator[SurveyTold]:
        """Answers by their day, invitations by the day they were made on; `outcome` is the complaint's."""
        for each in self.answers:
            more = {"outcome": outcome} if outcome and each.values["sort"] == "explained" else {}
            yield each._replace(values=each.values | more)
        for asked in self.asked.values():
            values: dict[str, Any] = {"sort": "invitation", "invited": True, "answered": asked.is_answered}
            yield SurveyTold(asked.at, {}, values if asked.has_arrived else values | {"bounced": True})

    def _answer(self, at: datetime, values: Mapping[str, Any]) -> None:
        sort, invitation = values.get("sort", "csat"), values.get("invitation")
        if invitation is not None and int(invitation) in self.asked:
            self.asked[int(invitation)].is_answered = True
        # Without an invitation of its own an answer is counted as asked for once, by its first scale.
        told = {"sort": sort, "invited": sort == "csat" and invitation is None, "score": values["score"]}
        places = {
            "channel": values.get("channel", ""),
            "topic": values.get("topic", ""),
            "sort": values.get("case_kind", ""),
        }
        self.answers.append(SurveyTold(at, {name: said for name, said in places.items() if said}, told))

    def _mark_letter(self, message: Any, what: str) -> None:
        self._mark(lambda each: message is not None and self.asked[each].message == message, what)

    def _mark(self, is_meant: Any, what: str) -> None:
        for each in self.asked:
            if is_meant(each):
                setattr(self.asked[each], what, True)


HEARD: Iterable[str] = (
    "survey.invited",
    "survey.shown",
    "survey.answered",
    "survey.rated",
    "message.delivered",
    "message.delivery_given_up",
    "message.delivery_returned",
)
