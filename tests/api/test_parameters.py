"""Random parameters of nodes; numbers measured with NEST 3.10.0."""

import numpy as np
import pytest

import nestlike as nest

ERRORS = nest.NESTErrors
uniform, normal = nest.random.uniform, nest.random.normal


@pytest.fixture(autouse=True)
def fresh_kernel():
    nest.ResetKernel()


def test_first_values_are_those_of_nest():
    nest.rng_seed = 1
    drawn = [uniform().GetValue() for _ in range(3)]
    assert drawn == [0.41404568577429984, 0.2916002191584235, 0.02177289591928631]


def test_values_of_nodes_are_those_of_nest():
    nodes = nest.Create("iaf_psc_alpha", 3, {"V_m": uniform()})
    assert nodes.V_m == (0.8028145349364877, 0.9016191656392465, 0.6534820874937566)
    nest.ResetKernel()
    nest.local_num_threads = 2
    nodes = nest.Create("iaf_psc_alpha", 2, {"V_m": normal()})
    assert nodes.V_m == (-0.45403715481150186, 0.4661698709468425)


def test_replicas_draw_one_after_the_other():
    nest.local_num_threads = 2
    devices = nest.Create("poisson_generator", 2, {"rate": uniform()})
    assert devices.rate == (0.18772310713378204, 0.8028145349364819)
    nest.ResetKernel()
    nest.local_num_threads = 2
    value = normal(5.0, 1.0)
    devices = nest.Create("dc_generator", 5, {"amplitude": value})
    nodes = nest.Create("iaf_psc_exp", 3, {"I_e": value})
    assert devices.amplitude == (
        4.545962845188495, 5.466169870946843, 4.794222111623266,
        6.662786405286556, 4.22784338858158,
    )  # fmt: skip
    assert nodes.I_e == (5.11585722255683, 6.019771002960878, 4.361011896221173)


@pytest.mark.parametrize("threads", [1, 3])
def test_columns_hold_the_stream_of_single_draws(threads):
    """The fast path for many nodes gives what one node at a time gives."""
    make = {
        "uniform": lambda: uniform(1.0, 2.0),
        "normal": lambda: normal(1.0, 2.0),
        "exponential": lambda: nest.random.exponential(3.0),
        "lognormal": lambda: nest.random.lognormal(0.1, 0.4),
        "uniform_int": lambda: nest.random.uniform_int(7),
        "expression": lambda: 3 * (normal() * 2.5 - 1) / 7,
        "mapped": lambda: nest.math.exp(uniform()) ** 2,
    }
    for build in make.values():
        results = []
        for one_by_one in (True, False):
            nest.ResetKernel()
            nest.local_num_threads = threads
            value, nodes = build(), nest.Create("iaf_psc_exp", 13)
            for part in nodes if one_by_one else [nodes[:7], nodes[7:]]:
                part.I_e = value
            results.append(nodes.I_e)
        assert results[0] == results[1]


def test_quantities_draw_in_the_order_of_the_model():
    given = {"V_m": uniform(), "tau_m": uniform(), "E_L": uniform()}
    drawn = nest.Create("iaf_psc_exp", 2, given).get(["E_L", "tau_m"])
    nest.ResetKernel()
    draws = nest.Create("iaf_psc_exp", 6, {"I_e": uniform()}).I_e
    assert drawn == {"E_L": draws[0::3], "tau_m": draws[1::3]}


def test_left_operand_draws_first_but_comparisons_start_right():
    def streams(build):
        nest.ResetKernel()
        return build().GetValue()

    first, second = uniform().GetValue(), uniform().GetValue()
    assert streams(lambda: uniform() - uniform()) == first - second
    assert streams(lambda: uniform() < uniform()) == float(second < first)


def test_algebra():
    two = nest.CreateParameter("constant", {"value": 2.0})
    values = {
        3.0: two + 1, 1.5: 3.5 - two, -2.0: -two, 4.0: two * np.float64(2.0), 0.25: 0.5 / two,
        8.0: two**3, 2.0: +two, 1.0: two > 1, 0.0: two != 2,
    }  # fmt: skip
    for expected, parameter in values.items():
        assert parameter.GetValue() == expected
    assert (two / 0.0).GetValue() == float("inf")
    assert nest.math.min(two, 1).GetValue() == 1.0
    assert nest.math.max(two, 3).GetValue() == 3.0
    assert nest.math.redraw(normal(), -0.1, 0.1).apply(nest.Create("iaf_psc_alpha", 9))


@pytest.mark.parametrize(
    "build, error",
    [
        (lambda: uniform() + "a", NotImplementedError),
        (lambda: uniform() + np.int64(1), NotImplementedError),
        (lambda: uniform() % 2, TypeError),
        (lambda: uniform() ** uniform(), TypeError),
        (lambda: abs(uniform()), TypeError),
        (lambda: hash(uniform()), TypeError),
        (lambda: uniform(1.0, 1.0), ERRORS.BadProperty),
        (lambda: normal(0.0, 0.0), ERRORS.BadProperty),
        (lambda: nest.random.uniform_int(-1), ERRORS.BadProperty),
        (lambda: nest.random.uniform_int(1.5), RuntimeError),
        (lambda: nest.CreateParameter("foo", {}), ERRORS.UndefinedName),
        (lambda: nest.CreateParameter("uniform", {"foo": 1.0}), ERRORS.UnaccessedDictionaryEntry),
        (lambda: nest.math.redraw(uniform(), 3.0, 2.0), ERRORS.BadParameterValue),
        (lambda: nest.math.redraw(uniform(), 2.0, 3.0).GetValue(), nest.NESTError),
    ],
)
def test_refusals(build, error):
    with pytest.raises(error):
        build()


def test_archiving_takes_no_random_values():
    with pytest.raises(ERRORS.TypeMismatch):
        nest.Create("iaf_psc_alpha").tau_minus = uniform(1.0, 2.0)
