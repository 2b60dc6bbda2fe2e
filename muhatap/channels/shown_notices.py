"""Which notices somebody saw before she wrote: pure."""

from typing import Any


def notices_shown(notices: dict[str, Any], language: str) -> dict[str, Any]:
    """Which versions of notice and policy somebody saw, to be kept with what she sent."""
    policy = notices.get("policy") or {}
    return {
        "version": notices.get("version", ""),
        "policy_version": policy.get("version", ""),
        "policy_url": policy.get("url", ""),
        "language": language,
    }
