# What a person does with Casewell; `make help` lists it. Each target sets up what it needs first.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help run build test check fmt dev bench setup setup-test site-dev site-release

TARGET := $(or $(CARGO_TARGET_DIR),target)
DATA := $(or $(CASEWELL_DATA_DIR),./data)
CASEWELL := target/release/casewell

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## build for release and serve the demo desk on http://127.0.0.1:3000
	@if [ -z "$${CASEWELL_DATABASE_URL:-}" ] && [ ! -e "$(DATA)/casewell.db" ]; then $(CASEWELL) demo; fi
	@printf '%s\n' '' 'Demo sign-ins, password casewell-demo:' \
	  '  admin@demo.example      manager@demo.example    lead@demo.example' \
	  '  agent@demo.example      agent2@demo.example' \
	  '  customer@demo.example   customer2@demo.example  boss@demo.example' ''
	@model="$$(scripts/model.sh || true)"; exec env $${model:+"CASEWELL_MODEL_DIR=$$model"} $(CASEWELL) serve

build: setup site-release ## build target/release/casewell
	@cargo build --release -p server
	@if [ "$(TARGET)" != target ]; then mkdir -p target/release && cp -f "$(TARGET)/release/casewell" $(CASEWELL); fi

test: setup-test ## every check and test, a summary, and the browser tests in a real Chromium
	@node scripts/test.mjs

check: setup ## the quick part of the tests: format, lints, house rules
	@node scripts/test.mjs format lints rules

fmt: ## format the Rust code
	@cargo fmt

dev: setup ## serve, rebuild and reload on change
	@node scripts/dev.mjs

bench: site-release ## measure what the budgets name; BENCH_LARGE=1000000 sets a larger desk beside it
	@model="$$(scripts/model.sh || true)"; exec env $${model:+"CASEWELL_MODEL_DIR=$$model"} cargo run --release -p bench

setup:
	@scripts/setup.sh build

setup-test:
	@scripts/setup.sh test

site-dev: setup
	@node scripts/site.mjs dev

site-release: setup
	@node scripts/site.mjs release
