"""What the environment says of several nodes: understood, or refused with a remedy; doctor tells of it."""

import pytest
from django.db import connection

from muhatap.live import between_nodes
from muhatap.wiring import health_of_nodes
from muhatap.wiring.environment import WrongSetting, all_databases, read_environment
from muhatap.wiring.many_nodes import Nodes, WrongNodes, files_address

POSTGRES = "postgres://muhatap:geheim@db/muhatap"


@pytest.fixture
def said(monkeypatch):
    """A function that says something in the environment and reads it."""

    def read(**variables: str):
        monkeypatch.setenv("MUHATAP_DATABASE_URL", variables.pop("DATABASE_URL", POSTGRES))
        for name, value in variables.items():
            monkeypatch.setenv(f"MUHATAP_{name}", value)
        return read_environment()

    return read


def test_without_a_word_there_is_one_node(said):
    environment = said(DATABASE_URL="")
    assert environment.nodes == Nodes()
    assert list(all_databases(environment)) == ["default"]


def test_a_pooler_keeps_no_cursor_and_no_options(said):
    environment = said(DATABASE_POOLED="1", DATABASE_DIRECT_URL=POSTGRES)
    database = all_databases(environment)["default"]
    assert database["DISABLE_SERVER_SIDE_CURSORS"] is True
    assert "options" not in database["OPTIONS"]
    assert "tcp_user_timeout" in all_databases(said(DATABASE_POOLED="0"))["default"]["OPTIONS"]["options"]


def test_a_read_copy_is_a_second_database(said):
    databases = all_databases(said(REPLICA_URL="postgres://muhatap:geheim@copy/muhatap"))
    assert (databases["default"]["HOST"], databases["replica"]["HOST"]) == ("db", "copy")


@pytest.mark.parametrize(
    "variables",
    [
        {"BUS_URL": "http://there"},
        {"BUS_URL": "redis://"},
        {"DATABASE_POOLED": "1"},
        {"DATABASE_POOLED": "1", "BUS_URL": "redis://there", "DATABASE_URL": "sqlite"},
        {"REPLICA_URL": POSTGRES, "DATABASE_URL": ""},
        {"REPLICA_URL": "mysql://there/x"},
        {"DATABASE_DIRECT_URL": "there"},
        {"REPLICA_SECONDS": "0"},
        {"REPLICA_SECONDS": "soon"},
        {"FILES_URL": "ftp://there"},
    ],
)
def test_what_cannot_be_understood_is_refused(said, variables):
    with pytest.raises(WrongSetting, match="MUHATAP_"):
        said(**variables)


@pytest.mark.parametrize("url", ["", "s3://b", "s3://b/f/g?endpoint=https://h&region=r", "file:///srv/x"])
def test_known_stores(url):
    assert files_address(url) == url


@pytest.mark.parametrize(
    "url", ["s3://", "s3://b?endpoint=there", "s3://b?key=1", "file://host/x", "file:///", "file:///x?y=1"]
)
def test_unknown_stores(url):
    with pytest.raises(WrongNodes, match="s3://BUCKET"):
        files_address(url)


@pytest.mark.django_db
def test_doctor_says_nothing_of_what_is_not_named():
    assert list(health_of_nodes.findings()) == list(health_of_nodes.measures()) == []


@pytest.mark.django_db
def test_doctor_says_what_a_missing_bus_means(settings):
    settings.MUHATAP_BUS_URL = "redis://127.0.0.1:9/0"
    ((name, state, words),) = health_of_nodes.findings()
    assert (name, state) == ("bus", "warning")
    instead = "PostgreSQL tells" if connection.vendor == "postgresql" else "look into the log"
    assert instead in words
    assert next(iter(health_of_nodes.measures()))[3] == 0.0


def test_doctor_says_why_a_store_is_away(settings, tmp_path):
    (tmp_path / "full").write_text("a file, where a folder should be")
    settings.MUHATAP_FILES_URL = f"file://{tmp_path}/full/shared"
    ((name, state, words),) = health_of_nodes.findings()
    assert (name, state) == ("files", "bad")
    assert "muhatap files check" in words


def test_nobody_listens_through_a_pooler(settings):
    settings.MUHATAP_POOLED, settings.MUHATAP_DIRECT_URL = True, ""
    assert between_nodes.listening_address() == ""
