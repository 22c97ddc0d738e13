#!/bin/sh
# Where a benchmark's time goes, instruction by instruction, in several machines' code: what each has emitted is run under
# perf, disassembled, and each instruction listed with its share of the samples; the hottest loops are shown.
#
#     scripts/hot-loops.sh sieve sha256        into target/hot-loops/GUEST.MACHINE.txt, and the hottest loops to the terminal
#     MACHINES="paddock-none wasmtime" SHOWN=1 TIME=1 scripts/hot-loops.sh json
#
# MACHINES: members of paddock, polkavm, wasmtime (default: paddock-none paddock-sync polkavm-none wasmtime);
# SHOWN: how many loops of each (2); TIME: seconds under perf (1).
# Needs what scripts/setup-bench.sh builds, `./paddock bench` built, objdump, and perf with the right to watch the whole
# system (root, or kernel.perf_event_paranoid at most 0): a worker can't be followed by its parent's profiler.
set -eu
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || { sed -n '2,11s/^# \{0,1\}//p' "$0"; exit 2; }
for tool in perf objdump; do
    command -v $tool >/dev/null || { echo "$tool is missing: apt-get install linux-perf binutils" >&2; exit 2; }
done
machines=${MACHINES:-paddock-none paddock-sync polkavm-none wasmtime}
shown=${SHOWN:-2}
nanos=$(awk -v s="${TIME:-1}" 'BEGIN { printf "%.0f", s * 1e9 }')
java=$(scripts/find-jdk.sh)
lib=bench/target/lib
out=target/hot-loops
frequency=5000
peers=bench/peers/build
mkdir -p $out
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

adapter() {
    case $1 in
        paddock-*) exec "$java" --enable-native-access=ALL-UNNAMED -cp "$lib/*" dev.paddock.bench.internal.jvm.AdapterMain paddock serve "$1" ;;
        polkavm-*) exec $peers/polkavm serve "$1" ;;
        wasmtime*) exec $peers/wasmtime serve "$1" ;;
        *) echo "no such machine here: $1" >&2; exit 2 ;;
    esac
}

# The file that the benchmark gives that machine.
program() {
    case $1 in
        paddock-* | *-paddock-link) echo "guest/benchmarks/$2/$2.polkavm" ;;
        polkavm-*) [ -f "guest/build/$2.polkavm-linker" ] && echo "guest/build/$2.polkavm-linker" || echo "guest/benchmarks/$2/$2.polkavm" ;;
        *) echo "guest/benchmarks/$2/$2.wasm" ;;
    esac
}

# Asks the adapter on descriptors 3 and 4.
ask() {
    echo "$1" >&3
    read -r answer <&4 || answer=
    case $answer in
        ok*) ;;
        *) echo "$machine, $1: ${answer:-it has ended}" >&2; exit 1 ;;
    esac
}

listing() {
    guest=$1
    machine=$2
    mkfifo "$work/to" "$work/from"
    adapter "$machine" <"$work/to" >"$work/from" 2>"$work/errors" &
    exec 3>"$work/to" 4<"$work/from"
    rm "$work/to" "$work/from"
    ask hello
    ask "load $(program "$machine" "$guest")"
    case $machine in
        paddock-*)
            address=$("$java" --enable-native-access=ALL-UNNAMED -cp "$lib/*" dev.paddock.bench.micro.MachineCode "$(program "$machine" "$guest")" "${machine#paddock-}" "$work/code")
            ;;
        *)
            ask "dump $work/code"
            address=${answer#*address=}
            address=${address%% *}
            ;;
    esac
    ask start
    ask "run 300000000"
    # All of the system, by the clock, for as long as the call takes.
    perf record -a -q -e cpu-clock -F $frequency -o "$work/data" -- sh -c "echo 'run $nanos' >&3; read -r answer <&4; echo \"\$answer\" >'$work/answer'"
    echo quit >&3
    exec 3>&- 4<&-
    wait
    objdump -D -b binary -m i386:x86-64 -M intel --no-show-raw-insn --adjust-vma="$address" "$work/code" >"$work/code.txt"
    perf script -i "$work/data" -F pid,ip 2>/dev/null >"$work/samples"
    calls=$(sed 's/.* calls=\([0-9]*\).*/\1/' "$work/answer")
    taken=$(sed 's/.*ok nanos=\([0-9]*\).*/\1/' "$work/answer")
    awk -v calls="$calls" -v nanos="$taken" -v size="$(wc -c <"$work/code")" -v address="$address" -v shown="$shown" -v all="$out/$guest.$machine.txt" \
        -v frequency=$frequency -v title="$guest, $machine" -f scripts/hot-loops.awk "$work/samples" "$work/code.txt"
}

for guest; do
    for machine in $machines; do
        (listing "$guest" "$machine") || echo "skipped: $guest, $machine" >&2
    done
done
