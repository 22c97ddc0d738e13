#ifndef CPU6502_CPU_H
#define CPU6502_CPU_H

#include <paddock.h>

/*
 * A MOS 6502: all 151 documented instructions with their cycles (those for crossed pages and taken branches included)
 * and decimal arithmetic. The others trap: no program of ours has them.
 *
 * Who includes this gives it a bus: struct machine, bus_read and bus_write.
 */
struct machine;
static inline uint8_t bus_read(struct machine *machine, uint16_t address);
static inline void bus_write(struct machine *machine, uint16_t address, uint8_t value);

typedef struct {
    uint64_t cycles;
    uint16_t pc;
    uint8_t a, x, y, s;
    /* Flags as the instructions leave them: N is the topmost bit of one byte, Z tells that another one is zero. */
    uint8_t negative, zero;
    bool carry, overflow, decimal, interrupts_off;
    bool nmi; /* asked for, and not yet taken */
} cpu6502;

enum { CPU_STACK = 0x100, CPU_NMI = 0xfffa, CPU_RESET = 0xfffc, CPU_IRQ = 0xfffe };

static const uint8_t cpu_cycles[256] = {
    /*      0  1  2  3  4  5  6  7  8  9  a  b  c  d  e  f */
    /* 0 */ 7, 6, 0, 0, 0, 3, 5, 0, 3, 2, 2, 0, 0, 4, 6, 0,
    /* 1 */ 2, 5, 0, 0, 0, 4, 6, 0, 2, 4, 0, 0, 0, 4, 7, 0,
    /* 2 */ 6, 6, 0, 0, 3, 3, 5, 0, 4, 2, 2, 0, 4, 4, 6, 0,
    /* 3 */ 2, 5, 0, 0, 0, 4, 6, 0, 2, 4, 0, 0, 0, 4, 7, 0,
    /* 4 */ 6, 6, 0, 0, 0, 3, 5, 0, 3, 2, 2, 0, 3, 4, 6, 0,
    /* 5 */ 2, 5, 0, 0, 0, 4, 6, 0, 2, 4, 0, 0, 0, 4, 7, 0,
    /* 6 */ 6, 6, 0, 0, 0, 3, 5, 0, 4, 2, 2, 0, 5, 4, 6, 0,
    /* 7 */ 2, 5, 0, 0, 0, 4, 6, 0, 2, 4, 0, 0, 0, 4, 7, 0,
    /* 8 */ 0, 6, 0, 0, 3, 3, 3, 0, 2, 0, 2, 0, 4, 4, 4, 0,
    /* 9 */ 2, 6, 0, 0, 4, 4, 4, 0, 2, 5, 2, 0, 0, 5, 0, 0,
    /* a */ 2, 6, 2, 0, 3, 3, 3, 0, 2, 2, 2, 0, 4, 4, 4, 0,
    /* b */ 2, 5, 0, 0, 4, 4, 4, 0, 2, 4, 2, 0, 4, 4, 4, 0,
    /* c */ 2, 6, 0, 0, 3, 3, 5, 0, 2, 2, 2, 0, 4, 4, 6, 0,
    /* d */ 2, 5, 0, 0, 0, 4, 6, 0, 2, 4, 0, 0, 0, 4, 7, 0,
    /* e */ 2, 6, 0, 0, 3, 3, 5, 0, 2, 2, 2, 0, 4, 4, 6, 0,
    /* f */ 2, 5, 0, 0, 0, 4, 6, 0, 2, 4, 0, 0, 0, 4, 7, 0,
};

/* All helpers disappear into cpu_run: only then can its copy of the registers live in the host's. */
#define CPU_INLINE static inline __attribute__((always_inline))

CPU_INLINE uint8_t cpu_fetch(cpu6502 *cpu, struct machine *machine) {
    return bus_read(machine, cpu->pc++);
}

CPU_INLINE uint16_t cpu_fetch_word(cpu6502 *cpu, struct machine *machine) {
    uint8_t low = cpu_fetch(cpu, machine);
    return (uint16_t)(low | cpu_fetch(cpu, machine) << 8);
}

CPU_INLINE uint16_t cpu_word_at(struct machine *machine, uint16_t low, uint16_t high) {
    return (uint16_t)(bus_read(machine, low) | bus_read(machine, high) << 8);
}

CPU_INLINE void cpu_push(cpu6502 *cpu, struct machine *machine, uint8_t value) {
    bus_write(machine, CPU_STACK | cpu->s--, value);
}

