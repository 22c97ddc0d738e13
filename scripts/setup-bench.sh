#!/bin/sh
# Builds what `paddock bench` compares with: the peers in Rust and Go, and the guests as native code and for CKB-VM.
# What can't be built is left out, with its reason beside it (bench/peers/build/NAME.missing), from where the report
# takes it; the exit code is 0 all the same. Needs no rights; what it misses, it names with the command that installs it.
#
#     scripts/setup-bench.sh                  everything
#     scripts/setup-bench.sh wasmi wazero     only these peers
#     NICE=0 JOBS=2 scripts/setup-bench.sh    faster, at the cost of what else runs (default: nice 15, one job)
set -u
cd "$(dirname "$0")/.." || exit 1
home=$PWD
build=$home/bench/peers/build
mkdir -p "$build"
wanted=" $* "
jobs=${JOBS:-1}

say() { printf '%s\n' "$*"; }
want() { [ "$wanted" = "  " ] || case $wanted in *" $1 "*) true ;; *) false ;; esac; }
missing() {
    rm -f "$build/$1"
    printf '%s\n' "$2" >"$build/$1.missing"
    say "missing: $1: $2"
}
# The last lines of a log that look like the reason, on one line.
reason() { grep -E '^error|undefined|not found|No such|cannot' "$1" | head -n 3 | tr '\n' ' ' | cut -c1-300; }

for manifest in bench/peers/rust/*/Cargo.toml; do
    folder=${manifest%/Cargo.toml}
    name=${folder##*/}
    [ "$name" != peer ] && want "$name" || continue
    if ! command -v cargo >/dev/null 2>&1; then
        missing "$name" "no cargo on the PATH (Rust 1.95 or newer: https://rustup.rs, or apt install cargo where that is new enough)"
        continue
    fi
    say "building $name (cargo; log: bench/peers/build/$name.log)"
    if (cd "$folder" && CARGO_TARGET_DIR="$build/cargo" nice -n "${NICE:-15}" cargo build --release --locked -j "$jobs") \
        >"$build/$name.log" 2>&1; then
        cp "$build/cargo/release/paddock-peer-$name" "$build/$name.new" && mv "$build/$name.new" "$build/$name"
        rm -f "$build/$name.missing"
    else
        missing "$name" "cargo build failed: $(reason "$build/$name.log")"
    fi
done

for folder in bench/peers/go/cmd/*/; do
    name=${folder%/}
    name=${name##*/}
    want "$name" || continue
    if ! command -v go >/dev/null 2>&1; then
        missing "$name" "no go on the PATH (Go 1.25 or newer: https://go.dev/dl)"
        continue
    fi
    say "building $name (go; log: bench/peers/build/$name.log)"
    if (cd bench/peers/go && nice -n "${NICE:-15}" go build -mod=readonly -trimpath -p "$jobs" -o "$build/$name" "./cmd/$name") \
        >"$build/$name.log" 2>&1; then
        rm -f "$build/$name.missing"
    else
        missing "$name" "go build failed: $(reason "$build/$name.log")"
    fi
done

# Python's packages go beside the others' programs, which are started by a line of shell.
for folder in bench/peers/python/*/; do
    name=${folder%/}
    name=${name##*/}
    [ -f "$folder/adapter.py" ] && want "$name" || continue
    if ! python3 -m pip --version >/dev/null 2>&1; then
        missing "$name" "no python3 with pip (apt install python3-pip python3-dev gcc)"
        continue
    fi
    say "building $name (pip; log: bench/peers/build/$name.log)"
    if nice -n "${NICE:-15}" python3 -m pip install --no-deps --upgrade --target "$build/python-$name" \
        -r "$folder/requirements.txt" >"$build/$name.log" 2>&1; then
        printf '#!/bin/sh\nPYTHONPATH=%s:%s exec python3 %s "$@"\n' \
            "$home/bench/peers/python" "$build/python-$name" "$home/${folder}adapter.py" >"$build/$name"
        chmod +x "$build/$name"
        rm -f "$build/$name.missing"
    else
        missing "$name" "pip install failed: $(reason "$build/$name.log")"
    fi
done

# Guests as native code, by the kit's Makefile; and for CKB-VM, whose programs are RISC-V executables.
if want guests; then
    if [ ! -f guest/Makefile ]; then
        say "no guest/Makefile: guests are not built"
    elif ! command -v clang-19 >/dev/null 2>&1 && ! command -v cc >/dev/null 2>&1; then
        say "missing: native guests: no clang-19 and no cc (apt install clang-19 lld-19 llvm-19)"
    else
        if [ -x "$build/polkavm" ] && command -v clang-19 >/dev/null 2>&1; then
            say "linking guests by PolkaVM's linker (log: bench/peers/build/guests-polkavm.log)"
            {
                nice -n "${NICE:-15}" make -C guest elves
                for elf in guest/build/pvm64/*.elf; do
                    "$build/polkavm" link "$elf" "guest/build/$(basename "$elf" .elf).polkavm-linker" ||
                        say "error: $elf"
                done
            } >"$build/guests-polkavm.log" 2>&1
            grep -q '^error' "$build/guests-polkavm.log" &&
                say "missing: guests by PolkaVM's linker: $(reason "$build/guests-polkavm.log")"
        else
            say "missing: guests by PolkaVM's linker, without which PolkaVM runs ours: no clang-19, or PolkaVM is not built"
        fi
        say "building native guests (log: bench/peers/build/guests.log)"
        nice -n "${NICE:-15}" make -C guest native >"$build/guests.log" 2>&1 ||
            say "missing: native guests: make native failed: $(reason "$build/guests.log")"
    fi
    if command -v clang-19 >/dev/null 2>&1 && command -v ld.lld-19 >/dev/null 2>&1; then
        say "building guests for CKB-VM (log: bench/peers/build/guests-ckb.log)"
        scripts/build-ckb-guests.sh >"$build/guests-ckb.log" 2>&1 ||
            say "missing: guests for CKB-VM: $(reason "$build/guests-ckb.log")"
    else
        say "missing: guests for CKB-VM: no clang-19 or lld-19 (apt install clang-19 lld-19)"
    fi
fi

if [ -z "$(fc-list 2>/dev/null | head -n 1)" ]; then
    say "missing: fonts, which plots need (apt install fontconfig fonts-dejavu-core)"
fi
exit 0
