# Every target makes the environment it needs. Stamp files keep repeated calls fast.
PYTHON ?= python3
BIN := $(if $(filter Windows_NT,$(OS)),Scripts,bin)
VENV := .venv
NEST_VENV := .venv-nest
PY := $(VENV)/$(BIN)/python
NEST_PY := $(NEST_VENV)/$(BIN)/python
NEST_PATH := $(CURDIR)/$(NEST_PY)
PIP_QUIET := --quiet --disable-pip-version-check
CASES ?= 10
PYTEST_ARGS ?=
BENCH_ARGS ?= --large

.PHONY: tutorial test check-live conformance examples bench record wheel lint clean help

help:
	@echo "make tutorial     run the single-neuron tutorial, figures in figures/"
	@echo "make test         run the tests (no NEST needed)"
	@echo "make check-live   compare random cases with an installed NEST 3.10.0"
	@echo "make conformance  run NEST's own test suite and examples against nestlike"
	@echo "make bench        time nestlike and NEST side by side"
	@echo "make record       record reference_traces/ again with NEST 3.10.0"
	@echo "make wheel        build a wheel with machine code for this platform in dist/"
	@echo "make lint         ruff and the layer contract"
	@echo "make clean        remove environments and reports"

$(VENV)/run.stamp: pyproject.toml
	test -x $(PY) || $(PYTHON) -m venv $(VENV)
	$(PY) -m pip install $(PIP_QUIET) -e ".[plot]"
	touch $@

$(VENV)/test.stamp: $(VENV)/run.stamp
	$(PY) -m pip install $(PIP_QUIET) -e ".[test]"
	touch $@

$(NEST_VENV)/nest.stamp: pyproject.toml
	test -x $(NEST_PY) || $(PYTHON) -m venv $(NEST_VENV)
	$(NEST_PY) -m pip install $(PIP_QUIET) --only-binary nest-simulator \
	    nest-simulator==3.10.0 numpy scipy matplotlib pandas pytest pytest-timeout
	touch $@

tutorial: $(VENV)/run.stamp
	$(PY) docs/tutorial/single_neuron.py --figures figures

test: $(VENV)/test.stamp
	$(PY) -m pytest -m "not live" $(PYTEST_ARGS)

check-live: $(VENV)/test.stamp $(NEST_VENV)/nest.stamp
	NESTLIKE_REFERENCE_PYTHON=$(NEST_PATH) $(PY) -m tests.live.compare all --cases $(CASES)

conformance: $(VENV)/test.stamp $(NEST_VENV)/nest.stamp
	NESTLIKE_REFERENCE_PYTHON=$(NEST_PATH) $(PY) tests/conformance/run_suite.py

examples: $(VENV)/test.stamp $(NEST_VENV)/nest.stamp
	NESTLIKE_REFERENCE_PYTHON=$(NEST_PATH) $(PY) tests/conformance/run_examples.py

$(VENV)/bench.stamp: $(VENV)/test.stamp $(NEST_VENV)/nest.stamp
	$(PY) -m pip install $(PIP_QUIET) -e ".[bench]"
	$(NEST_PY) -m pip install $(PIP_QUIET) microcircuit
	touch $@

bench: $(VENV)/bench.stamp
	NESTLIKE_REFERENCE_PYTHON=$(NEST_PATH) $(PY) -m tests.benchmarks.side_by_side $(BENCH_ARGS)
	NESTLIKE_REFERENCE_PYTHON=$(NEST_PATH) $(PY) -m tests.benchmarks.curves

record: $(NEST_VENV)/nest.stamp
	PYTHONPATH=$(CURDIR) $(NEST_PY) reference_traces/record.py

wheel: $(VENV)/run.stamp
	rm -rf nestlike/prebuilt build
	$(PY) -m nestlike.prebuild nestlike/prebuilt
	$(PY) -m pip wheel $(PIP_QUIET) --no-deps --wheel-dir dist .
	rm -rf nestlike/prebuilt build

lint: $(VENV)/test.stamp
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(VENV)/$(BIN)/lint-imports --no-cache

clean:
	rm -rf $(VENV) $(NEST_VENV) figures conformance-report bench-report build dist nestlike/prebuilt *.egg-info
