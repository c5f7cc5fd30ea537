"""Say whether rules run compiled or interpreted, whatever there is to do."""


def run_loops(patch, compiled: bool) -> None:
    """Have the `MonkeyPatch` make all loops of rules run compiled, or all of them interpreted."""
    patch.setattr("nestlike.compiler.kernels.Kernel.pays", lambda kernel, steps: compiled)
    for module in ("compiled_rules", "chosen_partners"):
        worth = 0 if compiled else 10**9
        patch.setattr(f"nestlike.connect.{module}.WORTH_COMPILING", worth)
