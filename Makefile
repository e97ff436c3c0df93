# The README's commands. Both make what they need, once, from the lock files; uv is used where it is installed.
PYTHON ?= python3
DEMO := .venv-demo
TEST := .venv-test

.DEFAULT_GOAL := help
.PHONY: help demo test stories chaos bench mutations install lint types format catalogs flow schema lock

help: ## Show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

demo: $(DEMO)/.made ## Chat with the bot in your browser: everything simulated, on this machine
	$(DEMO)/bin/python -m bot demo

test: $(TEST)/.made ## Run every test; first those of the conversation, which must meet every branch of it
	$(TEST)/bin/python -m pytest -n 2 tests/conversation --cov=bot.conversation --cov-branch --cov-fail-under=100
	$(TEST)/bin/python -m pytest -n 4 --dist worksteal --ignore=tests/conversation

stories: $(TEST)/.made ## Play the stories in those languages that `make test` leaves out
	$(TEST)/bin/python -m pytest -n 4 --dist worksteal -m stories tests/test_stories.py

chaos: $(TEST)/.made ## Kill the bot, cut its lines and flood it, and judge what came of it (under 25 minutes)
	$(TEST)/bin/python -m pytest -n 2 --dist worksteal -m chaos tests/chaos

bench: $(TEST)/.made ## Measure what a turn and a request to Telegram cost
	$(TEST)/bin/python -m pytest -n 0 -s -m bench tests/bench

mutations: $(TEST)/.made ## Switch every rule of the simulator off in turn, and see a test fail
	$(TEST)/bin/python -m pytest -n 2 -m mutations

install: $(TEST)/.made ## Run the install lines of the Dockerfile in a fresh folder (needs a package index)
	$(TEST)/bin/python -m pytest -m install tests/test_image.py

lint: $(TEST)/.made ## Check style
	$(TEST)/bin/ruff check
	$(TEST)/bin/ruff format --check

types: $(TEST)/.made ## Check types
	$(TEST)/bin/mypy

format: $(TEST)/.made ## Format the code
	$(TEST)/bin/ruff check --fix
	$(TEST)/bin/ruff format

catalogs: $(TEST)/.made ## Extract, update and compile the texts of all languages
	$(TEST)/bin/python -m bot.i18n.maintain

flow: $(TEST)/.made ## Draw the flow of the conversation anew, into docs/flow.md
	$(TEST)/bin/python -m bot.rehearsal.flow

schema: $(TEST)/.made ## Write the schema by which editors help with stories anew, into docs/story.schema.json
	$(TEST)/bin/python -m bot.rehearsal.schema

lock: ## Make the lock files anew (needs uv)
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --no-emit-index-url --no-strip-extras --output-file requirements.lock pyproject.toml
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --no-emit-index-url --no-strip-extras --group dev --output-file requirements-dev.lock pyproject.toml

$(DEMO)/.made: requirements.lock
$(TEST)/.made: requirements-dev.lock

%/.made:
	rm -rf $*
	@if command -v uv >/dev/null 2>&1; then \
		uv venv --quiet --python $(PYTHON) $* && uv pip install --quiet --python $*/bin/python --require-hashes -r $<; \
	else \
		$(PYTHON) -m venv $* && $*/bin/pip install --quiet --disable-pip-version-check --require-hashes -r $<; \
	fi
	@touch $@
