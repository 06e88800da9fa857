# Two commands are enough: `make demo` and `make test`. Both do all set-up in .venv from the lock files.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
LEDGER ?= demo.db

PLACES := src/sayso/registers/places
ACTORS := src/sayso/registers/actors

.PHONY: help setup demo test lint bench docs lock clean gazetteer parties assets
help:
	@echo "make demo   read five accounts of one captured town and show who names which attacker"
	@echo "make test   lint, types, layers and all tests"
	@echo "make gazetteer  compile the gazetteer of places anew, where its sources changed"
	@echo "make assets  fetch the desk's fonts and maps from npm; it works without, plainer"
	@echo "make bench  accuracy and speed beside peers (needs ../shared/data)"
	@echo "make docs   build the documentation as a site, in build/site"
	@echo "make lock   renew the lock files (needs uv)"

setup: gazetteer parties assets
gazetteer: $(PLACES)/gazetteer.db
$(PLACES)/gazetteer.db: $(addprefix $(PLACES)/,build.py shelf.py spelling.py names.toml supplement.toml towns.tsv) | $(VENV)/.ready
	@$(BIN)/python -m sayso.registers.places.build

parties: $(ACTORS)/parties.json
$(ACTORS)/parties.json: $(wildcard $(ACTORS)/*.toml $(ACTORS)/*.py) $(PLACES)/spelling.py $(PLACES)/names.toml | $(VENV)/.ready
	@$(BIN)/python -m sayso.registers.actors.build
	@touch $@

assets: | $(VENV)/.ready
	@$(BIN)/python -m sayso.desk.build

$(VENV)/.ready: pyproject.toml requirements/dev.lock
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "sayso needs Python 3.11 or newer: make PYTHON=python3.12 ...")'
	@echo "Setting up $(VENV) (two minutes, once: the gazetteer is compiled too)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) install --require-hashes -r requirements/dev.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q src  # the command must start quickly also where Python may not write
	@touch $@

$(VENV)/.bench: $(VENV)/.ready requirements/bench.lock
	@$(PIP) install --require-hashes -r requirements/bench.lock
	@touch $@

$(VENV)/.formats: $(VENV)/.ready requirements/formats.lock
	@$(PIP) install --require-hashes -r requirements/formats.lock
	@touch $@

$(VENV)/.docs: $(VENV)/.ready requirements/docs.lock
	@$(PIP) install --require-hashes -r requirements/docs.lock
	@touch $@

demo: setup
	@$(BIN)/python examples/demo.py --ledger $(LEDGER)

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint
	$(BIN)/pytest -n 2

bench: $(VENV)/.bench gazetteer parties
	$(BIN)/python -m benchmarks.all

# Strict: a link that leads nowhere, a page that no menu names and a figure that is not frozen each end it.
docs: $(VENV)/.docs
	@$(BIN)/python docs/building.py
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet
	@echo "build/site/index.html"

lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  pyproject.toml --group dev -o requirements/dev.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  pyproject.toml --group dev --group bench -o requirements/bench.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  pyproject.toml --group dev --group formats -o requirements/formats.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  pyproject.toml --group dev --group docs -o requirements/docs.lock

clean:
	rm -rf $(VENV) build dist demo.db*
