"""Answers to "why": a rule with its reason, and a node's value with where it comes from."""
