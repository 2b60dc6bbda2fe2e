"""What tests of the live edge share."""

from tests.servers.redis import redis_server

__all__ = ["redis_server"]
