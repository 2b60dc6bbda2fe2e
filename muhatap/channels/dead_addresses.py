"""What a status of RFC 3463 says about an address."""

import re

# RFC 3463: the address itself is wrong or out of use. A full mailbox, a size or a policy is not for ever.
_ADDRESS_IS_DEAD = re.compile(r"(?<![\d.])(?:5\.1\.(?:[012346]|10)|5\.2\.1|5\.4\.4)(?![\d.])")


def says_dead(text: str) -> bool:
    """Whether a status, or a server's words with one, say that the address will not work later either."""
    return _ADDRESS_IS_DEAD.search(text) is not None
