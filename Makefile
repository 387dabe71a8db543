# The two commands of the README are `make run` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help run test check bench lock format

help:
	@echo "make run     serve on this machine, with the packs in content/ (SQLite, no root needed)"
	@echo "make test    everything the project can prove: checks, SQLite, PostgreSQL, Chromium"
	@echo "make check   format, lint, types, contracts, templates, migrations, deployment settings"
	@echo "make bench   benchmarks, as ratios inside one run"
	@echo "make lock    write requirements*.txt anew from requirements*.in"

run: $(VENV)/run.stamp
	@$(BIN)/python manage.py serve

test: $(VENV)/dev.stamp
	@$(BIN)/python -m tests.everything

check: $(VENV)/dev.stamp
	@$(BIN)/python -m tests.checks

bench: $(VENV)/dev.stamp
	@$(BIN)/python -m benchmarks.report $(ONLY)

format: $(VENV)/dev.stamp
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

lock: $(VENV)/dev.stamp
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --python-version 3.11 requirements.in -o requirements.txt
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --python-version 3.11 requirements-dev.in -o requirements-dev.txt

$(VENV)/bin/pip:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is missing: apt-get install -y python3 python3-venv make"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "studyapp needs Python 3.11 or newer; $$($(PYTHON) --version) is installed"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv module is missing: apt-get install -y python3-venv"; exit 1; }
	@echo "Making a virtual environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements.txt | $(VENV)/bin/pip
	@echo "Installing what studyapp needs"
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt | $(VENV)/bin/pip
	@echo "Installing what studyapp and its tests need"
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ $(VENV)/run.stamp
