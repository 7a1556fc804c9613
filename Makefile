# make demo   makes an environment, installs drafter, drafts every brief in examples/ to Word
# make test   sets up for the tests and runs them, with ruff and mypy
# make bench  measures, as ratios in one run
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
OUT ?= build/demo

.PHONY: demo test bench golden locale docs clean

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || { echo "drafter needs Python 3.10 or newer; name one with: make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: setup.cfg pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/tested: setup.cfg pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[test]"
	@touch $@ $(VENV)/installed

demo: $(VENV)/installed
	@$(BIN)/drafter draft examples/*.yaml --output $(OUT) --force
	@echo "The documents are in / 写好的文件在： $(abspath $(OUT))"

test: $(VENV)/tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n 2

bench: $(VENV)/tested
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[bench]"
	$(BIN)/python bench/bench.py
	$(BIN)/python bench/batch.py

# Writes the expected texts of the tests anew; read the difference before committing it.
golden: $(VENV)/tested
	$(BIN)/pytest tests/test_examples.py --update-golden

# Collects the messages of the code into the Chinese catalogue and compiles it.
locale: $(VENV)/tested
	$(BIN)/python tests/catalogue.py

# Writes the tables of the writers' pages from the schema of the brief and the phrase banks.
docs: $(VENV)/tested
	$(BIN)/python tests/fields.py
	$(BIN)/python tests/rules.py --write

clean:
	rm -rf $(VENV) build dist *.egg-info
