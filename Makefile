PYTHON ?= python3
VENV   := .venv
PIP    := $(VENV)/bin/python -m pip --disable-pip-version-check --quiet
RUN    := $(VENV)/bin/python -m
TRAIN  := .venv-train
CORPUS ?= data/raw
OUT    ?= reports

help:            ## this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

report: $(VENV)/run.stamp  ## read CORPUS (data/raw), write linked HTML reports to OUT (reports)
	$(RUN) communique report $(CORPUS) --out $(OUT)

lab: $(VENV)/run.stamp     ## open the notebooks in JupyterLab
	$(RUN) jupyterlab notebooks

test: $(VENV)/test.stamp check  ## check, then run every test
	$(RUN) pytest

check: $(VENV)/test.stamp  ## lint, formatting, types, notebooks without outputs
	$(RUN) ruff check .
	$(RUN) ruff format --check .
	$(RUN) mypy
	$(RUN) nbstripout --verify notebooks/*.ipynb

format: $(VENV)/test.stamp ## put code and notebooks into shape
	$(RUN) ruff check --fix-only --quiet .
	$(RUN) ruff format .
	$(RUN) nbstripout notebooks/*.ipynb

bench: $(VENV)/test.stamp  ## measure speed beside references, keep tests/benchmarks/results.json (COMMUNIQUE_BENCH=small: some minutes)
	$(RUN) pytest tests/benchmarks --override-ini norecursedirs= --override-ini addopts= -s

fuzz: $(VENV)/test.stamp   ## read ten thousand damaged files: no crash, no hang, no unbounded memory
	COMMUNIQUE_FUZZ=10000 $(RUN) pytest tests/formats/test_fuzz.py

audit: $(VENV)/test.stamp  ## look the locked dependencies up among known vulnerabilities, where the registry tells them
	$(RUN) pip_audit --requirement requirements.lock --disable-pip --require-hashes

train: $(TRAIN)/stamp      ## train the model again on data/gold (work) and data/practice: PyTorch, some 40 minutes
	$(TRAIN)/bin/python -m communique.training.train --part work --out src/communique/models --seed 0

lock:            ## resolve the dependencies again (needs uv)
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
	  pyproject.toml --group build --output-file requirements.lock
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
	  pyproject.toml --group build --group test --constraints requirements.lock --output-file requirements-dev.lock
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
	  pyproject.toml --group build --group train --constraints requirements.lock --output-file requirements-train.lock

clean:           ## remove the environment and the generated reports
	rm -rf $(VENV) $(TRAIN) $(OUT)/*.html $(OUT)/documents $(OUT)/tables $(OUT)/network $(OUT)/notebooks $(OUT)/run.json

# The environment is made again when its lock or the project's metadata changed; nothing is taken
# that the lock does not name with its hash.
$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(PIP) install --require-hashes --requirement requirements.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/test.stamp: requirements-dev.lock pyproject.toml | $(VENV)/bin/python
	$(PIP) install --require-hashes --requirement requirements-dev.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	touch $@ $(VENV)/run.stamp

# PyTorch is large and serves nothing else, so it has an environment of its own.
$(TRAIN)/stamp: requirements-train.lock pyproject.toml
	$(PYTHON) -m venv $(TRAIN)
	$(TRAIN)/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes --requirement requirements-train.lock
	$(TRAIN)/bin/python -m pip --disable-pip-version-check --quiet install --no-deps --no-build-isolation --editable .
	touch $@

.PHONY: help report lab test check format bench fuzz audit train lock clean
