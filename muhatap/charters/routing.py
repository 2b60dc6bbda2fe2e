"""What a case would be under a charter: its topic, queue, team, kind and priority. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from muhatap.charters.shape import CharterDocument

Facts = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Stood:
    """What a case depended on, as it stands now; `complexity` as two people found it."""

    topic: str
    queue: str
    kind: str
    channel: str
    priority: int
    plan: str = ""
    country: str = ""
    complexity: str = "standard"


@dataclass(frozen=True, slots=True)
class _Route:
    queue: str
    kind: str
    priority: int


@dataclass(frozen=True, slots=True)
class Routes:
    """Where the topics of a charter lead, and for which team each queue waits."""

    topics: dict[str, _Route]
    teams: dict[str, str]
    first_queue: str
    countries: tuple[str, ...] = ()

    @classmethod
    def of(cls, document: CharterDocument) -> Routes:
        """The routes of a charter."""
        return cls(
            {
                topic.code: _Route(topic.queue, topic.kind, int(topic.priority.removeprefix("P")))
                for topic in document.topics
            },
            {queue.code: queue.team for queue in document.queues},
            next((queue.code for queue in document.queues), ""),
            tuple(each.code for each in document.jurisdictions),
        )

    def queue_for(self, topic: str) -> str:
        """Where a case about this topic begins to wait."""
        route = self.topics.get(topic)
        return route.queue if route else self.first_queue

    def jurisdiction_for(self, country: str) -> str:
        """Under which of the charter's laws somebody of this country lives; the first for all others."""
        return country if country in self.countries else next(iter(self.countries), "")


def facts_before(stood: Stood, before: Routes) -> Facts:
    """What promises may depend on, as the case stands."""
    return _facts(stood, before)


def facts_after(stood: Stood, before: Routes, after: Routes) -> Facts:
    """The same under another charter; what a person corrected by hand stays as it was corrected.

    A topic that is gone could not have been chosen, so the case would have come without one.
    """
    was, now = before.topics.get(stood.topic), after.topics.get(stood.topic)
    queue = stood.queue
    if queue not in after.teams or queue == before.queue_for(stood.topic):
        queue = after.queue_for(stood.topic)
    return _facts(
        Stood(
            topic=stood.topic if now else "",
            queue=queue,
            kind=now.kind if was and now and stood.kind == was.kind else stood.kind,
            channel=stood.channel,
            priority=now.priority if was and now and stood.priority == was.priority else stood.priority,
            plan=stood.plan,
            country=stood.country,
            complexity=stood.complexity,
        ),
        after,
    )


def _facts(stood: Stood, routes: Routes) -> Facts:
    return {
        "topic": stood.topic,
        "kind": stood.kind,
        "channel": stood.channel,
        "priority": f"P{stood.priority}",
        "jurisdiction": routes.jurisdiction_for(stood.country),
        "plan": stood.plan,
        "complexity": stood.complexity,
        "team": routes.teams.get(stood.queue, ""),
    }
