#!/bin/sh
# Builds @NAME@.polkavm. The target is no built-in one of rustc, so the library `core` is built from its source, which needs
# a compiler that lets itself be asked to (nightly, or any one with RUSTC_BOOTSTRAP=1) and that source.
#
#   CARGO, RUSTC   other commands than cargo and rustc
#   PADDOCK        the command paddock
set -eu
cd "$(dirname "$0")"

cargo=${CARGO:-cargo}
rustc=${RUSTC:-rustc}
target=riscv64emac-unknown-none-polkavm

die() { for line; do echo "build.sh: $line" >&2; done; exit 1; }

command -v "$cargo" >/dev/null 2>&1 && command -v "$rustc" >/dev/null 2>&1 ||
    die "no cargo or rustc on the PATH." \
        "Debian and Ubuntu: apt install cargo-web rustc-web rust-web-src lld-19   or https://rustup.rs"

# The parts of a version decide: 1.91 or newer reads this form of the target file.
version=$("$rustc" --version)
minor=${version#rustc 1.}
minor=${minor%%.*}
[ "$minor" -ge 91 ] 2>/dev/null || die "needs rustc 1.91 or newer; $rustc is $version"

sysroot=$("$rustc" --print sysroot)
source=$sysroot/lib/rustlib/src/rust/library
if [ ! -f "$source/Cargo.lock" ]; then
    die "the source of Rust's library is not installed: no $source/Cargo.lock" \
        "with rustup: rustup component add rust-src" \
        "Debian and Ubuntu, if rustc is theirs: apt install rust-web-src"
fi

# rustup brings its own lld, Debian's rustc does not.
set -- "$sysroot"/lib/rustlib/*/bin/rust-lld
if [ ! -x "$1" ]; then
    linker=$(command -v ld.lld || command -v ld.lld-19) ||
        die "no lld, neither rustc's own nor one on the PATH. Debian and Ubuntu: apt install lld-19"
    export CARGO_TARGET_RISCV64EMAC_UNKNOWN_NONE_POLKAVM_LINKER="$linker"
fi

RUSTC_BOOTSTRAP=1 RUSTC=$rustc "$cargo" build --release -Zbuild-std=core -Zbuild-std-features= -Zjson-target-spec \
    --target "$target.json"
exec ${PADDOCK:-paddock} link "target/$target/release/@NAME@" -o @NAME@.polkavm
