#!/bin/sh
# Runs the whole benchmark and writes docs/BENCHMARKS.md with its charts (docs/benchmarks/*.svg, *.png) and numbers
# (report.json, report.csv). Takes a quarter of an hour, or less where all figures have settled before; on a machine with noisy
# neighbours, give it more: --minutes 25. The report says which figures have settled.
#
#     scripts/benchmarks.sh                    everything that scripts/setup-bench.sh has built
#     scripts/benchmarks.sh --vm paddock,native --guest sieve     options of `paddock bench` are passed on
#
# Compares with the report that is there, before it replaces it: run twice, the page says whether a second run changes a
# ranking. The exit code is that of `paddock bench`.
set -eu
cd "$(dirname "$0")/.."
output=docs/benchmarks
compare=
if [ -f $output/report.json ]; then
    mkdir -p target
    cp $output/report.json target/earlier-report.json
    compare="--compare target/earlier-report.json"
fi
# shellcheck disable=SC2086  # the option is two words or none
exec ./paddock bench --output $output --page docs/BENCHMARKS.md $compare "$@"
