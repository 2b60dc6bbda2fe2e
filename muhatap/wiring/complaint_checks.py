"""What other domains look at before a complaint moves on, and why else a decision needs a second person."""

from muhatap.complaints.checks import Checks

CHECKS = Checks()
