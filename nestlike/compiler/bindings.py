"""The compiled forms of `nestlike.compiler.views`; importing this module imports numba.

Each is a typing rule and a few instructions, so that numba has no further function to compile.
"""

import llvmlite.ir as ir
from numba import types
from numba.core.imputils import impl_ret_untracked
from numba.extending import lower_builtin, type_callable
from numba.np.arrayobj import populate_array

from nestlike.compiler import views
from nestlike.compiler.array_values import ArrayValue
from nestlike.numerics.engine import doubles, refill
from nestlike.numerics.engine_state import REFILL
from nestlike.numerics.records import prefetch

_WORD = ir.IntType(64)
_INTEGER = types.Integer


def _bind_view(function, element):
    """Give numba the function that views memory as a vector of `element`."""
    vector = types.Array(element, 1, "C")

    @type_callable(function)
    def type_view(context):
        def typer(address, n):
            if isinstance(address, _INTEGER) and isinstance(n, _INTEGER):
                return vector

        return typer

    @lower_builtin(function, _INTEGER, _INTEGER)
    def lower_view(context, builder, signature, arguments):
        address, n = _words(context, builder, signature, arguments)
        return _array(context, builder, vector, address, [n])


def _words(context, builder, signature, arguments):
    """Return integer arguments as 64-bit words."""
    return _as_words(context, builder, signature.args, arguments)


def _as_words(context, builder, kinds, values):
    pairs = zip(values, kinds, strict=True)
    return [context.cast(builder, value, kind, types.int64) for value, kind in pairs]


def _array(context, builder, kind, address, shape):
    """Return an array of type `kind` that owns nothing."""
    size = context.get_abi_sizeof(context.get_data_type(kind.dtype))
    array = ArrayValue(context, builder, kind)
    itemsize = context.get_constant(types.intp, size)
    strides = [itemsize]
    for extent in reversed(shape[1:]):
        strides.insert(0, builder.mul(strides[0], extent))
    pointer = builder.inttoptr(address, context.get_data_type(kind.dtype).as_pointer())
    populate_array(
        array, data=pointer, shape=shape, strides=strides, itemsize=itemsize, meminfo=None
    )
    return impl_ret_untracked(context, builder, kind, array._getvalue())


for _function, _element in (
    (views.f64, types.float64),
    (views.i64, types.int64),
    (views.i32, types.int32),
    (views.u32, types.uint32),
    (views.u16, types.uint16),
    (views.u64, types.uint64),
    (views.i8, types.int8),
):
    _bind_view(_function, _element)

_VECTOR = types.Array(types.float64, 1, "C")
_GRID = types.Array(types.float64, 2, "C")


@type_callable(views.grid)
def _type_grid(context):
    return lambda address, rows, n: _GRID


@lower_builtin(views.grid, _INTEGER, _INTEGER, _INTEGER)
def _lower_grid(context, builder, signature, arguments):
    address, rows, n = _words(context, builder, signature, arguments)
    return _array(context, builder, _GRID, address, [rows, n])


@type_callable(views.record)
def _type_record(context):
    return lambda address, layout: layout.dtype


@lower_builtin(views.record, _INTEGER, types.DType)
def _lower_record(context, builder, signature, arguments):
    address = context.cast(builder, arguments[0], signature.args[0], types.int64)
    return builder.inttoptr(address, context.get_value_type(signature.return_type))


@type_callable(views.call)
def _type_call(context):
    return lambda function, a, b, c, d: types.int64


@lower_builtin(views.call, *[_INTEGER] * 5)
def _lower_call(context, builder, signature, arguments):
    function, *words = _words(context, builder, signature, arguments)
    prototype = ir.FunctionType(_WORD, [_WORD] * 4)
    return builder.call(builder.inttoptr(function, prototype.as_pointer()), words)


def _cell(builder, address):
    return builder.inttoptr(address, _WORD.as_pointer())


@type_callable(views.fetch_add)
def _type_fetch_add(context):
    return lambda address, amount: types.int64


@lower_builtin(views.fetch_add, _INTEGER, _INTEGER)
def _lower_fetch_add(context, builder, signature, arguments):
    address, amount = _words(context, builder, signature, arguments)
    return builder.atomic_rmw("add", _cell(builder, address), amount, "seq_cst")


@type_callable(views.load)
def _type_load(context):
    return lambda address: types.int64


@lower_builtin(views.load, _INTEGER)
def _lower_load(context, builder, signature, arguments):
    (address,) = _words(context, builder, signature, arguments)
    return builder.load_atomic(_cell(builder, address), "seq_cst", 8)


@type_callable(views.store)
def _type_store(context):
    return lambda address, value: types.none


@lower_builtin(views.store, _INTEGER, _INTEGER)
def _lower_store(context, builder, signature, arguments):
    address, value = _words(context, builder, signature, arguments)
    builder.store_atomic(value, _cell(builder, address), "seq_cst", 8)
    return context.get_dummy_value()


@type_callable(refill)
def _type_refill(context):
    return lambda engine: types.none


@lower_builtin(refill, types.Array)
def _lower_refill(context, builder, signature, arguments):
    """Call the machine code at the address that stands in the engine, whatever its kind."""
    data = ArrayValue(context, builder, signature.args[0], arguments[0]).data
    place = builder.gep(data, [context.get_constant(types.intp, REFILL)])
    prototype = ir.FunctionType(_WORD, [_WORD])
    function = builder.inttoptr(builder.load(place), prototype.as_pointer())
    builder.call(function, [builder.ptrtoint(data, _WORD)])
    return context.get_dummy_value()


@type_callable(doubles)
def _type_doubles(context):
    return lambda words, start, n: _VECTOR


@lower_builtin(doubles, types.Array, _INTEGER, _INTEGER)
def _lower_doubles(context, builder, signature, arguments):
    start, n = _as_words(context, builder, signature.args[1:], arguments[1:])
    data = ArrayValue(context, builder, signature.args[0], arguments[0]).data
    address = builder.ptrtoint(builder.gep(data, [start]), _WORD)
    return _array(context, builder, _VECTOR, address, [n])


@type_callable(prefetch)
def _type_prefetch(context):
    return lambda array, i: types.none


@lower_builtin(prefetch, types.Array, _INTEGER)
def _lower_prefetch(context, builder, signature, arguments):
    data = ArrayValue(context, builder, signature.args[0], arguments[0]).data
    place = context.cast(builder, arguments[1], signature.args[1], types.intp)
    byte, word = ir.IntType(8).as_pointer(), ir.IntType(32)
    kind = ir.FunctionType(ir.VoidType(), [byte, word, word, word])
    announce = builder.module.declare_intrinsic("llvm.prefetch", [byte], kind)
    to_write, to_keep, data_cache = word(1), word(3), word(1)
    where = builder.bitcast(builder.gep(data, [place]), byte)
    builder.call(announce, [where, to_write, to_keep, data_cache])
    return context.get_dummy_value()
