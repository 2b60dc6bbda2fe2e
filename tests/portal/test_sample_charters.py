"""Every topic of the sample charters has a form that can be opened, refused and read in both languages."""

from pathlib import Path

import pytest
from django.utils import timezone

from muhatap.charters.operations import apply_charter
from muhatap.kernel.actors import Actor
from muhatap.topics.models import Topic

pytestmark = [pytest.mark.urls("tests.portal.urls"), pytest.mark.django_db]
CHARTERS = sorted((Path(__file__).parents[2] / "charters").glob("*.yaml"))


@pytest.mark.parametrize("charter", CHARTERS, ids=lambda path: path.stem)
@pytest.mark.parametrize("language", ["tr", "en"])
def test_every_topic_has_a_form(client, charter, language):
    client.cookies["muhatap_language"] = language
    applied = apply_charter(
        text=charter.read_text(encoding="utf-8"),
        source=charter.name,
        by=Actor.system("test"),
        at=timezone.now(),
    )
    place = f"/{applied.brand.code}"
    for path in ("/", "/contact/", "/privacy/", "/track/"):
        assert client.get(f"{place}{path}").status_code == 200
    topics = Topic.objects.filter(brand=applied.brand)
    assert topics.count() > 10
    for topic in topics:
        assert client.get(f"{place}/new/{topic.code}/").status_code == 200
        form = client.post(f"{place}/new/{topic.code}/", {"helped": "no"})["Location"]
        assert client.get(form).status_code == 200
        refused = client.post(form, {"action": "continue"})
        assert refused.status_code == 422
        assert refused.content.decode().count("<li><a href=") >= 2
