# Two commands matter: `make demo` and `make test`. Each sets up its own environment first.
.DEFAULT_GOAL := help
.PHONY: help setup demo test test-quick test-long fuzz lint types types-windows layers unit unit-quick bench bench-long schemas reference changelog lock clean

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
SMEADVISOR := $(BIN)/smeadvisor

help:
	@echo "make demo        advise one economy and one firm"
	@echo "make test        run every check and test: a few minutes"
	@echo "make test-quick  run lint, types, layers and the fast tests: half a minute"
	@echo "make test-long   run every test at its full size, exploring anew: an hour or more"
	@echo "make fuzz        attack with changed inputs: ten minutes; MINUTES=60"
	@echo "make bench       measure: one profile, engines, whole files"
	@echo "make bench-long  measure growth; all engines agree, all mutants: hours"
	@echo "make schemas     after a change of rules or outputs: JSON Schemas"
	@echo "make reference   after a change of commands or rooms: docs/cli.md, docs/architecture.md"
	@echo "make changelog   at a release: VERSION=0.2.0"
	@echo "make lock        after a change of dependencies; needs uv"
	@echo "make setup       set up .venv and no more; all of these do it first"

setup: $(VENV)/.developing

demo: $(VENV)/.installed
	@$(SMEADVISOR) advise --top 5 profiles/economies/twn.yaml profiles/firms/mex-auto-parts.yaml

test: lint types types-windows layers unit

lint: $(VENV)/.developing
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(VENV)/.developing
	@$(BIN)/basedpyright

types-windows: $(VENV)/.developing
	@$(BIN)/basedpyright --pythonplatform Windows

layers: $(VENV)/.developing
	@$(BIN)/lint-imports

unit: $(VENV)/.developing
	@$(SMEADVISOR) rules check
	@$(BIN)/python -m pytest -n 2 --dist loadfile

# For work at the desk, in half a minute.
test-quick: $(VENV)/.developing
	@$(MAKE) --no-print-directory -j 2 -O lint types layers unit-quick

unit-quick: $(VENV)/.developing
	@$(BIN)/python -m pytest tests/unit

# An hour or more: every test at its full size, with fresh random draws. A failure prints what repeats it.
test-long: $(VENV)/.developing
	@$(BIN)/python -m pytest -n 2 --dist loadfile --scale 20

# Whatever breaks a law is kept, and made small, in .fuzz.
fuzz: $(VENV)/.developing
	@PYTHONPATH=tests $(BIN)/python -m fuzz --minutes $(or $(MINUTES),10) $(if $(SEED),--seed $(SEED))

bench: $(VENV)/.developing
	@$(BIN)/python benchmarks/one_profile.py
	@$(BIN)/python benchmarks/engines.py
	@$(BIN)/python benchmarks/files.py

bench-long: $(VENV)/.developing
	@$(BIN)/python benchmarks/mutation.py
	@$(BIN)/python benchmarks/agreement.py
	@$(BIN)/python benchmarks/files.py --grow --rules 1,4,10 --repeat 17

$(BIN)/python:
	@if [ -z "$(PYTHON)" ]; then echo "smeadvisor needs Python 3.11 or later; none was found. Install it, or run: make PYTHON=/path/to/python" >&2; exit 1; fi
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "$(PYTHON) lacks venv or ensurepip (on Debian: apt-get install python3-venv)." >&2; exit 1; }
	@echo "Setting up $(VENV) with $$($(PYTHON) --version) ..." >&2
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: locks/run.txt pyproject.toml | $(BIN)/python
	@$(PIP) install --require-hashes -r locks/run.txt || { echo "The packages could not be installed: is the package index reachable?" >&2; exit 1; }
	@$(PIP) install --no-build-isolation --no-deps -e .
	@$(BIN)/python -m compileall -q src
	@touch $@

$(VENV)/.developing: locks/develop.txt $(VENV)/.installed
	@$(PIP) install --require-hashes -r locks/develop.txt || { echo "The packages could not be installed: is the package index reachable?" >&2; exit 1; }
	@touch $@

# After a change of rules: what editors know of them. After a change of outputs: what programs know of those.
schemas: $(VENV)/.developing
	@$(SMEADVISOR) rules schema schemas

# After a change of commands or rooms: what docs/cli.md and docs/architecture.md say of them.
reference: $(VENV)/.developing
	@$(BIN)/python -m smeadvisor.cli.reference docs/cli.md
	@$(BIN)/python docs/rooms.py

# At a release: the fragments in changes/ become a section of the changelog.
changelog:
	@python3 changes/join.py $(VERSION)

# For maintainers; needs uv.
lock:
	uv pip compile --universal --generate-hashes --no-header --python-version 3.11 --group build pyproject.toml -o locks/run.txt
	uv pip compile --universal --generate-hashes --no-header --python-version 3.11 --group dev -c locks/run.txt pyproject.toml -o locks/develop.txt

clean:
	rm -rf $(VENV) dist .pytest_cache .ruff_cache .hypothesis .fuzz
