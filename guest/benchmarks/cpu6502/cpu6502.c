/* A 6502, a picture unit, and a game of ours for them: the shape of an emulator of the NES. */
#include <paddock.h>

#include "cpu.h"
#include "picture.h"

PADDOCK_EXPORT(void, initialize)
PADDOCK_EXPORT(uint64_t, run)

enum {
    ROM = 0xf000, ROM_END = 0x10000, RAM_SIZE = 0x800,
    REGISTER_DMA = 0x4014, REGISTER_PAD = 0x4016,
    LINES = 262, LINE_DONE = 241, LINE_BEFORE = 261,
    DOTS_IN_LINE = 341, DOTS_IN_CYCLE = 3, DMA_CYCLES = 513,
    FRAMES_OF_START = 14, FRAMES = 16,
};

static const uint8_t rom[ROM_END - ROM] = {
#include "program.h"
};

/*
 *   0000-1fff  2 KiB of memory, four times       4014  copies a page to the sprites    f000-ffff  the program
 *   2000-3fff  the picture unit's registers      4016  the pad, one bit at a time
 */
struct machine {
    cpu6502 cpu;
    picture_unit picture;
    uint64_t dots; /* of the picture, since the start: three a cycle */
    uint64_t stolen; /* cycles that the processor stood still, still to be charged */
    uint8_t ram[RAM_SIZE];
    uint8_t buttons, pad;
};

static struct machine started, machine;
static uint32_t screen[HEIGHT][WIDTH];

/* ---- The bus --------------------------------------------------------------------------------------------------- */

static __attribute__((noinline)) uint8_t register_read(struct machine *machine, uint16_t address) {
    if (address >= 0x2000 && address < 0x4000) {
        return picture_read(&machine->picture, address);
    }
    if (address == REGISTER_PAD) {
        uint8_t bit = machine->pad >> 7;
        machine->pad = (uint8_t)(machine->pad << 1);
        return bit;
    }
    return 0;
}

static __attribute__((noinline)) void register_write(struct machine *machine, uint16_t address, uint8_t value) {
    if (address >= 0x2000 && address < 0x4000) {
        picture_write(&machine->picture, address, value);
    } else if (address == REGISTER_DMA) {
        for (int i = 0; i < 256; i++) {
            picture_write(&machine->picture, 4, bus_read(machine, (uint16_t)(value << 8 | i)));
        }
        machine->stolen += DMA_CYCLES;
    } else if (address == REGISTER_PAD && (value & 1)) {
        machine->pad = machine->buttons;
    }
}

static inline uint8_t bus_read(struct machine *machine, uint16_t address) {
    if (address < 0x2000) {
        return machine->ram[address % RAM_SIZE];
    }
    return address >= ROM ? rom[address - ROM] : register_read(machine, address);
}

static inline void bus_write(struct machine *machine, uint16_t address, uint8_t value) {
    if (address < 0x2000) {
        machine->ram[address % RAM_SIZE] = value;
    } else {
        register_write(machine, address, value);
    }
}

/* ---- A picture ------------------------------------------------------------------------------------------------- */

/** What a player might press: one direction for eight pictures, then the next. */
static uint8_t script(int frame) {
    static const uint8_t directions[8] = {1, 4, 2, 2, 8, 1, 1, 6};
    return directions[frame / 8 % 8];
}

static void draw_frame(struct machine *machine, int frame) {
    machine->buttons = script(frame);
    for (int line = 0; line < LINES; line++) {
        if (line < HEIGHT) {
            picture_line(&machine->picture, line, screen[line]);
        } else if (line == LINE_DONE) {
            machine->picture.status |= STATUS_DONE;
            machine->cpu.nmi = machine->picture.control & CONTROL_INTERRUPT;
        } else if (line == LINE_BEFORE) {
            machine->picture.status = 0;
        }
        machine->dots += DOTS_IN_LINE;
        cpu_run(&machine->cpu, machine, machine->dots / DOTS_IN_CYCLE);
        machine->cpu.cycles += machine->stolen;
        machine->stolen = 0;
    }
}

/* ---- What must hold -------------------------------------------------------------------------------------------- */

/** What the program computes before the game begins. */
static void check_results(const uint8_t *ram) {
    static const uint8_t expected[] = {
        54, /* primes below 256 */
        0x40, 0x20, 0x83, /* the 30th Fibonacci number, in decimal */
        36503 & 0xff, 36503 >> 8, /* 173 * 211 */
        0xb1, 0x29, /* CRC-16/CCITT of "123456789" */
        63, /* moves of six discs */
        0x10, /* the flag that tells BRK from an interrupt */
        0xff, /* the stack pointer afterwards */
    };
    for (size_t i = 0; i < sizeof expected; i++) {
        PADDOCK_CHECK(ram[0x700 + i] == expected[i]);
    }
}

/** A glider is itself again after four generations, one cell further to the right and down; edges meet. */
static void check_life(const uint8_t *ram) {
    static const uint8_t glider[5] = {0x01, 0x12, 0x20, 0x21, 0x22}; /* row, column */
    int generation = ram[0x0b], cells = 0;
    PADDOCK_CHECK(generation % 4 == 0);
    for (int i = 0; i < 256; i++) {
        cells += ram[0x300 + i];
    }
    PADDOCK_CHECK(cells == 5);
    for (int i = 0; i < 5; i++) {
        int row = (glider[i] >> 4) + generation / 4, column = glider[i] + generation / 4;
        PADDOCK_CHECK(ram[0x300 + (row % 16 * 16 | column % 16)] == 1);
    }
}

static uint64_t checksum(uint64_t sum, const void *data, size_t length) {
    const uint32_t *words = data;
    for (size_t i = 0; i < length / sizeof *words; i++) {
        sum = (sum ^ words[i]) * 0x9e3779b97f4a7c15;
        sum ^= sum >> 32;
    }
    return sum;
}

/* ---- Exports --------------------------------------------------------------------------------------------------- */

/** Switches the machine on, and lets the program come to its game. */
void initialize(void) {
    machine = (struct machine){0};
    cpu_reset(&machine.cpu, &machine);
    for (int frame = 0; frame < FRAMES_OF_START; frame++) {
        draw_frame(&machine, frame);
    }
    check_results(machine.ram);
    started = machine;
}

/** Plays 16 pictures of the game; the result stands for the memories and the last picture. */
uint64_t run(void) {
    machine = started;
    for (int frame = 0; frame < FRAMES; frame++) {
        draw_frame(&machine, FRAMES_OF_START + frame);
    }
    check_life(machine.ram);
    uint64_t sum = checksum(machine.cpu.cycles, machine.ram, sizeof machine.ram);
    sum = checksum(sum, &machine.picture.names, sizeof machine.picture.names);
    return checksum(sum, screen, sizeof screen);
}
