"""From a spike to its targets: what is sent, by way of what, and who receives it."""
