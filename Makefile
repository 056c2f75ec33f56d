# Two commands do everything on a machine that has Python 3.11+ with venv, git and make:
#   make demo   the main job: a route on the screen, a map in demo/route.html
#   make test   the tests
VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.9
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$p && break; done)
CHROMIUM := $(shell command -v chromium 2>/dev/null)
POSTGRES := $(firstword $(wildcard /usr/lib/postgresql/*/bin/initdb) $(shell command -v initdb 2>/dev/null))

.PHONY: help demo test check-exact lint types floors check bench lock chromium postgres catalogues clean

help:
	@echo "make demo    best routes for a shipment, and a map in demo/route.html"
	@echo "make test    the tests"
	@echo "make check-exact  200 dated questions, label search against CP-SAT (10 minutes)"
	@echo "make lint    style; make types: type checks; make floors: who may import whom"
	@echo "make check   all of these and the tests"
	@echo "make catalogues  bring the catalogues of translations up to date"
	@echo "make bench   benchmarks, against their targets"
	@echo "make lock    lock the versions of all dependencies anew"
	@echo "make clean   remove what the others made"

$(VENV)/.stamp: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed (with venv)"; exit 1; }
	@echo "setting up $(VENV) ..."
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv==$(UV_VERSION)"
	@VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --require-hashes --compile-bytecode -r requirements.lock
	@VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

demo: $(VENV)/.stamp chromium
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m compileall -q corridors maps network_data
	@mkdir -p demo
	$(BIN)/corridors route kostanay khujand --cargo wheat --tonnes 1340 --frontier --certify --map demo/route.html
	@echo "The map: $(CURDIR)/demo/route.html"

# A file runs in one worker, which prepares what its tests share once. Files go in their order: the
# dear ones lie early, and small ones are left for the end.
test: $(VENV)/.stamp chromium postgres
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m compileall -q corridors maps network_data
	$(BIN)/python -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder

# A few of these questions are in `make test`.
check-exact: $(VENV)/.stamp
	EXACT_QUESTIONS=200 $(BIN)/python -m pytest -q tests/peer/test_dated_cp_sat.py
	BATCH_KILLS=20 $(BIN)/python -m pytest -q tests/batch

lint: $(VENV)/.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/.stamp
	$(BIN)/mypy

floors: $(VENV)/.stamp
	$(BIN)/lint-imports

check: lint types floors test

bench: $(VENV)/.stamp
	@for case in benchmarks/*.py; do echo "$$case"; $(BIN)/python $$case || exit 1; done

lock:
	@test -x $(BIN)/uv || { $(PYTHON) -m venv $(VENV) && $(BIN)/python -m pip install --quiet "uv==$(UV_VERSION)"; }
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
		--generate-hashes --no-annotate --no-header --no-emit-index-url --quiet --upgrade -o requirements.lock

# The browser tests need Chromium: install it where it is missing and we may.
chromium:
ifeq ($(CHROMIUM),)
	@if command -v apt-get >/dev/null 2>&1 && { [ "$$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }; then \
		run=$$([ "$$(id -u)" = 0 ] || echo "sudo -n"); echo "installing Chromium for the browser tests ..."; \
		{ $$run apt-get update -qq && $$run env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
		--no-install-recommends chromium fonts-dejavu-core; } </dev/null >/dev/null 2>&1 || echo "Chromium could not be installed"; \
	else echo "no Chromium: the browser tests will be skipped (they fail where CI is set)"; fi
endif

# The tests read lists out of a real PostgreSQL.
postgres:
ifeq ($(POSTGRES),)
	@if command -v apt-get >/dev/null 2>&1 && { [ "$$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }; then \
		run=$$([ "$$(id -u)" = 0 ] || echo "sudo -n"); echo "installing PostgreSQL for the tests ..."; \
		{ $$run apt-get update -qq && $$run env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
		--no-install-recommends postgresql; } </dev/null >/dev/null 2>&1 || echo "PostgreSQL could not be installed"; \
	else echo "no PostgreSQL: its tests will be skipped (they fail where CI is set)"; fi
endif

# After a change of words: brings the translations up to date.
catalogues: $(VENV)/.stamp
	$(BIN)/python -m tools.catalogues

clean:
	rm -rf $(VENV) demo build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
