"""The tool's commands, one a module; each adds itself to the command line."""
