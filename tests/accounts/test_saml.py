"""Signing in by SAML 2.0: who gets in, and every way in which a forged answer is refused."""

import copy
from datetime import timedelta

import pytest
from cryptography import x509
from django.test import Client
from django.utils import timezone
from lxml import etree
from signxml import DigestAlgorithm, SignatureMethod

from muhatap.accounts.group_table import WrongProvider
from muhatap.accounts.models import ExternalIdentity, SamlAnswer, SigningKey, Staff
from muhatap.accounts.roles import Role
from muhatap.accounts.saml import asking
from muhatap.accounts.saml.answering import told_by
from muhatap.accounts.saml.settings import provider_of
from muhatap.accounts.saml.told import Expected, Refused
from muhatap.audit.models import Event
from tests.accounts import saml_provider as idp
from tests.accounts.saml_provider import ASSERTION, BACK, OWN, PROTOCOL, Answer, description, packed

GROUPS = "masa=nehir:agent sefler=nehir:supervisor odeme=nehir:team:payments"
NOW = timezone.now()
CONDITION = '<saml:Condition xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="x"/>'


def told(answer, signed="assertion", at=NOW):
    """What an answer says, read as the desk reads it."""
    element = answer.element() if isinstance(answer, Answer) else answer
    return told_by(provider_of(description(), GROUPS, signed), packed(element), Expected(OWN, BACK, at))


def answer(**changed):
    return Answer(request_id="_q1", at=NOW, **changed)


class TestReading:
    @pytest.mark.parametrize(
        ("signs", "signed"),
        [
            (("assertion",), "assertion"),
            (("response",), "response"),
            (("assertion", "response"), "both"),
            (("assertion", "response"), "assertion"),
        ],
    )
    def test_what_is_signed_as_asked_is_read(self, signs, signed):
        found = told(answer(signs=signs), signed)
        assert (found.subject, found.email, found.name) == ("u-17", "selma@nehir.example", "Selma Koç")
        assert found.groups == ("masa", "odeme")
        assert found.has_second_factor
        assert found.request_id == "_q1"

    def test_a_name_for_one_visit_is_none(self):
        transient = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"
        assert told(answer(name_format=transient)).subject == "selma@nehir.example"

    @pytest.mark.parametrize(
        ("changed", "code"),
        [
            ({"issuer": "https://baska.example"}, "issuer"),
            ({"audience": "https://baska.example"}, "audience"),
            ({"recipient": "https://baska.example/back"}, "confirmation"),
            ({"destination": "https://baska.example/back"}, "destination"),
            ({"confirms": "_q2"}, "confirmation"),
            ({"confirmed_until": timedelta(minutes=-2)}, "confirmation"),
            ({"until": timedelta(minutes=-2)}, "late"),
            ({"since": timedelta(minutes=3)}, "early"),
            ({"status": "urn:oasis:names:tc:SAML:2.0:status:Responder"}, "status"),
            ({"conditions": CONDITION}, "conditions"),
            ({"name_id": ""}, "subject"),
            ({"request_id": ""}, "unasked"),
            ({"key_name": "stranger"}, "signature"),
            ({"signs": ()}, "signature"),
            ({"signs": ("response",)}, "signature"),
            ({"method": SignatureMethod.RSA_SHA1}, "signature"),
            ({"digest": DigestAlgorithm.SHA1}, "signature"),
        ],
    )
    def test_an_answer_that_breaks_one_condition_is_refused(self, changed, code):
        made = Answer(**{"request_id": "_q1", "at": NOW} | changed)
        with pytest.raises(Refused) as refused:
            told(made)
        assert refused.value.code == code

    def test_a_little_skew_of_clocks_is_none(self):
        assert told(answer(since=timedelta(seconds=50))).subject == "u-17"
        assert told(answer(until=timedelta(seconds=-50))).subject == "u-17"

    def test_both_signatures_where_both_are_asked(self):
        for signs in (("assertion",), ("response",)):
            with pytest.raises(Refused, match="signature"):
                told(answer(signs=signs), "both")

    def test_a_description_that_is_over_lets_nobody_in(self):
        found = provider_of(description(extra=' validUntil="2021-01-01T00:00:00Z"'), GROUPS, "assertion")
        with pytest.raises(Refused, match="description"):
            told_by(found, packed(answer().element()), Expected(OWN, BACK, NOW))


