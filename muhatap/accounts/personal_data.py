"""What accounts of staff hold of customers: why a case was opened in an emergency; the rest is their own."""

from muhatap.kernel.holdings import Holding, Known
from muhatap.kernel.purposes import Sort

_STAFF = "of staff, not of customers"
HOLDINGS = (
    Holding(
        table="accounts.BrokenGlass",
        sort=Sort.ACTIONS,
        by={"case_id": Known.CASE},
        blank={"reason": "-", "note": ""},
    ),
)
EMPTY = {
    "Staff": _STAFF,
    "Visit": _STAFF,
    "Team": _STAFF,
    "OnCallShift": _STAFF,
    "Membership": _STAFF,
    "ApiToken": _STAFF,
    "AccessRule": _STAFF,
    "EnrolmentCode": _STAFF,
    "ExternalIdentity": _STAFF,
    "SamlAnswer": _STAFF,
    "SigningKey": "keys of the installation",
    "DirectoryPerson": _STAFF,
    "DirectoryGroup": _STAFF,
}
