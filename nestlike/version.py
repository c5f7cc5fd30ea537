"""The two version numbers: which NEST we speak for, and which nestlike this is."""

#: The PyNEST release whose behaviour this package has; scripts read it as ``nest.__version__``.
nest_version = "3.10.0"

#: The release of nestlike itself.
nestlike_version = "0.1.0"
