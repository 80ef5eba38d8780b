"""The control repo on disk: what orogen owns there, and how it is written whole or not at all."""
