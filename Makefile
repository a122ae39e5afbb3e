# Every target is one line that a person could type; `make help` lists them.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet

.DEFAULT_GOAL := help
.PHONY: help demo test check coverage format accuracy suite train bench translator xpi clean

help: ## List the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(VENV)/.made:
	@test -n "$(PYTHON)" || { echo "bibkit needs Python 3.11 or newer; none was found."; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: $(VENV)/.made pyproject.toml
	$(PIP) -e .
	@touch $@

$(VENV)/.tested: $(VENV)/.made pyproject.toml
	$(PIP) -e '.[test]'
	@touch $@ $(VENV)/.installed

$(VENV)/.developed: $(VENV)/.made pyproject.toml
	$(PIP) -e '.[dev]'
	@touch $@ $(VENV)/.tested $(VENV)/.installed

demo: $(VENV)/.installed ## Convert the example review page: out/als-review.* and three styles
	@mkdir -p out
	$(BIN)/bibkit examples/als-review.txt --offline -o out/als-review.bib
	$(BIN)/bibkit examples/als-review.txt --offline -o out/als-review.json
	@for style in vancouver nature apa; do \
		$(BIN)/bibkit format out/als-review.bib -s $$style -q -o out/als-review.$$style.txt || exit 1; \
		$(BIN)/bibkit format out/als-review.bib -s $$style -q -o out/als-review.$$style.html || exit 1; \
		echo; echo "$$style:"; cat out/als-review.$$style.txt; done

test: $(VENV)/.tested ## Run every test
	$(BIN)/python -m pytest -n auto

check: $(VENV)/.developed ## Format, lint, types, imports, tests: what CI runs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m pytest -n auto

coverage: $(VENV)/.developed ## Run the tests with branch coverage (twice the time)
	$(BIN)/python -m pytest -n auto --cov --cov-report=term

format: $(VENV)/.developed ## Format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

accuracy: $(VENV)/.installed ## Print the figures of parser, match decision and dedupe on gold data (BIBKIT_SHARED names its folder)
	$(BIN)/python tests/accuracy/parsing.py
	$(BIN)/python tests/accuracy/matching.py
	$(BIN)/python tests/accuracy/absent.py
	$(BIN)/python tests/accuracy/dedupe.py
	$(BIN)/python tests/accuracy/translator.py

suite: $(VENV)/.installed ## Print how the suites of conversion and of CSL come out (BIBKIT_SHARED)
	$(BIN)/python tests/suite/conversion.py
	$(BIN)/python tests/suite/csl.py
	$(BIN)/python tests/suite/csl_all_styles.py
	@test -z "$$BIBKIT_CITEPROC_JS" || $(BIN)/python tests/suite/csl_styles.py

train: $(VENV)/.installed ## Train the sequence model anew and fit its confidence (needs BIBKIT_SHARED, 15 minutes)
	$(BIN)/python tests/accuracy/train.py

bench: $(VENV)/.installed ## Print speeds at three sizes; beside pandoc's where it is installed
	$(BIN)/python tests/bench/bench.py
	$(BIN)/python tests/bench/enrich.py
	$(BIN)/python tests/bench/convert.py
	$(BIN)/python tests/bench/csl.py

translator: $(VENV)/.installed ## Make Zotero's import translator anew from the Python grammar
	$(BIN)/python -m bibkit.zotero.translator.generate

xpi: $(VENV)/.installed ## Build the Zotero plugin: out/bibkit.xpi
	$(BIN)/bibkit zotero plugin -o out/bibkit.xpi

clean: ## Remove what the other targets made
	rm -rf $(VENV) out build dist .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
