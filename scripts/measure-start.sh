#!/bin/sh
# How long the command takes from shell to exit, in milliseconds: least and median of 21 runs of each line, in turns, after one
# that warms the page cache. Paddock's launcher is part of each; beside them, what java alone takes here.
#
#   scripts/measure-start.sh [OTHER]   OTHER: another clone, built, whose ./paddock takes its turns too
set -eu
cd "$(dirname "$0")/.."

runs=21
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

java=${PADDOCK_JAVA:-$(sed -n 3p cli/target/startup-note 2>/dev/null || :)}
java=${java:+$java/bin/java}
[ -n "$java" ] && [ -x "$java" ] || java=java

lines() {
    cat <<'END'
tiny program|run examples/fibonacci.pvmasm 90
the same, native|run examples/fibonacci.pvmasm 90 --backend native
the same, interpreter|run examples/fibonacci.pvmasm 90 --backend interpreter
tiny blob|run examples/sampler.polkavm add_numbers 1 2
the same, native|run examples/sampler.polkavm add_numbers 1 2 --backend native
--version|--version
END
}

once() {
    name=$1
    shift
    start=$(date +%s%N)
    "$@" >/dev/null 2>&1 || :
    echo $((($(date +%s%N) - start) / 10000)) >>"$results/$name"
}

turn() {
    number=0
    lines | while IFS='|' read -r _ words; do
        number=$((number + 1))
        # shellcheck disable=SC2086  # words to split
        once "$number.here" ./paddock $words </dev/null
        # shellcheck disable=SC2086  # words to split
        [ -z "${1:-}" ] || once "$number.there" "$1/paddock" $words </dev/null
    done
    once java "$java" -XX:+UseSerialGC -XX:-UsePerfData -version </dev/null
}

report() {
    sort -n "$results/$2" | awk -v name="$1" '
        { all[NR] = $1 }
        END { printf "%-34s least %6.1f ms, median %6.1f ms\n", name, all[1] / 100, all[int((NR + 1) / 2)] / 100 }'
}

./paddock --version
turn "$@"
rm -f "$results"/*
i=0
while [ $i -lt $runs ]; do
    turn "$@"
    i=$((i + 1))
done
number=0
lines | while IFS='|' read -r name _; do
    number=$((number + 1))
    report "$name" "$number.here"
    [ -z "${1:-}" ] || report "  there" "$number.there"
done
report 'java -version, by itself' java
echo "load average: $(cut -d' ' -f1-3 /proc/loadavg), processors: $(nproc)"
