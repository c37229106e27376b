# ntm_verify: everything a person types. Needs Python 3.11 or later and make; the rest is set up.
PYTHON ?= python3
BIN    := .venv/bin
# Debian 12 keeps the faces with Vietnamese letters in fonts-liberation2; later ones in fonts-liberation.
FACES  := $(shell . /etc/os-release 2>/dev/null; [ "$$VERSION_ID" = 12 ] && echo fonts-liberation2 || echo fonts-liberation)
RUN_PACKAGES  := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig $(FACES)
TEST_PACKAGES := chromium poppler-utils softhsm2 opensc golang-golang-x-mod-dev
APT    := apt-get install -yq --no-install-recommends

.PHONY: run demo test cover check fix bench screenshots diagram units lock system-run system-test help

help:  ## say what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/'

run: system-run .venv/.ok  ## set up, do the main job once, and serve on http://127.0.0.1:8000
	@$(BIN)/ntm-verify demo
	@$(BIN)/ntm-verify serve

demo: system-run .venv/.ok  ## the main job once, from upload to verified certificate
	@$(BIN)/ntm-verify demo

test: system-test .venv/.ok  ## the whole suite; make test T=tests/domain for a part
	$(BIN)/python -m pytest -q $(if $(T),$(T),-n 3 --dist worksteal)

cover: system-test .venv/.ok  ## what the suite covers of rules, log, use cases and checks
	@rm -f .coverage .coverage.*
	$(BIN)/coverage run -m pytest -q tests/domain tests/trail tests/usecases tests/checking
	@$(BIN)/coverage report

check: .venv/.ok  ## format, lint, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: .venv/.ok  ## what machines can put right
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: system-run .venv/.ok .venv/.bench  ## measure against raw floors and peers, as ratios
	@$(BIN)/python -m tests.bench

screenshots: system-test .venv/.ok  ## pictures of the running product, under .data/screenshots
	@$(BIN)/python -m tests.support.screenshots

diagram: .venv/.ok  ## draw the states of a dossier into README.md
	@$(BIN)/python -m tests.support.diagram README.md

units: .venv/.ok  ## build the tables of administrative units anew into fixtures/units
	@$(BIN)/python -m tests.support.fixture_units

lock: .venv/.ok  ## resolve the dependencies anew into requirements.lock
	@$(BIN)/pip install -q uv
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --group dev pyproject.toml --output-file requirements.lock

.venv/.ok: requirements.lock pyproject.toml
	@echo "→ Cài môi trường Python vào .venv theo requirements.lock (lần đầu khoảng một phút) …"
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { $(call apt,python3-venv); }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.bench: .venv/.ok
	@echo "→ Cài các thư viện để so sánh …"
	@$(BIN)/pip install --quiet --disable-pip-version-check "pip>=25.1"  # knows groups
	@$(BIN)/pip install --quiet --disable-pip-version-check --group bench
	@touch $@

# Install the Debian packages that are missing: as root, with sudo, or say the one line to type.
define apt
missing=$$(for p in $(1); do dpkg -s $$p 2>/dev/null | grep -q '^Status: install ok' || echo $$p; done); \
if [ -n "$$missing" ]; then \
  echo "→ Cài gói hệ thống còn thiếu:" $$missing; \
  if [ "$$(id -u)" = 0 ]; then apt-get update -q >/dev/null; DEBIAN_FRONTEND=noninteractive $(APT) $$missing >/dev/null; \
  elif sudo -n true 2>/dev/null; then sudo apt-get update -q >/dev/null; sudo DEBIAN_FRONTEND=noninteractive $(APT) $$missing >/dev/null; \
  else echo "Hãy chạy: sudo $(APT)" $$missing; exit 1; fi; fi
endef

system-run:
	@command -v dpkg >/dev/null || exit 0; $(call apt,$(RUN_PACKAGES))

system-test: system-run
	@command -v dpkg >/dev/null || exit 0; $(call apt,$(TEST_PACKAGES))
