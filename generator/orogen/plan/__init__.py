"""The environment laid out: nodes, clusters, flows, sizes, certificates."""