CPU_INLINE uint8_t cpu_pull(cpu6502 *cpu, struct machine *machine) {
    return bus_read(machine, CPU_STACK | ++cpu->s);
}

/* Addressing modes. Indexing past the end of a page takes one more cycle where an instruction only reads. */

CPU_INLINE uint16_t cpu_zero_page(cpu6502 *cpu, struct machine *machine, uint8_t index) {
    return (uint8_t)(cpu_fetch(cpu, machine) + index);
}

CPU_INLINE uint16_t cpu_indexed(cpu6502 *cpu, uint16_t base, uint8_t index, bool only_reads) {
    uint16_t address = (uint16_t)(base + index);
    cpu->cycles += only_reads && (base ^ address) >> 8;
    return address;
}

CPU_INLINE uint16_t cpu_absolute(cpu6502 *cpu, struct machine *machine, uint8_t index, bool only_reads) {
    return cpu_indexed(cpu, cpu_fetch_word(cpu, machine), index, only_reads);
}

CPU_INLINE uint16_t cpu_pointer(struct machine *machine, uint8_t at) {
    return cpu_word_at(machine, at, (uint8_t)(at + 1));
}

CPU_INLINE uint16_t cpu_indexed_indirect(cpu6502 *cpu, struct machine *machine) {
    return cpu_pointer(machine, (uint8_t)(cpu_fetch(cpu, machine) + cpu->x));
}

CPU_INLINE uint16_t cpu_indirect_indexed(cpu6502 *cpu, struct machine *machine, bool only_reads) {
    return cpu_indexed(cpu, cpu_pointer(machine, cpu_fetch(cpu, machine)), cpu->y, only_reads);
}

CPU_INLINE uint8_t cpu_flags(const cpu6502 *cpu, bool from_instruction) {
    return (uint8_t)((cpu->negative & 0x80) | cpu->overflow << 6 | 1 << 5 | from_instruction << 4 | cpu->decimal << 3
            | cpu->interrupts_off << 2 | (cpu->zero == 0) << 1 | cpu->carry);
}

CPU_INLINE void cpu_set_flags(cpu6502 *cpu, uint8_t flags) {
    cpu->negative = flags;
    cpu->overflow = flags >> 6 & 1;
    cpu->decimal = flags >> 3 & 1;
    cpu->interrupts_off = flags >> 2 & 1;
    cpu->zero = !(flags >> 1 & 1);
    cpu->carry = flags & 1;
}

CPU_INLINE void cpu_enter(cpu6502 *cpu, struct machine *machine, uint16_t vector, bool from_instruction) {
    cpu_push(cpu, machine, (uint8_t)(cpu->pc >> 8));
    cpu_push(cpu, machine, (uint8_t)cpu->pc);
    cpu_push(cpu, machine, cpu_flags(cpu, from_instruction));
    cpu->interrupts_off = true;
    cpu->pc = cpu_word_at(machine, vector, vector + 1);
}

CPU_INLINE void cpu_branch(cpu6502 *cpu, struct machine *machine, bool taken) {
    int8_t by = (int8_t)cpu_fetch(cpu, machine);
    if (taken) {
        uint16_t to = (uint16_t)(cpu->pc + by);
        cpu->cycles += 1 + ((to ^ cpu->pc) >> 8 != 0);
        cpu->pc = to;
    }
}

CPU_INLINE uint8_t cpu_see(cpu6502 *cpu, uint8_t value) {
    return cpu->negative = cpu->zero = value;
}

CPU_INLINE void cpu_compare(cpu6502 *cpu, uint8_t with, uint8_t value) {
    cpu->carry = with >= value;
    cpu_see(cpu, (uint8_t)(with - value));
}

CPU_INLINE void cpu_add(cpu6502 *cpu, uint8_t value) {
    int sum = cpu->a + value + cpu->carry;
    cpu->zero = (uint8_t)sum; /* of the binary sum, in decimal mode too */
    if (cpu->decimal) {
        int low = (cpu->a & 15) + (value & 15) + cpu->carry;
        low = low > 9 ? ((low + 6) & 15) + 16 : low;
        sum = (cpu->a & 0xf0) + (value & 0xf0) + low;
    }
    cpu->negative = (uint8_t)sum;
    cpu->overflow = (~(cpu->a ^ value) & (cpu->a ^ sum)) >> 7 & 1;
    if (cpu->decimal && sum >= 0xa0) {
        sum += 0x60;
    }
    cpu->carry = sum > 0xff;
    cpu->a = (uint8_t)sum;
}

