"""Proof of a control repo: syntax, lint, every node's catalog, secret leaks."""
