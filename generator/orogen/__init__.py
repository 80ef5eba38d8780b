"""orogen renders one environment description into a complete Puppet control repo."""

__version__ = "0.1.0"
