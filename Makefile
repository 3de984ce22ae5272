# vankien: search and cited answers over Party documents. `make run` and `make test` are all a newcomer needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DATA ?= data

.DEFAULT_GOAL := help
.PHONY: help run test test-many test-cluster lint format quality speed requirements clean

help:
	@echo "make run      install, index corpus/documents and serve http://127.0.0.1:8000"
	@echo "make test     install the full set and run every check and test"
	@echo "make test-many     100,000 generated strings through every parser (3 minutes)"
	@echo "make test-cluster  the tests that start several servers: three nodes, TLS, the whole stack (minutes)"
	@echo "make lint     ruff, mypy, import-linter"
	@echo "make quality  judge ranking and answers on ../shared (minutes)"
	@echo "make speed    time indexing, questions, start-up and load (minutes)"

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.core: requirements-core.txt pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-core.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

$(VENV)/.full: requirements.txt $(VENV)/.core
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

run: $(VENV)/.core
	@$(BIN)/vankien index corpus/documents --data $(DATA)
	@$(BIN)/vankien serve --data $(DATA)

test: lint
	$(BIN)/python -m pytest -m "not cluster and not many"

test-many: $(VENV)/.full
	$(BIN)/python -m pytest -m many

test-cluster: $(VENV)/.full
	$(BIN)/python -m pytest -m cluster

lint: $(VENV)/.full
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.full
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

quality: $(VENV)/.full
	$(BIN)/python -m tests.quality.judge

speed: $(VENV)/.full
	$(BIN)/python -m tests.speed.judge
	$(BIN)/python -m tests.speed.linear

# Compile the pinned sets from the ranges in pyproject.toml.
requirements: $(VENV)/.full
	$(BIN)/uv pip compile -q --universal --no-emit-index-url --python-version 3.11 pyproject.toml -o requirements-core.txt
	$(BIN)/uv pip compile -q --universal --no-emit-index-url --python-version 3.11 --extra cluster -c requirements-core.txt pyproject.toml -o requirements-cluster.txt
	$(BIN)/uv pip compile -q --universal --no-emit-index-url --python-version 3.11 --extra full --extra dev -c requirements-core.txt pyproject.toml -o requirements.txt

clean:
	rm -rf $(VENV) $(DATA) .mypy_cache .ruff_cache .pytest_cache .hypothesis
