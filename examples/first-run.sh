#!/bin/sh
# Installs what the build needs, builds, and assesses the decided case of examples/eu/emir.
set -eu
cd "$(dirname "$0")/.."
sudo=$([ "$(id -u)" = 0 ] || echo sudo)
$sudo apt-get update -qq
$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends \
  gcc g++ libc6-dev cmake ninja-build pkg-config re2c lemon libutf8proc-dev >/dev/null
cmake --preset release -DBUILD_TESTING=OFF >/dev/null
cmake --build --preset release
build/release/amerce run rules/eu/emir_trade_repositories.amerce examples/eu/emir/decisions.ndjson
