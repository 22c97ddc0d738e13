# Compiles C for PVM: RISC-V rv64emac with Zbb and XTheadCondMov, thirteen registers, nothing but the kit's own runtime.
#
#     cmake -B build -DCMAKE_TOOLCHAIN_FILE=.../paddock-toolchain.cmake
#
# -DLLVM_SUFFIX=-20 takes another release of clang and lld; an empty one takes those without a suffix.
set(LLVM_SUFFIX "-19" CACHE STRING "The suffix of clang and llvm-ar, as Debian calls them")
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES LLVM_SUFFIX)

set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR riscv64)
find_program(CMAKE_C_COMPILER clang${LLVM_SUFFIX} REQUIRED)
find_program(CMAKE_AR llvm-ar${LLVM_SUFFIX} REQUIRED)
find_program(CMAKE_RANLIB llvm-ranlib${LLVM_SUFFIX} REQUIRED)
set(CMAKE_C_COMPILER_TARGET riscv64-unknown-none-elf)

# There is no C library to link a trial program with.
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
set(CMAKE_C_FLAGS_INIT "-march=rv64emac_zbb_xtheadcondmov -mtune=sifive-p450 -mabi=lp64e -fpic -mno-relax -mno-strict-align \
-ffreestanding -fno-common -ffunction-sections -fdata-sections -fvisibility=hidden -fno-asynchronous-unwind-tables -g")
set(CMAKE_EXE_LINKER_FLAGS_INIT "-nostdlib -static -fuse-ld=lld -Wl,--emit-relocs,--unique,--no-relax,-e,0")
