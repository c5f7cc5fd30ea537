"""Arrays as values in LLVM's form, in place of numba's: those go through memory at every use.

LLVM finds out that the memory is not needed, but takes its time, and numba to write all that down.
"""

import llvmlite.ir as ir
from numba.np import arrayobj

_in_memory = arrayobj.make_array


class ArrayValue:
    """One array: its fields are attributes, as in numba's representation.

    Parameters
    ----------
    context, builder
        Of the function that is compiled.
    kind : numba.types.Array
    value : llvmlite.ir.Value, optional
        Default: all fields zero.
    """

    def __init__(self, context, builder, kind, value=None):
        model = context.data_model_manager[kind]
        start = ir.Constant(model.get_value_type(), None) if value is None else value
        own = dict(_context=context, _builder=builder, _datamodel=model, _fe_type=kind, _now=start)
        vars(self).update(own)

    def __getattr__(self, name: str):
        place = self._datamodel.get_field_position(name)
        return self._builder.extract_value(self._now, place)

    def __setattr__(self, name: str, value) -> None:
        place = self._datamodel.get_field_position(name)
        vars(self)["_now"] = self._builder.insert_value(self._now, value, place)

    def _getvalue(self):
        """Return the whole array."""
        return self._now


def make_array(kind):
    """Return what represents arrays of a type; replaces numba's function of this name."""
    if not hasattr(kind, "as_array") or kind.as_array != kind:
        return _in_memory(kind)

    def represent(context, builder, value=None, ref=None):
        if ref is not None:
            return _in_memory(kind)(context, builder, ref=ref)
        return ArrayValue(context, builder, kind, value)

    return represent