CPU_INLINE void cpu_subtract(cpu6502 *cpu, uint8_t value) {
    int difference = cpu->a - value - !cpu->carry, result = difference;
    if (cpu->decimal) {
        int low = (cpu->a & 15) - (value & 15) - !cpu->carry;
        low = low < 0 ? ((low - 6) & 15) - 16 : low;
        result = (cpu->a & 0xf0) - (value & 0xf0) + low;
        result = result < 0 ? result - 0x60 : result;
    }
    /* Flags are those of the binary difference, in decimal mode too. */
    cpu->overflow = ((cpu->a ^ value) & (cpu->a ^ difference)) >> 7 & 1;
    cpu->carry = difference >= 0;
    cpu_see(cpu, (uint8_t)difference);
    cpu->a = (uint8_t)result;
}

CPU_INLINE uint8_t cpu_shift_left(cpu6502 *cpu, uint8_t value, bool in) {
    cpu->carry = value >> 7;
    return cpu_see(cpu, (uint8_t)(value << 1 | in));
}

CPU_INLINE uint8_t cpu_shift_right(cpu6502 *cpu, uint8_t value, bool in) {
    cpu->carry = value & 1;
    return cpu_see(cpu, (uint8_t)(value >> 1 | in << 7));
}

static inline void cpu_reset(cpu6502 *cpu, struct machine *machine) {
    *cpu = (cpu6502){.cycles = 7, .s = 0xfd, .zero = 1, .interrupts_off = true};
    cpu->pc = cpu_word_at(machine, CPU_RESET, CPU_RESET + 1);
}

/*
 * Rows of opcodes: an operation in each of its addressing modes. A case finds the operand and goes to the operation, of
 * which there is one copy each, below.
 */
#define CPU_READ(opcode, where, operation) \
    case opcode: \
        value = bus_read(machine, where); \
        goto operation;
#define CPU_AT(opcode, where, operation) \
    case opcode: \
        address = where; \
        goto operation;

#define CPU_ZP cpu_zero_page(&cpu, machine, 0)
#define CPU_ZPX cpu_zero_page(&cpu, machine, cpu.x)
#define CPU_ZPY cpu_zero_page(&cpu, machine, cpu.y)
#define CPU_ABS cpu_absolute(&cpu, machine, 0, false)
#define CPU_ABX(only_reads) cpu_absolute(&cpu, machine, cpu.x, only_reads)
#define CPU_ABY(only_reads) cpu_absolute(&cpu, machine, cpu.y, only_reads)
#define CPU_IZX cpu_indexed_indirect(&cpu, machine)
#define CPU_IZY(only_reads) cpu_indirect_indexed(&cpu, machine, only_reads)

/* The eight modes of the accumulator's operations. */
#define CPU_ACCUMULATOR(base, operation) \
    CPU_READ((base) + 0x09, cpu.pc++, operation) \
    CPU_READ((base) + 0x05, CPU_ZP, operation) \
    CPU_READ((base) + 0x15, CPU_ZPX, operation) \
    CPU_READ((base) + 0x0d, CPU_ABS, operation) \
    CPU_READ((base) + 0x1d, CPU_ABX(true), operation) \
    CPU_READ((base) + 0x19, CPU_ABY(true), operation) \
    CPU_READ((base) + 0x01, CPU_IZX, operation) \
    CPU_READ((base) + 0x11, CPU_IZY(true), operation)

/* The four modes of what changes a byte in memory. */
#define CPU_MEMORY(base, operation) \
    CPU_AT((base) + 0x06, CPU_ZP, operation) \
    CPU_AT((base) + 0x16, CPU_ZPX, operation) \
    CPU_AT((base) + 0x0e, CPU_ABS, operation) \
    CPU_AT((base) + 0x1e, CPU_ABX(false), operation)

