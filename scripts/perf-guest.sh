#!/bin/sh
# Where a guest spends its time, function by function: scripts/perf-guest.sh [paddock run's arguments].
# Needs perf (Debian: apt-get install linux-perf) and the right to watch the whole system (root, or kernel.perf_event_paranoid
# at most 0): a worker gives up what a profiler of its parent would follow it by.
# perf itself looks into /tmp/perf-PID.map only for memory that is no file, and a worker's code is one (in memory), so the
# samples are matched with the map here.
set -eu
cd "$(dirname "$0")/.."
command -v perf >/dev/null || { echo "perf is missing: apt-get install linux-perf" >&2; exit 2; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
touch "$work/start"
perf record -a -q -e cpu-clock -F "${FREQUENCY:-1000}" -o "$work/data" -- ./paddock run "$@" --perf-map || true
maps=$(find /tmp -maxdepth 1 -name 'perf-*.map' -newer "$work/start" | tr '\n' ' ')
perf script -i "$work/data" -F comm,pid,ip 2>/dev/null | awk -v maps="$maps" '
    function number(hex,    i, value) {
        value = 0
        for (i = 1; i <= length(hex); i++) value = value * 16 + index("0123456789abcdef", substr(hex, i, 1)) - 1
        return value
    }
    function load(pid,    file, line, part) {
        file = "/tmp/perf-" pid ".map"
        count[pid] = 0
        while ((getline line < file) > 0) {
            split(line, part, " ")
            start[pid, count[pid]] = number(part[1])
            end[pid, count[pid]] = number(part[1]) + number(part[2])
            name[pid, count[pid]++] = substr(line, length(part[1]) + length(part[2]) + 3)
        }
        close(file)
    }
    $1 ~ /^memfd:paddock/ && index(maps, "/perf-" $2 ".map ") {
        pid = $2
        address = number($3)
        if (!(pid in count)) load(pid)
        symbol = "(the worker itself, and Linux)"
        for (i = 0; i < count[pid]; i++) if (address >= start[pid, i] && address < end[pid, i]) { symbol = name[pid, i]; break }
        samples[symbol]++
        total++
    }
    END {
        if (total == 0) { print "no samples of a worker: did the call take long enough?"; exit 1 }
        for (symbol in samples) printf "%6.2f %%  %6d  %s\n", 100 * samples[symbol] / total, samples[symbol], symbol | "sort -rn"
    }'
