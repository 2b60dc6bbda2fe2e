"""Sessions are known by device and network from their sign-in to their end."""

import pytest
from django.test import Client
from django.utils import timezone

from muhatap.accounts import visiting
from muhatap.accounts.models import Visit
from muhatap.accounts.visiting import device_of, network_of


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox · Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/140 Safari/537 Edg/140", "Edge · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18 Safari/604", "Safari · iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537 Chrome/140 Safari/537", "Chrome · Android"),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_a_device_in_two_words(agent, device):
    assert device_of(agent) == device


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("unix:", ""),
        ("", ""),
    ],
)
def test_a_network_and_not_the_address(address, network):
    assert network_of(address) == network


@pytest.mark.django_db
class TestSessions:
    def enter(self, deniz) -> Client:
        client = Client(HTTP_USER_AGENT="Firefox/140.0 Linux", REMOTE_ADDR="203.0.113.77")
        client.force_login(deniz)
        session = client.session
        session["second_factor_passed"] = deniz.pk
        session.save()
        return client

    def test_one_begins_with_the_sign_in_and_is_noted_when_it_is_used(self, deniz, rf):
        client = self.enter(deniz)
        request = rf.get("/desk/", HTTP_USER_AGENT="Firefox/140.0 Linux", REMOTE_ADDR="203.0.113.77")
        request.session, request.user = client.session, deniz
        begun = timezone.now()
        visiting.begin(request, deniz, begun)
        visit = Visit.objects.get(session_key=client.session.session_key)
        assert (visit.device, visit.network) == ("Firefox · Linux", "203.0.113.0/24")
        request.session.cycle_key()
        visiting.note_use(request, timezone.now())
        visit.refresh_from_db()
        assert visit.session_key == request.session.session_key
        assert visit.seen_at > begun
        visiting.end(request, deniz, timezone.now())
        visit.refresh_from_db()
        assert visit.ended_at is not None

    def test_a_session_from_before_is_left_alone(self, deniz):
        assert self.enter(deniz).get("/desk/profile/").status_code == 200
        assert not Visit.objects.filter(device="").exists()
