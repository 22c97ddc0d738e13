# Building guests with GNU make, clang and lld. A project's Makefile says what it is made of, then includes this:
#
#     PROGRAM := hello
#     SOURCES := hello.c
#     include path/to/paddock.mk
#
# and has the targets all (PROGRAM.polkavm), run, wasm (PROGRAM.wasm), native (build/PROGRAM.so) and clean.
#
#   RUN           what `make run` calls, with its arguments
#   PADDOCK       the command `paddock`                          (default: beside the kit, else on the PATH)
#   LLVM          the suffix of clang, ld.lld, wasm-ld, llvm-ar  (default: -19, as Debian calls them)
#   ISA           latest64, latest32, jam_v1 or revive_v1        (default: latest64)
#   LINK_FLAGS    more options for `paddock link`, such as --strip
#   GUEST_CFLAGS  more options for clang

# The folder of this file: include, runtime.
KIT := $(patsubst %/,%,$(dir $(lastword $(MAKEFILE_LIST))))
BUILD ?= build
LLVM ?= -19
ISA ?= latest64
PADDOCK ?= $(or $(wildcard $(KIT)/../paddock),paddock)

GUEST_CC := clang$(LLVM)
GUEST_AR := llvm-ar$(LLVM)
GUEST_LD := ld.lld$(LLVM)
GUEST_WASM_LD := wasm-ld$(LLVM)

# ---- The four worlds -----------------------------------------------------------------------------------------------
# PVM has thirteen registers: RISC-V's E base. Debug information names files as they are named here, on any machine.
GUEST_CFLAGS_all := -std=c11 -O2 -g -Wall -Wextra -ffreestanding -fno-common -ffunction-sections -fdata-sections \
    -fvisibility=hidden -ffile-compilation-dir=. -I$(KIT)/include
# Of the processors that clang knows, the one whose tuning suits ours: it unrolls small loops. (The kit's are unrolled by
# hand.) docs/PERFORMANCE.md has what it brings.
GUEST_CFLAGS_pvm := -fpic -mno-relax -mno-strict-align -fno-asynchronous-unwind-tables
GUEST_CFLAGS_pvm64 := --target=riscv64-unknown-none-elf -march=rv64emac_zbb_xtheadcondmov -mtune=sifive-p450 \
    -mabi=lp64e $(GUEST_CFLAGS_pvm)
GUEST_CFLAGS_pvm32 := --target=riscv32-unknown-none-elf -march=rv32emac_zbb -mabi=ilp32e $(GUEST_CFLAGS_pvm)
GUEST_CFLAGS_wasm32 := --target=wasm32-unknown-unknown -mcpu=mvp -mbulk-memory -msign-ext -mmutable-globals
GUEST_CFLAGS_native := -fPIC -march=x86-64-v3

GUEST_PVM := $(if $(filter latest32,$(ISA)),pvm32,pvm64)
GUEST_LDFLAGS_pvm := -static --emit-relocs --unique --no-relax -e 0
GUEST_LDFLAGS_wasm32 := --no-entry --strip-debug -z stack-size=65536

GUEST_RUNTIME_pvm64 := string alloc format assert arithmetic
GUEST_RUNTIME_pvm32 := $(GUEST_RUNTIME_pvm64)
GUEST_RUNTIME_wasm32 := $(GUEST_RUNTIME_pvm64)
GUEST_RUNTIME_native := format assert arithmetic

# ---- Tools: missing ones are named before make stumbles over them --------------------------------------------------
guest-missing = $(strip $(foreach tool,$(1),$(if $(shell command -v $(tool)),,$(tool))))
define guest-need
$(if $(call guest-missing,$(1)),$(error missing: $(call guest-missing,$(1)); on Debian and Ubuntu: \
apt install clang-19 lld-19 llvm-19 (other versions: make LLVM=-20, or LLVM= for tools without a suffix)))
endef
ifneq ($(MAKECMDGOALS),clean)
$(call guest-need,$(GUEST_CC) $(GUEST_AR) $(GUEST_LD))
endif

