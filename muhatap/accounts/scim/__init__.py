"""A brand's directory keeps its staff by SCIM 2.0 (RFC 7643, RFC 7644): users and groups."""
