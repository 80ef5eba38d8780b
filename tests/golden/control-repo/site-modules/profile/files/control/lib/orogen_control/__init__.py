"""What a maintenance node may have done on this node."""
