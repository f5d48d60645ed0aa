# The only door: run, test, check, fix. Each target installs what it needs.
# Nothing to set: SQLite in var/, French, http://127.0.0.1:8000.

.DEFAULT_GOAL := help
.PHONY: help setup run test test-sqlite test-postgresql test-browser drill check fix lock bench screenshots
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
DOCUMENTS := var
# Made on this machine for the demonstration; a real one is named in the environment.
SIGNING_CERTIFICATE ?= var/cachet-de-demonstration.p12

help: ## say what each target does
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

$(VENV)/.run: requirements.txt
	@.ci/system-packages run
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements.txt requirements-dev.txt
	@.ci/system-packages test
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

setup: $(VENV)/.run ## install what running needs

run: setup ## demonstration on http://127.0.0.1:8000, its documents in var/
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py collectstatic --noinput --verbosity 0
	@export SIGNING_CERTIFICATE=$(SIGNING_CERTIFICATE) SITE_ADDRESS=http://127.0.0.1:$(PORT) LOG_LEVEL=WARNING; \
	$(BIN)/python manage.py demo --if-empty --documents $(DOCUMENTS) --seal $(SIGNING_CERTIFICATE) \
		--address $$SITE_ADDRESS/ || exit; \
	$(BIN)/python manage.py db_worker & worker=$$!; \
	$(BIN)/gunicorn -c deploy/gunicorn.conf.py --bind 127.0.0.1:$(PORT) --workers 1 csipa.wsgi & web=$$!; \
	stop() { trap - EXIT INT TERM HUP; kill $$web $$worker 2>/dev/null; wait; }; \
	trap stop EXIT; trap 'stop; exit 130' INT; trap 'stop; exit 143' TERM HUP; \
	wait $$web

test: $(VENV)/.dev ## everything: rules, both databases, the browser, the PDF validators
	@$(MAKE) --no-print-directory -j2 --output-sync=target test-browser test-sqlite test-postgresql

test-sqlite: $(VENV)/.dev
	@echo "SQLite, validateurs PDF"
	@$(BIN)/python -m pytest -m "not browser and not drill"

# What needs no database runs once, on the SQLite side.
test-postgresql: $(VENV)/.dev
	@echo "PostgreSQL"
	@.ci/with-postgresql $(BIN)/python -m pytest -m "not browser and not verapdf and not drill" \
		--ignore-glob="*/test_documents*" --ignore=tests/conventions/rules --ignore=tests/sites/rules --ignore=tests/staffing/rules --ignore=tests/consultations/rules --ignore=tests/guide/test_printing.py \
		$(foreach file,dependencies outside patterns pdf_texts templates xss,--ignore=tests/security/test_$(file).py) \
		tests/admin tests/audit tests/backup tests/consultations tests/conventions tests/guide tests/jobs tests/login tests/matrix tests/opendata \
		tests/operation tests/roles tests/security tests/sites tests/staffing tests/test_architecture.py tests/test_daily.py tests/test_demo.py tests/test_home.py tests/test_kept.py tests/test_operations.py \
		tests/test_immutable.py tests/test_overlaps.py tests/test_prepared.py tests/test_unavailable.py

test-browser: $(VENV)/.dev
	@echo "Navigateur"
	@$(BIN)/python -m pytest -m browser

# Under both databases, one after the other: a drill counts on having the machine.
drill: $(VENV)/.dev ## kill, fill, restore: what is promised for bad days, shown
	@echo "SQLite"
	@$(BIN)/python -m pytest -q -p no:randomly -rs -m drill tests/drills
	@echo "PostgreSQL"
	@.ci/with-postgresql $(BIN)/python -m pytest -q -p no:randomly -rs -m drill tests/drills

check: $(VENV)/.dev ## style, imports, templates, migrations, types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports
	@$(BIN)/djlint --quiet --lint templates
	@$(BIN)/python manage.py makemigrations --check --dry-run --verbosity 0
	@SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))') HTTPS=1 \
		$(BIN)/python manage.py check --deploy --fail-level WARNING
	@$(BIN)/mypy
	@$(BIN)/python .ci/audit-dependencies

fix: $(VENV)/.dev ## mend what a tool can mend
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(VENV)/.dev ## one table of ratios, each beside its goal; QUICK=1 for ten minutes
	@$(BIN)/python bench/table.py $(if $(QUICK),--quick) $(BENCH)

screenshots: $(VENV)/.dev ## make the pictures of the user guide again
	@$(BIN)/python docs/guide/screenshots.py

lock: $(VENV)/.dev ## resolve and hash the requirements again
	@$(BIN)/uv pip compile -q pyproject.toml --upgrade --generate-hashes --no-emit-index-url \
		--universal --python-version 3.11 -o requirements.txt --custom-compile-command "make lock"
	@$(BIN)/uv pip compile -q pyproject.toml --group test --group dev --upgrade --generate-hashes \
		--no-emit-index-url --universal --python-version 3.11 -c requirements.txt \
		-o requirements-dev.txt --custom-compile-command "make lock"
