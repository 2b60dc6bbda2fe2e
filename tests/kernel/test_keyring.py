"""Keys are kept once, readable by their owner only, and rotate without losing what they opened."""

import base64
import json
import os
import pickle
from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from muhatap.kernel.keyring import Keyring, KeyringError, ReadOnlyKeyring, UnknownKey, is_signed_by

SECRET = base64.b64encode(b"s" * 32).decode()


@pytest.fixture(autouse=True)
def _no_keyring_in_the_environment(monkeypatch):
    monkeypatch.delenv("MUHATAP_KEYRING", raising=False)


def test_a_folder_gets_one_keyring_that_only_its_owner_reads(tmp_path):
    ring = Keyring.open(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["keyring.json"]
    assert (tmp_path / "keyring.json").stat().st_mode & 0o777 == 0o600
    assert Keyring.open(tmp_path).derive("x") == ring.derive("x")


def test_many_at_once_make_the_same_keyring(tmp_path):
    with ThreadPoolExecutor(16) as pool:
        rings = list(pool.map(lambda _: Keyring.open(tmp_path), range(32)))
    assert len({ring.derive("x") for ring in rings}) == 1
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_keyring_that_others_may_read_is_refused(tmp_path, mode):
    Keyring.open(tmp_path)
    (tmp_path / "keyring.json").chmod(mode)
    with pytest.raises(KeyringError, match="chmod 600"):
        Keyring.open(tmp_path)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        '{"active": "a", "keys": {}}',
        '{"active": "a", "keys": {"a": "***"}}',
        '{"active": "a", "keys": {"a": "c2hvcnQ="}}',
        json.dumps({"active": "b", "keys": {"a": SECRET}}),
    ],
)
def test_a_broken_keyring_is_refused_without_showing_it(tmp_path, content):
    path = tmp_path / "keyring.json"
    path.write_text(content)
    path.chmod(0o600)
    with pytest.raises(KeyringError) as refusal:
        Keyring.open(tmp_path)
    assert SECRET not in str(refusal.value)
    assert refusal.value.__cause__ is None


def test_the_environment_comes_first_and_is_never_written(tmp_path, monkeypatch):
    monkeypatch.setenv("MUHATAP_KEYRING", json.dumps({"active": "a", "keys": {"a": SECRET}}))
    ring = Keyring.open(tmp_path)
    assert ring.active_id == "a"
    assert not list(tmp_path.iterdir())
    with pytest.raises(ReadOnlyKeyring):
        ring.rotate()


def test_secrets_differ_by_purpose_and_key_and_have_the_asked_length(tmp_path):
    ring = Keyring.open(tmp_path)
    old = ring.active_id
    first = ring.derive("mail")
    assert ring.derive("session") != first
    assert len(ring.derive("mail", length=64)) == 64
    ring.rotate()
    assert ring.derive("mail") != first
    assert ring.derive("mail", old) == first


def test_rotation_is_kept_and_forgetting_too(tmp_path):
    ring = Keyring.open(tmp_path)
    founding, old, new = ring.active_id, ring.rotate(), ring.rotate()
    assert Keyring.open(tmp_path).key_ids == (founding, old, new)
    assert Keyring.open(tmp_path).active_id == new
    assert (tmp_path / "keyring.json").stat().st_mode & 0o777 == 0o600
    ring.forget(old)
    assert Keyring.open(tmp_path).key_ids == (founding, new)
    with pytest.raises(UnknownKey):
        ring.derive("mail", old)


def test_the_active_key_is_not_forgotten(tmp_path):
    ring = Keyring.open(tmp_path)
    with pytest.raises(KeyringError, match="rotate first"):
        ring.forget(ring.active_id)


def test_the_founding_key_is_never_forgotten(tmp_path):
    ring = Keyring.open(tmp_path)
    founding = ring.active_id
    ring.rotate()
    with pytest.raises(KeyringError):
        ring.forget(founding)
    assert ring.key_ids[0] == founding


def test_a_rotation_that_cannot_be_written_changes_nothing(tmp_path, monkeypatch):
    ring = Keyring.open(tmp_path)
    before = ring.key_ids

    def refuse(descriptor):
        raise OSError("disk full")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OSError, match="disk full"):
        ring.rotate()
    assert ring.key_ids == before
    assert Keyring.open(tmp_path).key_ids == before


def test_signatures_hold_for_their_key_and_message_only():
    ring = Keyring.fresh()
    key_id, signature = ring.sign(b"head")
    assert ring.verify(key_id, b"head", signature)
    assert not ring.verify(key_id, b"heads", signature)
    assert not ring.verify(key_id, b"head", bytes(64))
    assert not ring.verify(key_id, b"head", b"")
    with pytest.raises(UnknownKey):
        ring.verify("none", b"head", signature)
    assert is_signed_by(load_pem_public_key(ring.public_pem().encode()), b"head", signature)
    assert len(ring.fingerprint()) == 64
    assert Keyring.fresh().fingerprint() != ring.fingerprint()


def test_nothing_shows_a_secret(tmp_path):
    ring = Keyring.open(tmp_path)
    secret = json.loads((tmp_path / "keyring.json").read_text())["keys"][ring.active_id]
    assert secret not in repr(ring) + str(ring)
    assert repr(base64.b64decode(secret)) not in repr(ring)
    with pytest.raises(TypeError):
        pickle.dumps(ring)
