"""NEST's error classes: flat below ``KernelException``, none related to a builtin of the same name.

They are defined down here so that the kernel and the models can raise them; users meet them as
``nest.NESTErrors.<name>`` and ``nest.NESTError`` (see :mod:`nestlike.api.errors`).
"""

from collections.abc import Iterable


def _rebuild(name, args):
    return globals()[name](*args)


class KernelException(Exception):
    """Something went wrong in the kernel; the class above all others of NEST."""

    def __init_subclass__(cls, **keywords):
        super().__init_subclass__(**keywords)
        cls.__module__ = "NESTErrors"

    def __reduce__(self):
        # `NESTErrors` is no importable module, so errors that cross a process boundary say how
        # to find their class.
        return _rebuild, (type(self).__name__, self.args)


KernelException.__module__ = "NESTErrors"


def did_you_mean(name: object, candidates: Iterable[str]) -> str:
    """Return an ending for an error message which offers the nearest valid name.

    Parameters
    ----------
    name : str
        What the user wrote.
    candidates : iterable of str
        The valid names.

    Returns
    -------
    str
        ``" Did you mean 'V_th'?"``, or the empty string where nothing is near.
    """
    import difflib  # on demand: an error may take its time, an import may not

    wanted = str(name)
    names = {candidate.lower(): candidate for candidate in candidates}
    near = difflib.get_close_matches(wanted.lower(), names, n=1, cutoff=0.6)
    return f" Did you mean {names[near[0]]!r}?" if near else ""


class BackendAlreadyRegistered(KernelException):
    """A recording or stimulation backend of this name is registered already."""


class BackendNotPrepared(KernelException):
    """A backend was asked to work before it was prepared."""


class BackendPrepared(KernelException):
    """A backend was changed while it was prepared."""


class BadDelay(KernelException):
    """A delay is shorter than a step, or outside the limits that hold for the network."""


class BadParameter(KernelException):
    """An argument has the right type, but does not fit the situation."""


class BadParameterValue(KernelException):
    """The value of an argument is outside its range."""


class BadProperty(KernelException):
    """A parameter of a node, a synapse or the kernel was given an illegal value."""


class DimensionMismatch(KernelException):
    """Two things that belong together have different sizes."""


class DistributionError(KernelException):
    """Nodes that must live together are spread over processes."""


class DynamicModuleManagementError(KernelException):
    """An extension module could not be loaded or unloaded."""


class GSLSolverFailure(KernelException):
    """The adaptive integrator of a model gave up."""


class IOError(KernelException):
    """A file could not be opened, read or written."""


class IllegalConnection(KernelException):
    """These nodes, or this synapse model, must not be connected."""


class IncompatibleReceptorType(KernelException):
    """The receptor exists, but does not take this kind of event."""


class InexistentConnection(KernelException):
    """The connection asked for does not exist."""


class InternalError(KernelException):
    """The kernel contradicts itself; this is a defect."""


class InvalidDefaultResolution(KernelException):
    """A default of a model cannot be represented at this resolution."""


class InvalidTimeInModel(KernelException):
    """A time parameter of a model cannot be represented at this resolution."""


class KeyError(KernelException):
    """A dictionary lacks an entry that is needed."""


class LayerExpected(KernelException):
    """A node collection with positions is needed."""


class LayerNodeExpected(KernelException):
    """A node with a position is needed."""


class LocalNodeExpected(KernelException):
    """The node lives on another process."""


class MPIErrorCode(KernelException):
    """The message passing layer reported an error."""


class MPIPortsFileMissing(KernelException):
    """The file with the ports of the partner program is missing."""


class MPIPortsFileUnknown(KernelException):
    """The name of the file with the ports is not known."""


class MUSICChannelAlreadyMapped(KernelException):
    """The MUSIC channel has a device already."""


class MUSICChannelUnknown(KernelException):
    """The MUSIC port has no such channel."""


class MUSICPortAlreadyPublished(KernelException):
    """The MUSIC port is published already."""


class MUSICPortHasNoWidth(KernelException):
    """The MUSIC port has no width."""


class MUSICPortUnconnected(KernelException):
    """Nothing is connected to the MUSIC port."""


class MUSICPortUnknown(KernelException):
    """There is no MUSIC port of this name."""


class MUSICSimulationHasRun(KernelException):
    """MUSIC cannot be set up after the simulation ran."""


class ModelInUse(KernelException):
    """The model cannot be changed because nodes of it exist."""


class NamingConflict(KernelException):
    """Two entries of a declaration have the same name."""


class NewModelNameExists(KernelException):
    """A model of the new name exists already."""


class NoThreadSiblingsAvailable(KernelException):
    """The node has no replicas on other threads."""


class NodeWithProxiesExpected(KernelException):
    """A device was given where a neuron is needed."""


class NotImplemented(KernelException):
    """The operation is not defined for this kind of object."""


class NumericalInstability(KernelException):
    """The state of a neuron left the finite numbers."""


class RangeCheck(KernelException):
    """An index is out of range."""


class StepMultipleRequired(KernelException):
    """A time must be a whole number of steps."""


class TimeMultipleRequired(KernelException):
    """A time must be a whole multiple of another."""


class TypeMismatch(KernelException):
    """A value has the wrong type."""


class UnaccessedDictionaryEntry(KernelException):
    """A dictionary has entries that nothing asked for, often a misspelt name."""


class UndefinedName(KernelException):
    """A name is not known."""


class UnexpectedEvent(KernelException):
    """The target cannot take events of this kind."""


class UnknownCompartment(KernelException):
    """The neuron has no such compartment."""


class UnknownComponent(KernelException):
    """There is no model or backend of this name."""


class UnknownModelName(KernelException):
    """There is no model of this name."""


class UnknownNode(KernelException):
    """There is no node of this number."""


class UnknownPort(KernelException):
    """The node has no such port."""


class UnknownReceptorType(KernelException):
    """The node has no such receptor."""


class UnknownSynapseType(KernelException):
    """There is no synapse model of this number."""


class UnknownThread(KernelException):
    """There is no thread of this number."""


class UnmatchedSteps(KernelException):
    """A simulation was cut into pieces that do not fit."""


class UnsupportedEvent(KernelException):
    """The synapse cannot carry events of this kind."""
