"""Fixtures for the tests of files."""

from tests.servers.clamd import clamd as clamd