def _evil(assertion, new_id="_evil"):
    """A copy without signature that names another person."""
    evil = copy.deepcopy(assertion)
    evil.set("ID", new_id)
    evil.remove(evil.find("{http://www.w3.org/2000/09/xmldsig#}Signature"))
    evil.find(f"{ASSERTION}Subject/{ASSERTION}NameID").text = "admin"
    return evil


def _wrap_before(root, signed):
    root.insert(2, _evil(signed))


def _wrap_after(root, signed):
    root.append(_evil(signed))


def _wrap_around(root, signed):
    evil = _evil(signed)
    root.replace(signed, evil)
    evil.append(signed)


def _wrap_in_extensions(root, signed):
    evil = _evil(signed)
    root.replace(signed, evil)
    etree.SubElement(root, f"{PROTOCOL}Extensions").append(signed)


def _wrap_in_the_signature(root, signed):
    evil, signature = _evil(signed), signed.find("{http://www.w3.org/2000/09/xmldsig#}Signature")
    root.replace(signed, evil)
    signed.remove(signature)
    evil.insert(1, signature)
    etree.SubElement(signature, "{http://www.w3.org/2000/09/xmldsig#}Object").append(signed)


def _wrap_under_the_same_id(root, signed):
    evil = _evil(signed, signed.get("ID"))
    root.replace(signed, evil)
    evil.append(signed)


def _wrap_a_whole_response(root, signed):
    inner = copy.deepcopy(root)
    evil = _evil(signed)
    root.replace(signed, evil)
    root.set("ID", "_r2")
    evil.append(inner)


def _change_the_name(root, signed):
    signed.find(f"{ASSERTION}Subject/{ASSERTION}NameID").text = "admin"


def _change_a_group(root, signed):
    signed.find(f".//{ASSERTION}AttributeValue").text = "admin@nehir.example"


def _take_the_signature_away(root, signed):
    signed.remove(signed.find("{http://www.w3.org/2000/09/xmldsig#}Signature"))


def _sign_another_reference(root, signed):
    signed.find(".//{http://www.w3.org/2000/09/xmldsig#}Reference").set("URI", "")


def _add_a_transform(root, signed):
    transforms = signed.find(".//{http://www.w3.org/2000/09/xmldsig#}Transforms")
    etree.SubElement(
        transforms,
        "{http://www.w3.org/2000/09/xmldsig#}Transform",
        Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116",
    )


def _bring_an_own_key(root, signed):
    _evil_signed = Answer(request_id="_q1", at=NOW, name_id="admin", key_name="stranger").element()
    root.replace(signed, _evil_signed.find(f"{ASSERTION}Assertion"))


def _ask_for_a_mac(root, signed):
    method = signed.find(".//{http://www.w3.org/2000/09/xmldsig#}SignatureMethod")
    method.set("Algorithm", "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256")


def _hide_it_encrypted(root, signed):
    root.replace(signed, etree.Element(f"{ASSERTION}EncryptedAssertion"))


SPOILT = [
    _wrap_before,
    _wrap_after,
    _wrap_around,
    _wrap_in_extensions,
    _wrap_in_the_signature,
    _wrap_under_the_same_id,
    _wrap_a_whole_response,
    _change_the_name,
    _change_a_group,
    _take_the_signature_away,
    _sign_another_reference,
    _add_a_transform,
    _bring_an_own_key,
    _ask_for_a_mac,
    _hide_it_encrypted,
]


