"""Opens a case, asks a department, answers for it, and follows what happened.

    MUHATAP_URL=http://127.0.0.1:8000 MUHATAP_TOKEN=mht_… python example.py

The token needs cases:read, cases:write, cases:handle, tasks:read, tasks:answer and events:read.
"""

import os
from datetime import UTC, datetime, timedelta

from muhatap_client import Customer, Desk


def main(desk: Desk) -> None:
    """Walk once through."""
    topic = next(each["code"] for each in desk.topics("en"))
    opened = desk.open_case(
        topic=topic,
        text="The parcel arrived open. What can I do?",
        customer=Customer(name="Ayşe Yılmaz", email="ayse@example.com"),
    )
    print(
        "opened",
        opened.number,
        "promised until",
        [f"{each.limit_at:%d.%m. %H:%M}" for each in opened.promises],
    )
    desk.change_tags(opened.number, add=["from-the-shop"])
    team = desk.teams()[0]
    task = desk.give_task(
        opened.number,
        team=team,
        title="Receipt",
        question="Did the parcel leave whole?",
        due_at=datetime.now(UTC) + timedelta(hours=8),
    )
    print("asked", team, task.title)
    print("answered", desk.answer_task(task.id, "It left whole.").answer)
    after, page = "", desk.events(kind="work.*")
    while page.next != after:
        for event in page.events:
            print(event.type, event.data["case"], event.timestamp.isoformat())
        after = page.next
        page = desk.events(after, kind="work.*")


if __name__ == "__main__":
    with Desk(os.environ["MUHATAP_URL"], os.environ["MUHATAP_TOKEN"]) as chosen:
        main(chosen)
