# Two commands do everything on a fresh machine: `make run` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN_STAMP := $(VENV)/.run
DEV_STAMP := $(VENV)/.dev
JOBS ?= $(shell nproc 2>/dev/null || echo 2)

.PHONY: run test faults bench lock vendor demo-reset lint types format clean translations outdated

run: $(RUN_STAMP)
	@$(BIN)/python -m lienthong up

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(RUN_STAMP): requirements/run.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/python scripts/link_checkout.py
	@touch $@

$(DEV_STAMP): requirements/dev.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python scripts/link_checkout.py
	@touch $@ $(RUN_STAMP)

test: $(DEV_STAMP)
	$(BIN)/python scripts/check.py --jobs $(JOBS)

faults: $(DEV_STAMP)
	$(BIN)/python -m pytest tests/faults -m "faults or slow" -q

bench: $(RUN_STAMP)
	$(BIN)/python -m lienthong bench

demo-reset: $(RUN_STAMP)
	$(BIN)/python -m lienthong demo reset --yes

format: $(DEV_STAMP)
	$(BIN)/ruff check --fix . && $(BIN)/ruff format .

# Renew the locked dependencies (needs a package index).
lock: $(DEV_STAMP)
	$(BIN)/python scripts/lock.py

# Renew the browser assets (needs npm); the checkout holds the built files.
vendor: $(DEV_STAMP)
	$(BIN)/python scripts/vendor.py

outdated: $(DEV_STAMP)
	$(BIN)/python -m pip list --outdated
