#!/bin/sh
# Installs what the tests need, builds, and runs all of them: under the sanitizers, and as released.
set -eu
cd "$(dirname "$0")/.."
sudo=$([ "$(id -u)" = 0 ] || echo sudo)
$sudo apt-get update -qq
$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends \
  gcc g++ libc6-dev cmake ninja-build pkg-config re2c lemon libutf8proc-dev libcmocka-dev libintelrdfpmath-dev clang clang-format valgrind \
  >/dev/null
find src include tests examples -name '*.[ch]' | xargs clang-format --dry-run -Werror
# The other compiler accepts the code with the same warnings.
cmake --preset clang -DBUILD_TESTING=OFF >/dev/null
cmake --build --preset clang
for preset in tsan asan release; do
  cmake --preset $preset -DBUILD_TESTING=ON >/dev/null
  cmake --build --preset $preset
  ctest --preset $preset -j 2
done
