"""Signing in at the operator's identity provider (OpenID Connect, authorization code with PKCE)."""
