"""From plans to the tree of files that is the control repo."""