/** Runs instructions until so many cycles have passed since the reset. */
static void cpu_run(cpu6502 *state, struct machine *machine, uint64_t until) {
    cpu6502 cpu = *state;
    if (cpu.nmi) {
        cpu.nmi = false;
        cpu.cycles += 7;
        cpu_enter(&cpu, machine, CPU_NMI, false);
    }
    while (cpu.cycles < until) {
        uint8_t opcode = cpu_fetch(&cpu, machine), value;
        uint16_t address;
        cpu.cycles += cpu_cycles[opcode];
        switch (opcode) {
        CPU_ACCUMULATOR(0x00, ora)
        CPU_ACCUMULATOR(0x20, and)
        CPU_ACCUMULATOR(0x40, eor)
        CPU_ACCUMULATOR(0x60, adc)
        CPU_ACCUMULATOR(0xa0, lda)
        CPU_ACCUMULATOR(0xc0, cmp)
        CPU_ACCUMULATOR(0xe0, sbc)

        CPU_MEMORY(0x00, asl)
        CPU_MEMORY(0x20, rol)
        CPU_MEMORY(0x40, lsr)
        CPU_MEMORY(0x60, ror)
        CPU_MEMORY(0xc0, dec)
        CPU_MEMORY(0xe0, inc)

        CPU_AT(0x85, CPU_ZP, sta)
        CPU_AT(0x95, CPU_ZPX, sta)
        CPU_AT(0x8d, CPU_ABS, sta)
        CPU_AT(0x9d, CPU_ABX(false), sta)
        CPU_AT(0x99, CPU_ABY(false), sta)
        CPU_AT(0x81, CPU_IZX, sta)
        CPU_AT(0x91, CPU_IZY(false), sta)
        CPU_AT(0x86, CPU_ZP, stx)
        CPU_AT(0x96, CPU_ZPY, stx)
        CPU_AT(0x8e, CPU_ABS, stx)
        CPU_AT(0x84, CPU_ZP, sty)
        CPU_AT(0x94, CPU_ZPX, sty)
        CPU_AT(0x8c, CPU_ABS, sty)

        CPU_READ(0xa2, cpu.pc++, ldx)
        CPU_READ(0xa6, CPU_ZP, ldx)
        CPU_READ(0xb6, CPU_ZPY, ldx)
        CPU_READ(0xae, CPU_ABS, ldx)
        CPU_READ(0xbe, CPU_ABY(true), ldx)
        CPU_READ(0xa0, cpu.pc++, ldy)
        CPU_READ(0xa4, CPU_ZP, ldy)
        CPU_READ(0xb4, CPU_ZPX, ldy)
        CPU_READ(0xac, CPU_ABS, ldy)
        CPU_READ(0xbc, CPU_ABX(true), ldy)
        CPU_READ(0xe0, cpu.pc++, cpx)
        CPU_READ(0xe4, CPU_ZP, cpx)
        CPU_READ(0xec, CPU_ABS, cpx)
        CPU_READ(0xc0, cpu.pc++, cpy)
        CPU_READ(0xc4, CPU_ZP, cpy)
        CPU_READ(0xcc, CPU_ABS, cpy)
        CPU_READ(0x24, CPU_ZP, bit)
        CPU_READ(0x2c, CPU_ABS, bit)

        case 0x0a: cpu.a = cpu_shift_left(&cpu, cpu.a, 0); break; /* ASL A */
        case 0x2a: cpu.a = cpu_shift_left(&cpu, cpu.a, cpu.carry); break; /* ROL A */
        case 0x4a: cpu.a = cpu_shift_right(&cpu, cpu.a, 0); break; /* LSR A */
        case 0x6a: cpu.a = cpu_shift_right(&cpu, cpu.a, cpu.carry); break; /* ROR A */

        case 0xaa: cpu.x = cpu_see(&cpu, cpu.a); break; /* TAX */
        case 0xa8: cpu.y = cpu_see(&cpu, cpu.a); break; /* TAY */
        case 0xba: cpu.x = cpu_see(&cpu, cpu.s); break; /* TSX */
        case 0x8a: cpu.a = cpu_see(&cpu, cpu.x); break; /* TXA */
        case 0x98: cpu.a = cpu_see(&cpu, cpu.y); break; /* TYA */
        case 0x9a: cpu.s = cpu.x; break; /* TXS */
        case 0xe8: cpu.x = cpu_see(&cpu, cpu.x + 1); break; /* INX */
        case 0xc8: cpu.y = cpu_see(&cpu, cpu.y + 1); break; /* INY */
        case 0xca: cpu.x = cpu_see(&cpu, cpu.x - 1); break; /* DEX */
        case 0x88: cpu.y = cpu_see(&cpu, cpu.y - 1); break; /* DEY */

        case 0x10: cpu_branch(&cpu, machine, !(cpu.negative >> 7)); break; /* BPL */
        case 0x30: cpu_branch(&cpu, machine, cpu.negative >> 7); break; /* BMI */
        case 0x50: cpu_branch(&cpu, machine, !cpu.overflow); break; /* BVC */
        case 0x70: cpu_branch(&cpu, machine, cpu.overflow); break; /* BVS */
        case 0x90: cpu_branch(&cpu, machine, !cpu.carry); break; /* BCC */
        case 0xb0: cpu_branch(&cpu, machine, cpu.carry); break; /* BCS */
        case 0xd0: cpu_branch(&cpu, machine, cpu.zero != 0); break; /* BNE */
        case 0xf0: cpu_branch(&cpu, machine, cpu.zero == 0); break; /* BEQ */

        case 0x18: cpu.carry = false; break; /* CLC */
        case 0x38: cpu.carry = true; break; /* SEC */
        case 0x58: cpu.interrupts_off = false; break; /* CLI */
        case 0x78: cpu.interrupts_off = true; break; /* SEI */
        case 0xb8: cpu.overflow = false; break; /* CLV */
        case 0xd8: cpu.decimal = false; break; /* CLD */
        case 0xf8: cpu.decimal = true; break; /* SED */
        case 0xea: break; /* NOP */

        case 0x48: cpu_push(&cpu, machine, cpu.a); break; /* PHA */
        case 0x08: cpu_push(&cpu, machine, cpu_flags(&cpu, true)); break; /* PHP */
        case 0x68: cpu.a = cpu_see(&cpu, cpu_pull(&cpu, machine)); break; /* PLA */
        case 0x28: cpu_set_flags(&cpu, cpu_pull(&cpu, machine)); break; /* PLP */

        case 0x4c: /* JMP */
            cpu.pc = cpu_fetch_word(&cpu, machine);
            break;
        case 0x6c: /* JMP (address): the upper byte comes from the same page */
            address = cpu_fetch_word(&cpu, machine);
            cpu.pc = cpu_word_at(machine, address, (uint16_t)((address & 0xff00) | ((address + 1) & 0xff)));
            break;
        case 0x20: /* JSR: pushes the address of its last byte */
            address = cpu_fetch_word(&cpu, machine);
            cpu.pc--;
            cpu_push(&cpu, machine, (uint8_t)(cpu.pc >> 8));
            cpu_push(&cpu, machine, (uint8_t)cpu.pc);
            cpu.pc = address;
            break;
        case 0x60: /* RTS */
            value = cpu_pull(&cpu, machine);
            cpu.pc = (uint16_t)((value | cpu_pull(&cpu, machine) << 8) + 1);
            break;
        case 0x40: /* RTI */
            cpu_set_flags(&cpu, cpu_pull(&cpu, machine));
            value = cpu_pull(&cpu, machine);
            cpu.pc = (uint16_t)(value | cpu_pull(&cpu, machine) << 8);
            break;
        case 0x00: /* BRK: one byte follows it */
            cpu.pc++;
            cpu_enter(&cpu, machine, CPU_IRQ, true);
            break;
        default:
            paddock_trap();

        ora: cpu.a = cpu_see(&cpu, cpu.a | value); break;
        and: cpu.a = cpu_see(&cpu, cpu.a & value); break;
        eor: cpu.a = cpu_see(&cpu, cpu.a ^ value); break;
        adc: cpu_add(&cpu, value); break;
        sbc: cpu_subtract(&cpu, value); break;
        lda: cpu.a = cpu_see(&cpu, value); break;
        ldx: cpu.x = cpu_see(&cpu, value); break;
        ldy: cpu.y = cpu_see(&cpu, value); break;
        cmp: cpu_compare(&cpu, cpu.a, value); break;
        cpx: cpu_compare(&cpu, cpu.x, value); break;
        cpy: cpu_compare(&cpu, cpu.y, value); break;
        bit:
            cpu.negative = value;
            cpu.overflow = value >> 6 & 1;
            cpu.zero = cpu.a & value;
            break;
        sta: bus_write(machine, address, cpu.a); break;
        stx: bus_write(machine, address, cpu.x); break;
        sty: bus_write(machine, address, cpu.y); break;
        asl: bus_write(machine, address, cpu_shift_left(&cpu, bus_read(machine, address), 0)); break;
        rol: bus_write(machine, address, cpu_shift_left(&cpu, bus_read(machine, address), cpu.carry)); break;
        lsr: bus_write(machine, address, cpu_shift_right(&cpu, bus_read(machine, address), 0)); break;
        ror: bus_write(machine, address, cpu_shift_right(&cpu, bus_read(machine, address), cpu.carry)); break;
        dec: bus_write(machine, address, cpu_see(&cpu, bus_read(machine, address) - 1)); break;
        inc: bus_write(machine, address, cpu_see(&cpu, bus_read(machine, address) + 1)); break;
        }
    }
    *state = cpu;
}

#endif
