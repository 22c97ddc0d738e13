#!/bin/sh
# Builds guest/build/NAME.ckb, each benchmark as a RISC-V executable for CKB-VM, with the extensions that it has (C, B). The
# sources take it for native code, whose imports are set by whoever loads it: the same way the adapter hands over tick.
set -eu
cd "$(dirname "$0")/.."
mkdir -p guest/build/ckb
cc="clang-19 --target=riscv64-unknown-none-elf -march=rv64imc_zba_zbb_zbc_zbs -mabi=lp64 -U__riscv -std=c11 -O2
    -ffreestanding -fno-common -ffunction-sections -fdata-sections -mno-relax -Iguest/include"
for part in string arithmetic format assert; do
    $cc -fno-builtin -c guest/runtime/$part.c -o guest/build/ckb/$part.o
done
$cc -c bench/peers/rust/ckb-vm/tick.c -o guest/build/ckb/tick.o
rm -f guest/build/ckb/kit.a
llvm-ar-19 rcsD guest/build/ckb/kit.a guest/build/ckb/string.o guest/build/ckb/arithmetic.o \
    guest/build/ckb/format.o guest/build/ckb/assert.o
failed=0
for folder in guest/benchmarks/*/; do
    name=$(basename "$folder")
    objects=
    for source in "$folder"*.c; do
        object=guest/build/ckb/$name-$(basename "$source" .c).o
        $cc -c "$source" -o "$object" || { failed=1; continue 2; }
        objects="$objects $object"
    done
    # Nothing enters at a start address: the adapter calls initialize and run, which must not be collected.
    # shellcheck disable=SC2086  # a list of files
    ld.lld-19 -static --gc-sections -e run -u initialize -u run -u set_tick -u ckb_tick $objects guest/build/ckb/tick.o \
        guest/build/ckb/kit.a -o "guest/build/$name.ckb" || failed=1
done
exit $failed
