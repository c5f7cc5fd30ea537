"""What recorders take down while the network runs."""
