"""Secrets and certificates: created once, kept encrypted beside the data that needs them."""
