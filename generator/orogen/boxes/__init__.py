"""A control repo's nodes as system containers on this machine: boxes that run the same Puppet as machines do."""
