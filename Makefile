# What people and CI call; `make help` lists it. Needs git, make and Python 3.11+ with venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORTAL := $(BIN)/python -m kanpur_portal.launch
MANAGE := $(BIN)/python manage.py
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header
RUNTIME := $(VENV)/runtime-installed
TOOLS := $(VENV)/tools-installed

.DEFAULT_GOAL := help
.PHONY: run dev demo test check fix load-data schema messages lock bench clean help

run: $(RUNTIME) ## serve the portal on http://127.0.0.1:8000 (PORT and DATA_DIR are honoured)
	@exec $(PORTAL)

dev: $(RUNTIME) ## the same, started anew whenever the code changes
	@exec $(PORTAL) --reload

demo: $(RUNTIME) ## serve invented users and updates, in a data folder of its own (var-demo)
	@exec $(PORTAL) --demo

test: $(TOOLS) ## all tests: on SQLite with Chromium, then on PostgreSQL with Redis and a Celery worker
	@$(BIN)/python -m tests.run

check: $(TOOLS) ## everything that must hold beside the tests: format, lint, types, templates, drift
	@$(BIN)/python -m tests.check

fix: $(TOOLS) ## format the code, and mend what the linter can
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

load-data: $(RUNTIME) ## load the documents from fixtures/ (what officers reported is kept)
	@$(MANAGE) migrate --verbosity 0 && $(MANAGE) load

schema: $(TOOLS) ## write docs/openapi.yaml from the code
	@$(MANAGE) spectacular --file docs/openapi.yaml --validate --fail-on-warn

messages: $(TOOLS) ## collect the texts to translate into locale/ (needs GNU gettext)
	@$(MANAGE) makemessages --locale hi --locale en --ignore $(VENV) --ignore 'var*' --ignore tests --no-location

lock: $(TOOLS) ## pin what requirements*.in ask for (with UPGRADE=--upgrade the newest versions)
	@$(LOCK) $(UPGRADE) requirements.in -o requirements.txt
	@$(LOCK) $(UPGRADE) requirements-dev.in -c requirements.txt -o requirements-dev.txt

bench: $(TOOLS) ## measure pages, trade figures (ROWS="10000 1000000") and two of a kind; takes half an hour
	@$(BIN)/python -m bench.run
	@$(BIN)/python -m bench.figures $(ROWS)
	@$(BIN)/python -m bench.scale

clean: ## remove the virtual environment and caches; data folders stay
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage build
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@find locale -name '*.mo' -delete

help:
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 18

# A virtual environment is whole once its stamp is there; a changed lock file makes it be asked again.
$(RUNTIME): requirements.txt
$(TOOLS): requirements-dev.txt
$(RUNTIME) $(TOOLS):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "The portal needs Python 3.11 or newer, as in: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "Python cannot make virtual environments: sudo apt install python3-venv" >&2; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@echo "Installing $< into $(VENV) (the first time takes about a minute)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@
