"""Failures on purpose, on running boxes and under a workload that keeps a ledger: what was promised is measured."""
