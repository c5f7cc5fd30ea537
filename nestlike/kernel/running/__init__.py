"""The running network: blocks of nodes, virtual processes, the driver and its threads."""