class TestAttacks:
    @pytest.mark.parametrize("spoil", SPOILT, ids=lambda each: each.__name__.strip("_"))
    @pytest.mark.parametrize("signed", ["assertion", "both"])
    def test_a_spoilt_answer_lets_nobody_in(self, spoil, signed):
        root = answer(signs=("assertion", "response") if signed == "both" else ("assertion",)).element()
        spoil(root, root.find(f"{ASSERTION}Assertion"))
        with pytest.raises(Refused):
            told(root, signed)

    @pytest.mark.parametrize(
        ("before", "after", "code"),
        [
            (b"u-17", b"admin<!---->u-17", "comment"),
            (b"u-17", b"u-<!-- x -->17", "comment"),
            (b"u-17", b"u-<?x y?>17", "comment"),
            (b"<samlp:Response", b"<!-- x --><samlp:Response", "comment"),
            (
                b"<samlp:Response",
                b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><samlp:Response',
                "doctype",
            ),
            (b"<samlp:Response", b'<!DOCTYPE r SYSTEM "http://127.0.0.1:9/x"><samlp:Response', "doctype"),
            (b"u-17", b"&x;", "xml"),
            (b'ID="_r1"', b'ID="_a1"', "ids"),
            (b"</samlp:Response>", b"", "xml"),
            (b"</samlp:Response>", b" " * 600_000 + b"</samlp:Response>", "size"),
        ],
    )
    def test_xml_that_plays_tricks_is_not_read(self, before, after, code):
        data = etree.tostring(answer().element())
        assert before in data
        with pytest.raises(Refused) as refused:
            told(data.replace(before, after))
        assert refused.value.code == code

    def test_a_document_type_in_another_coding_is_seen_too(self):
        text = etree.tostring(answer().element()).decode()
        odd = ('<!DOCTYPE r [<!ENTITY x "y">]>' + text).encode("utf-16")
        with pytest.raises(Refused, match="doctype"):
            told(odd)

    @pytest.mark.parametrize("given", ["", "%%%", "AAAA", "PGE+"])
    def test_what_is_no_answer_is_refused(self, given):
        with pytest.raises(Refused):
            told_by(provider_of(description(), GROUPS, "assertion"), given, Expected(OWN, BACK, NOW))


class TestOwnRequests:
    def test_a_name_is_ours_for_ten_minutes(self):
        made = asking.new_request_id(b"secret", NOW)
        assert asking.is_own_request(b"secret", made, NOW + timedelta(minutes=9))
        assert not asking.is_own_request(b"secret", made, NOW + timedelta(minutes=10))
        assert not asking.is_own_request(b"secret", made, NOW - timedelta(seconds=1))
        assert not asking.is_own_request(b"other", made, NOW)
        for wrong in ("", "_x", made[:-1], made[:-1] + "ğ", "_" + "0" * 72):
            assert not asking.is_own_request(b"secret", wrong, NOW)


@pytest.fixture
def saml(settings):
    settings.MUHATAP_ORIGIN = "http://127.0.0.1:8000"
    settings.MUHATAP_SAML = (description(), GROUPS, "assertion")


def begin(client=None, following="/desk/profile/"):
    client = client or Client()
    gone = client.get("/staff/saml/", {"next": following})
    own = x509.load_pem_x509_certificate(SigningKey.objects.get().certificate.encode())
    request = idp.asked(gone.headers["Location"], own)
    assert request.find(f"{ASSERTION}Issuer").text == OWN
    assert request.get("AssertionConsumerServiceURL") == BACK
    return client, request.get("ID")


def come(client, request_id, **changed):
    """What the browser does with an answer: the cookie of the session stays at home when it posts."""
    made = Answer(request_id=request_id, at=timezone.now(), **changed)
    return Client(enforce_csrf_checks=True).post(
        "/staff/saml/back/", {"SAMLResponse": packed(made.element())}
    )


