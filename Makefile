# Pulse: what a person does with this tree. `make` alone lists it.
#
# Two builds exist and no third: debug for the tests, release (with Swift's libraries inside) for everything that is run.
# Every target uses the same flags for the same build, so that nothing is compiled twice.

RELEASE := scripts/release.sh
DATA    ?= ./.pulse
MINUTES ?= 10
# The cases that forecasts are judged on: others for every commit, the same for one commit.
SEED    ?= $(shell printf '%d' 0x$$(git rev-parse --short=8 HEAD 2>/dev/null || echo 1))

.DEFAULT_GOAL := help
.PHONY: help run demo test bench patrol-bench build package web packages format lint clean

help: ## List what make can do
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## Build and start Pulse here: data in ./.pulse, port 7655
	@PULSE_DATA_DIR="$${PULSE_DATA_DIR:-$(DATA)}" exec .build/release/pulse serve

demo: build ## Build and show simulated servers only, on loopback
	@exec .build/release/pulse serve --demo

test: ## Every test there is: units, page, browser, package
	@exec scripts/test.sh

bench: web ## Measure the budgets of the design (MINUTES=10 a measurement)
	@scripts/packages.sh run test
	@scripts/venv.sh
	$(RELEASE) pulse pulse-agent pulse-sim pulse-bench pulse-history-bench pulse-evaluate
	@status=0; .build/release/pulse-history-bench --full || status=1; \
	.build/release/pulse-bench --minutes $(MINUTES) || status=1; \
	.build/release/pulse-evaluate forecast --seed $(SEED) || status=1; \
	.build/release/pulse-evaluate nab --folder ../shared/nab || status=1; \
	.venv/bin/python Tests/Browser/measure_page.py --minutes $(MINUTES) || status=1; exit $$status

patrol-bench: ## Judge the checks of patrol on worlds with a known truth, in memory and simulated
	@scripts/packages.sh run
	$(RELEASE) pulse-patrol-bench
	.build/release/pulse-patrol-bench --seed $(SEED) --seeds 3 --mutate

build: web ## Build the release of pulse and of the agent that it offers to machines
	$(RELEASE) pulse pulse-agent

package: build ## Make the Debian package in dist/
	@scripts/packages.sh package
	packaging/build-package.sh .build/release/pulse .build/release/pulse-agent dist

web: ## Type-check and bundle the page
	@scripts/packages.sh run
	@scripts/web.sh

packages: ## Install the Debian packages that are missing, those of the tests too
	@scripts/packages.sh run package test

format: ## Format all Swift files in place
	swift format --in-place --parallel --recursive Sources Tests Package.swift

lint: ## Check the format of all Swift files and the types of the page
	swift format lint --strict --parallel --recursive Sources Tests Package.swift
	@scripts/packages.sh run
	scripts/web.sh check

clean: ## Remove everything that was built; data in ./.pulse stays
	rm -rf .build .venv dist Sources/CWebAssets/bundle
