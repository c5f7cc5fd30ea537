"""Declared things: fields and defaults, equal by content, unchangeable; classes on demand."""

import sys

import pytest

from nestlike.declared import Declared
from nestlike.on_demand import OnDemand


class Quantity(Declared):
    default: object
    unit: str = ""
    convert: object = lambda value: value


class Longer(Quantity):
    length: int = 3


def test_fields_come_in_order_and_by_name():
    assert Quantity(1.0, "mV") == Quantity(unit="mV", default=1.0)
    assert Quantity(1.0) != Quantity(2.0) and Quantity(1.0) != Longer(1.0)
    assert len({Quantity(1.0, "mV"), Quantity(1.0, "mV")}) == 1
    assert Quantity(1.0, "mV").convert(5) == 5
    assert Longer(1.0, length=4).length == 4 and Longer(1.0).length == 3
    assert repr(Quantity(1.0, convert=None)) == "Quantity(default=1.0, unit='', convert=None)"


@pytest.mark.parametrize(
    "values, named",
    [((), {}), ((1.0,), {"default": 2.0}), ((1.0,), {"units": "mV"}), ((1.0, "", None, 4), {})],
)
def test_fields_that_do_not_fit_are_refused(values, named):
    with pytest.raises(TypeError, match="Quantity"):
        Quantity(*values, **named)


def test_nothing_changes():
    with pytest.raises(AttributeError, match="unit"):
        Quantity(1.0).unit = "pA"


def test_classes_on_demand():
    found = OnDemand("json", {"decoder": "JSONDecoder", "encoder": "JSONEncoder"})
    assert sorted(found) == ["decoder", "encoder"] and len(found) == 2
    assert found["encoder"].__name__ == "JSONEncoder" and "json.encoder" in sys.modules
    assert "scanner" not in found and found.get("scanner") is None
    with pytest.raises(KeyError):
        found["scanner"]
