#!/bin/sh
# Installs what building the C guests needs on Debian or Ubuntu: clang, lld and llvm-ar of LLVM 19, and make. Run as root.
# Rust guests need more: guest/templates/rust/README.md.
set -eu

[ "$(id -u)" = 0 ] || { echo "run as root: sudo $0" >&2; exit 1; }

apt-get update
apt-get install -y --no-install-recommends clang-19 lld-19 llvm-19 make
