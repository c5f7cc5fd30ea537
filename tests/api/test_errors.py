"""NESTErrors: 57 flat classes."""

import pickle

import nestlike as nest
from nestlike.kernel.errors import did_you_mean


def test_57_classes_directly_below_one():
    names = [name for name in vars(nest.NESTErrors) if not name.startswith("_")]
    classes = {getattr(nest.NESTErrors, name) for name in names}
    assert len(classes) == 57
    assert nest.NESTError is nest.NESTErrors.KernelException
    assert {cls.__base__ for cls in classes} == {nest.NESTError, Exception}
    assert not issubclass(nest.NESTErrors.KeyError, KeyError)


def test_classes_look_like_nests():
    assert repr(nest.NESTErrors.BadDelay) == "<class 'NESTErrors.BadDelay'>"


def test_errors_cross_process_boundaries():
    error = pickle.loads(pickle.dumps(nest.NESTErrors.BadDelay("too short")))
    assert type(error) is nest.NESTErrors.BadDelay
    assert str(error) == "too short"


def test_hints():
    assert did_you_mean("Vth", ["V_th", "V_m"]) == " Did you mean 'V_th'?"
    assert did_you_mean("xyz", ["V_th", "V_m"]) == ""
