#!/bin/sh
# Counts the instructions that each adversarial rulebook of 4 KiB takes to compile or refuse, under callgrind, prints the
# dearest, and fails where one takes over 300 million: 100 ms of a processor of 3 GHz that does one a clock. Needs valgrind.
#
#     sh tests/limit/instructions.sh [COMPILE_COST [MUTATIONS [SEED]]]
set -eu
cd "$(dirname "$0")/../.."
program=${1:-build/release/tests/limit/compile_cost} mutations=${2:-20} seed=${3:-1} most=300000000
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
# One profile a compilation, numbered in their order.
valgrind -q --tool=callgrind --toggle-collect=amerce_compile --dump-after=amerce_compile --callgrind-out-file="$out/profile" \
  "$program" "$mutations" "$seed" rules/*/*.amerce >"$out/shapes"
worst=$(grep -H '^totals:' "$out"/profile.* | sed 's/.*profile\.\([0-9]*\):totals: /\1 /' | sort -k2 -n | tail -n 1)
number=${worst% *} count=${worst#* }
name=$(sed -n "${number}s/.*  //p" "$out/shapes")
case $name in '' | worst:*) name="a random table or mutation" ;; esac
echo "worst: $count instructions (compilation $number: $name); seed $seed"
[ "$count" -le "$most" ]
