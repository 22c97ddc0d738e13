#!/bin/sh
# Builds the ELF files here with Debian's clang-19 and lld-19: build.sh [FOLDER]. Debug information of DWARF 4 and 5, in a
# relocatable file and in a linked one, with the relocations that RISC-V's shortening of code by the linker makes needful.
set -eu
cd "$(dirname "$0")"
out=${1:-.}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for version in 4 5; do
    for name in where twice; do
        clang-19 --target=riscv64-unknown-none-elf -march=rv64emac_zbb_xtheadcondmov -mabi=lp64e -fpic -fvisibility=hidden \
            -ffreestanding -O2 -gdwarf-$version -fdebug-compilation-dir=. -c $name.c -o "$work/$name$version.o"
    done
    ld.lld-19 -r "$work/where$version.o" "$work/twice$version.o" -o "$out/where-dwarf$version.o"
done
ld.lld-19 -static --emit-relocs --unique --entry=0 "$work/where5.o" "$work/twice5.o" -o "$out/where-linked.elf"
ld.lld-19 -static --emit-relocs --entry=0 "$work/where5.o" "$work/twice5.o" -o "$out/where-plain.elf"
