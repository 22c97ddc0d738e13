#!/bin/sh
# How long `./paddock run` takes from shell to exit, in milliseconds: least and median of 21 runs of a tiny program, on
# each backend, after one that warms the page cache. Beside it, what starting java alone takes here.
set -eu
cd "$(dirname "$0")/.."

runs=21

measure() {
    name=$1
    shift
    "$@" >/dev/null 2>&1
    i=0
    while [ $i -lt $runs ]; do
        start=$(date +%s%N)
        "$@" >/dev/null 2>&1
        echo $((($(date +%s%N) - start) / 10000))
        i=$((i + 1))
    done | sort -n | awk -v name="$name" -v n=$runs '
        NR == 1 { least = $1 }
        NR == int((n + 1) / 2) { median = $1 }
        END { printf "%-34s least %6.1f ms, median %6.1f ms\n", name, least / 100, median / 100 }'
}

./paddock --version
measure 'native' ./paddock run examples/fibonacci.pvmasm 90
measure 'native, from a blob' ./paddock run examples/sampler.polkavm add_numbers 1 2
measure 'interpreter' ./paddock run examples/fibonacci.pvmasm 90 --backend interpreter
measure 'no program' ./paddock --version
echo "load average: $(cut -d' ' -f1-3 /proc/loadavg), processors: $(nproc)"