@pytest.mark.django_db
class TestComingIn:
    def test_a_newcomer_gets_an_account_with_role_and_team_and_is_in(self, world, saml):
        client, request_id = begin()
        posted = come(client, request_id)
        assert posted.status_code == 303
        answer = client.get(posted.headers["Location"])
        assert answer.headers["Location"] == "/desk/profile/"
        assert client.get("/desk/profile/").status_code == 200
        selma = Staff.objects.get(email="selma@nehir.example")
        assert selma.memberships.get().role == Role.AGENT
        assert [team.code for team in selma.teams.all()] == ["payments"]
        assert {"staff.linked", "staff.signed_in"} <= set(Event.objects.values_list("kind", flat=True))

    def test_one_factor_at_the_provider_needs_the_desks_own(self, world, saml):
        client, request_id = begin()
        posted = come(client, request_id, context="urn:oasis:names:tc:SAML:2.0:ac:classes:Password")
        client.get(posted.headers["Location"])
        assert client.get("/desk/profile/").status_code == 302

    def test_an_answer_is_taken_once(self, world, saml):
        client, request_id = begin()
        first = come(client, request_id)
        assert come(client, request_id).status_code == 400
        assert come(client, request_id, assertion_id="_a2").status_code == 400
        _, another = begin(client)
        assert come(client, another).status_code == 400
        assert SamlAnswer.objects.count() == 1
        assert first.status_code == 303

    def test_the_same_assertion_answers_no_second_request(self, world, saml):
        client, request_id = begin()
        client.get(come(client, request_id).headers["Location"])
        other, second = begin()
        assert come(other, second, assertion_id="_a1").status_code == 400

    def test_another_browser_fetches_nothing_with_a_ticket(self, world, saml):
        client, request_id = begin()
        place = come(client, request_id).headers["Location"]
        victim, _ = begin()
        assert victim.get(place).status_code == 400
        assert client.get(place).status_code == 400
        assert not ExternalIdentity.objects.exists()

    def test_a_ticket_is_over_after_two_minutes_and_after_once(self, world, saml):
        client, request_id = begin()
        place = come(client, request_id).headers["Location"]
        SamlAnswer.objects.update(received_at=timezone.now() - timedelta(minutes=3))
        assert client.get(place).status_code == 400

    def test_what_nobody_asked_for_lets_nobody_in(self, world, saml):
        assert come(Client(), "_made-up").status_code == 400
        assert not SamlAnswer.objects.exists()

    def test_who_has_no_role_gets_no_account(self, world, saml):
        before = Staff.objects.count()
        client, request_id = begin()
        posted = come(client, request_id, groups=("baska",))
        assert client.get(posted.headers["Location"]).status_code == 403
        assert Staff.objects.count() == before

    def test_no_address_of_another_site_follows(self, world, saml):
        client, request_id = begin(following="https://evil.example/")
        assert client.get(come(client, request_id).headers["Location"]).headers["Location"] == "/desk/"

    def test_the_sign_in_page_shows_the_way_and_we_describe_ourselves(self, world, saml):
        assert "/staff/saml/" in Client().get("/staff/login/").content.decode()
        told = etree.fromstring(Client().get("/staff/saml/metadata/").content)
        assert told.get("entityID") == OWN
        assert told.find(".//{*}AssertionConsumerService").get("Location") == BACK

    def test_the_key_lies_sealed(self, world, saml):
        begin()
        begin()
        assert b"PRIVATE" not in bytes(SigningKey.objects.get().sealed_key)

    def test_without_a_provider_there_are_no_such_doors(self, world):
        for place in ("", "metadata/", "in/"):
            assert Client().get(f"/staff/saml/{place}").status_code == 404
        assert Client().post("/staff/saml/back/").status_code == 404


class TestSettings:
    @pytest.mark.parametrize(
        ("text", "signed"),
        [
            ("<a/>", "assertion"),
            ("no xml", "assertion"),
            (description().replace("https://kimlik.example/sso", "http://kimlik.example/sso"), "assertion"),
            (description().replace("HTTP-Redirect", "SOAP"), "assertion"),
            (description().replace("KeyDescriptor", "KeyThing"), "assertion"),
            (description(), "nothing"),
        ],
    )
    def test_a_description_that_cannot_be_used_is_said_at_the_start(self, text, signed):
        with pytest.raises(WrongProvider):
            provider_of(text, GROUPS, signed)