# ---- Rules ---------------------------------------------------------------------------------------------------------
GUEST_HEADERS := $(wildcard $(KIT)/include/*.h)
GUEST_MAKEFILE := $(lastword $(MAKEFILE_LIST))

# $(1): world. Objects of the program, objects of the runtime, and the runtime as an archive.
define guest-world
$(BUILD)/$(1)/%.o: %.c $(GUEST_HEADERS) $(GUEST_MAKEFILE)
	@mkdir -p $$(@D)
	$(GUEST_CC) $(GUEST_CFLAGS_all) $(GUEST_CFLAGS_$(1)) $$(GUEST_CFLAGS) -MMD -MP -c $$< -o $$@

$(BUILD)/$(1)/kit/%.o: $(KIT)/runtime/%.c $(GUEST_HEADERS) $(GUEST_MAKEFILE)
	@mkdir -p $$(@D)
	$(GUEST_CC) $(GUEST_CFLAGS_all) $(GUEST_CFLAGS_$(1)) -fno-builtin -fno-unroll-loops $$(GUEST_CFLAGS) \
	    -MMD -MP -c $$< -o $$@

$(BUILD)/$(1)/kit.a: $(patsubst %,$(BUILD)/$(1)/kit/%.o,$(GUEST_RUNTIME_$(1)))
	@rm -f $$@
	$(GUEST_AR) rcsD $$@ $$^
endef
GUEST_WORLDS := pvm64 pvm32 wasm32 native
$(foreach world,$(GUEST_WORLDS),$(eval $(call guest-world,$(world))))

# $(1): the program's name, $(2): its sources, $(3): where the blob and the .wasm go.
define guest-program
$(BUILD)/pvm64/$(1).elf: $(patsubst %.c,$(BUILD)/pvm64/%.o,$(2)) $(BUILD)/pvm64/kit.a
	$(GUEST_LD) $(GUEST_LDFLAGS_pvm) $$^ -o $$@

$(BUILD)/pvm32/$(1).elf: $(patsubst %.c,$(BUILD)/pvm32/%.o,$(2)) $(BUILD)/pvm32/kit.a
	$(GUEST_LD) $(GUEST_LDFLAGS_pvm) $$^ -o $$@

$(3)/$(1).polkavm: $(BUILD)/$(GUEST_PVM)/$(1).elf
	@mkdir -p $$(@D)
	$(PADDOCK) link $$< -o $$@ --isa $(ISA) $$(LINK_FLAGS)

$(3)/$(1).wasm: $(patsubst %.c,$(BUILD)/wasm32/%.o,$(2)) $(BUILD)/wasm32/kit.a
	@mkdir -p $$(@D)
	$(GUEST_WASM_LD) $(GUEST_LDFLAGS_wasm32) $$^ -o $$@
	@chmod -x $$@

$(BUILD)/$(1).so: $(patsubst %.c,$(BUILD)/native/%.o,$(2)) $(BUILD)/native/kit.a
	$(GUEST_CC) -shared -nostdlib -fuse-ld=lld -Wl,-z,noexecstack $$^ -o $$@

-include $(foreach world,$(GUEST_WORLDS),$(patsubst %.c,$(BUILD)/$(world)/%.d,$(2)))
endef

.DELETE_ON_ERROR:

ifdef PROGRAM
.PHONY: all run wasm native clean
all: $(PROGRAM).polkavm
run: $(PROGRAM).polkavm
	$(PADDOCK) run $< $(RUN)
wasm: $(PROGRAM).wasm
native: $(BUILD)/$(PROGRAM).so
clean:
	rm -rf $(BUILD) $(PROGRAM).polkavm $(PROGRAM).wasm
$(eval $(call guest-program,$(PROGRAM),$(SOURCES),.))
endif
