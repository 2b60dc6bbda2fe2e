"""Signing in at the operator's identity provider by SAML 2.0 (web browser SSO, redirect and POST)."""
