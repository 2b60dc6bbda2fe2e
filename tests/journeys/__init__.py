"""Whole stories in a real browser, walked on both databases."""
