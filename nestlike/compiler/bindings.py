"""The compiled forms of `nestlike.compiler.views`; importing this module imports numba."""

import llvmlite.ir as ir
from numba import carray, types
from numba.core import cgutils
from numba.extending import intrinsic, overload

from nestlike.compiler import views

_WORD = ir.IntType(64)


def _pointer(target):
    @intrinsic
    def pointer(typing_context, address):
        signature = types.CPointer(target)(types.int64)

        def generate(context, builder, signature, arguments):
            kind = context.get_value_type(signature.return_type)
            return builder.inttoptr(arguments[0], kind)

        return signature, generate

    return pointer


def _bind_view(function, target):
    pointer = _pointer(target)

    @overload(function)
    def view(address, n):
        def implementation(address, n):
            return carray(pointer(address), n)

        return implementation


for _function, _target in (
    (views.f64, types.float64),
    (views.i64, types.int64),
    (views.i32, types.int32),
    (views.u32, types.uint32),
    (views.u64, types.uint64),
    (views.i8, types.int8),
):
    _bind_view(_function, _target)


_double_pointer = _pointer(types.float64)


@overload(views.grid)
def _grid(address, rows, n):
    return lambda address, rows, n: carray(_double_pointer(address), (rows, n))


@intrinsic
def _void_pointer(typing_context, address):
    def generate(context, builder, signature, arguments):
        return builder.inttoptr(arguments[0], cgutils.voidptr_t)

    return types.voidptr(types.int64), generate


@overload(views.record)
def _record(address, layout):
    def implementation(address, layout):
        return carray(_void_pointer(address), 1, layout)[0]

    return implementation


@intrinsic
def _call(typing_context, function, a, b, c, d):
    signature = types.int64(*[types.int64] * 5)

    def generate(context, builder, signature, arguments):
        prototype = ir.FunctionType(_WORD, [_WORD] * 4)
        target = builder.inttoptr(arguments[0], prototype.as_pointer())
        return builder.call(target, arguments[1:])

    return signature, generate


@overload(views.call)
def _bind_call(function, a, b, c, d):
    return lambda function, a, b, c, d: _call(function, a, b, c, d)


@intrinsic
def _fetch_add(typing_context, address, amount):
    def generate(context, builder, signature, arguments):
        cell = builder.inttoptr(arguments[0], _WORD.as_pointer())
        return builder.atomic_rmw("add", cell, arguments[1], "seq_cst")

    return types.int64(types.int64, types.int64), generate


@intrinsic
def _load(typing_context, address):
    def generate(context, builder, signature, arguments):
        cell = builder.inttoptr(arguments[0], _WORD.as_pointer())
        return builder.load_atomic(cell, "seq_cst", 8)

    return types.int64(types.int64), generate


@intrinsic
def _store(typing_context, address, value):
    def generate(context, builder, signature, arguments):
        cell = builder.inttoptr(arguments[0], _WORD.as_pointer())
        builder.store_atomic(arguments[1], cell, "seq_cst", 8)
        return context.get_dummy_value()

    return types.none(types.int64, types.int64), generate


@overload(views.fetch_add)
def _bind_fetch_add(address, amount):
    return lambda address, amount: _fetch_add(address, amount)


@overload(views.load)
def _bind_load(address):
    return lambda address: _load(address)


@overload(views.store)
def _bind_store(address, value):
    return lambda address, value: _store(address, value)
