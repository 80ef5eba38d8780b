"""The environment in its recovery region: where everything stands there, its control repo, and the runbook."""
