# Everything that is done with this project by name. `make` alone lists the targets.

CORPUS  ?= corpus
OUTPUTS ?= outputs
FILE    ?= $(CORPUS)/userdict.txt
PYTHON  ?= $(shell command -v python3.11 || command -v python3)

BIN    := .venv/bin
BAOGAO := $(BIN)/python -m pipeline
STAGES := ingest measures segment quantities indicators counts themes forms terms keywords panel targets audit similarity networks phrases tables clouds figures explorer workbook
# The installed state: one file for what a run needs, one for what developers need too; made anew when what they depend on changes.
RUNS   := .venv/.runs
DEVEL  := .venv/.devel
PEERS  := .venv/.peers

.DEFAULT_GOAL := help
.PHONY: help pipeline concordance check-words test lint notebooks explore bench licences sample soak clean $(STAGES)

help: ## list the targets (this)
	@awk -F ':.*## ' '/^[a-z].*:.*## / {printf "  make %-11s %s\n", $$1, $$2}' Makefile
	@echo "  make STAGE       one stage and what it needs, and its table: $(STAGES)"
	@echo "Other reports or another place for what is made: make pipeline CORPUS=folder OUTPUTS=folder"

pipeline: $(RUNS) ## mine CORPUS (corpus/) and write OUTPUTS (outputs/); sets everything up first
	@$(BAOGAO) run --corpus "$(CORPUS)" --outputs "$(OUTPUTS)"

concordance: $(RUNS) ## each place of a term in the reports of OUTPUTS: make concordance TERM=营商环境
	@$(if $(findstring command,$(origin TERM)),,echo "concordance: name a term: make concordance TERM=营商环境"; exit 2)
	@$(BAOGAO) concordance "$(TERM)" --outputs "$(OUTPUTS)"

check-words: $(RUNS) ## what becomes of each row of a user dictionary: make check-words FILE=userdict.txt
	@$(BAOGAO) check-words "$(FILE)"

$(STAGES): $(RUNS)
	@$(BAOGAO) run $@ --corpus "$(CORPUS)" --outputs "$(OUTPUTS)"

test: $(DEVEL) ## run every test but the long ones
	@$(BIN)/python -m pytest -m "not soak" --numprocesses auto --dist loadfile

lint: $(DEVEL) ## ruff, mypy and the import contracts
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

notebooks: $(DEVEL) ## run the notebooks into OUTPUTS/notebooks/*.html
	@if ls notebooks/*.ipynb >/dev/null 2>&1; then \
	  if [ -f "$(OUTPUTS)/run.json" ]; then \
	    BAOGAO_OUTPUTS="$(abspath $(OUTPUTS))" BAOGAO_REPORTS="$(abspath $(CORPUS))" $(BIN)/jupyter nbconvert --log-level ERROR --execute \
	      --to html --output-dir "$(OUTPUTS)/notebooks" notebooks/*.ipynb && ls "$(OUTPUTS)"/notebooks/*.html; \
	  else echo "notebooks: no run.json in $(OUTPUTS)/; run make pipeline first"; exit 1; fi; \
	else echo "notebooks: there are none yet"; fi

explore: ## open the page that a run made
	@if [ -f "$(OUTPUTS)/explorer/index.html" ]; then \
	  echo "$(abspath $(OUTPUTS))/explorer/index.html"; $(PYTHON) -m webbrowser "file://$(abspath $(OUTPUTS))/explorer/index.html" >/dev/null; \
	else echo "explore: there is no page in $(OUTPUTS)/explorer/; run make pipeline first"; exit 1; fi

bench: $(DEVEL) $(PEERS) ## speed, growth, accuracy and peers; GOLD= TEXTS= KEYWORDS= SPECS= name other sets, SIZES= numbers of reports, PROFILE=1 hot functions
	@$(BIN)/python -m tests.benchmarks $(if $(GOLD),--gold "$(GOLD)") $(if $(TEXTS),--texts "$(TEXTS)") \
	  $(if $(KEYWORDS),--keywords "$(KEYWORDS)") $(if $(SPECS),--specs "$(SPECS)") $(if $(SIZES),--sizes $(SIZES)) \
	  $(if $(PROFILE),--profile) $(if $(WRITE),--write "$(WRITE)")

licences: $(DEVEL) ## the licence of each package that a run needs
	@$(BIN)/python -m tests.licences

sample: $(DEVEL) ## make outputs/sample and outputs/README.md anew; needs Chromium
	@$(BIN)/python -m tests.make_sample

soak: $(DEVEL) ## the long tests
	@if grep -rqs --include='*.py' 'mark\.soak' tests; then $(BIN)/python -m pytest -m soak; else echo "soak: there are no long tests yet"; fi

clean: ## remove .venv, what OUTPUTS/run.json names, and the notebooks' pages
	@$(PYTHON) -m pipeline.store.clearing "$(OUTPUTS)"
	@for notebook in notebooks/*.ipynb; do rm -f "$(OUTPUTS)/notebooks/$$(basename "$$notebook" .ipynb).html"; done
	@rmdir "$(OUTPUTS)/notebooks" 2>/dev/null || true
	@rm -rf .venv

.venv/bin/python:
	@test -n "$(PYTHON)" && $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; name it with make PYTHON=/path/to/python"; exit 1; }
	@$(PYTHON) -m venv .venv

# Packages come with the hashes of their files, the builder of those that are source alone first; this one then needs nothing more.
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --use-pep517
PINNED  := $(INSTALL) --require-hashes --requirement .requirements

$(RUNS): pyproject.toml .requirements/build.txt .requirements/run.txt | .venv/bin/python
	@echo "setting up .venv (once, a minute or two)"
	@$(PINNED)/build.txt && $(PINNED)/run.txt && $(INSTALL) --no-deps --editable .
	@touch $@

$(DEVEL): pyproject.toml .requirements/build.txt .requirements/devel.txt | .venv/bin/python
	@echo "setting up .venv for tests (once, a minute or two)"
	@$(PINNED)/build.txt && $(PINNED)/devel.txt && $(INSTALL) --no-deps --editable .
	@touch $(RUNS) $@

$(PEERS): .requirements/peers.txt | $(DEVEL)
	@echo "installing what the benchmarks compare with (once)"
	@$(PINNED)/peers.txt || \
	  echo "bench: the peers could not be installed; those that are missing are told below"
	@touch $@
