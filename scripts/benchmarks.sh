#!/bin/sh
# Runs the whole benchmark and writes docs/BENCHMARKS.md with its charts (docs/benchmarks/*.svg, *.png) and numbers
# (report.json, report.csv). Takes about 12 minutes; on a quiet machine, or the report says that it was not one.
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
exec ./paddock bench --output $output --page docs/BENCHMARKS.md --repetitions 6 --seconds 0.03 $compare "$@"
