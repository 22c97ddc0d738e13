/*
 * An interpreter within the interpreter: a stack machine with a dozen instructions runs a program that looks for the
 * longest Collatz sequence. One switch in a loop, as interpreters are written.
 */
#include <paddock.h>

PADDOCK_EXPORT(void, initialize)
PADDOCK_EXPORT(uint64_t, run)

enum op {
    PUSH,        /* a number of 32 bits follows */
    LOAD, STORE, /* a variable's number follows */
    ADD, SUB, MUL, HALF, ODD, LESS, EQUAL,
    JUMP, JUMP_IF_ZERO, /* a distance of 16 bits follows, from behind it */
    HALT,
};

#define VARIABLES 8
#define STACK 32

/* Variables of the program. */
enum { START, VALUE, STEPS, BEST, BEST_START, LIMIT };

#define LIMIT_VALUE 1200

static uint8_t code[256];
static uint32_t code_length;

static void emit(enum op op) {
    code[code_length++] = (uint8_t)op;
}

static void emit_variable(enum op op, uint8_t variable) {
    emit(op);
    code[code_length++] = variable;
}

static void emit_push(uint32_t number) {
    emit(PUSH);
    for (int i = 0; i < 4; i++) {
        code[code_length++] = (uint8_t)(number >> 8 * i);
    }
}

/* Leaves room for the distance; returns where. */
static uint32_t emit_jump(enum op op) {
    emit(op);
    code_length += 2;
    return code_length - 2;
}

static void land(uint32_t jump, uint32_t target) {
    int distance = (int)target - (int)(jump + 2);
    code[jump] = (uint8_t)distance;
    code[jump + 1] = (uint8_t)(distance >> 8);
}

/*
 *     for (start = 1; start < limit; start++)
 *         for (value = start, steps = 0; value != 1; steps++)
 *             value = value odd ? 3 * value + 1 : value / 2
 *         if (best < steps) best = steps, best_start = start
 */
void initialize(void) {
    code_length = 0;
    emit_push(1);
    emit_variable(STORE, START);
    uint32_t each_start = code_length;
    emit_variable(LOAD, START);
    emit_variable(LOAD, LIMIT);
    emit(LESS);
    uint32_t no_more = emit_jump(JUMP_IF_ZERO);
    emit_variable(LOAD, START);
    emit_variable(STORE, VALUE);
    emit_push(0);
    emit_variable(STORE, STEPS);

    uint32_t each_step = code_length;
    emit_variable(LOAD, VALUE);
    emit_push(1);
    emit(EQUAL);
    uint32_t step = emit_jump(JUMP_IF_ZERO);
    uint32_t reached = emit_jump(JUMP);
    land(step, code_length);
    emit_variable(LOAD, VALUE);
    emit(ODD);
    uint32_t even = emit_jump(JUMP_IF_ZERO);
    emit_variable(LOAD, VALUE);
    emit_push(3);
    emit(MUL);
    emit_push(1);
    emit(ADD);
    uint32_t after_odd = emit_jump(JUMP);
    land(even, code_length);
    emit_variable(LOAD, VALUE);
    emit(HALF);
    land(after_odd, code_length);
    emit_variable(STORE, VALUE);
    emit_variable(LOAD, STEPS);
    emit_push(1);
    emit(ADD);
    emit_variable(STORE, STEPS);
    land(emit_jump(JUMP), each_step);

    land(reached, code_length);
    emit_variable(LOAD, BEST);
    emit_variable(LOAD, STEPS);
    emit(LESS);
    uint32_t not_better = emit_jump(JUMP_IF_ZERO);
    emit_variable(LOAD, STEPS);
    emit_variable(STORE, BEST);
    emit_variable(LOAD, START);
    emit_variable(STORE, BEST_START);
    land(not_better, code_length);
    emit_variable(LOAD, START);
    emit_push(1);
    emit(ADD);
    emit_variable(STORE, START);
    land(emit_jump(JUMP), each_start);
    land(no_more, code_length);
    emit_push(100000);
    emit_variable(LOAD, BEST_START);
    emit(MUL);
    emit_variable(LOAD, BEST);
    emit(ADD);
    emit(HALT);
}

static uint32_t number_at(const uint8_t *at) {
    return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static const uint8_t *jump_from(const uint8_t *at) {
    return at + 2 + (int16_t)(at[0] | at[1] << 8);
}

static uint64_t interpret(const uint8_t *pc, uint64_t *variables) {
    uint64_t stack[STACK];
    uint64_t *top = stack;
    for (;;) {
        switch ((enum op)*pc++) {
            case PUSH:
                *top++ = number_at(pc);
                pc += 4;
                break;
            case LOAD: *top++ = variables[*pc++ % VARIABLES]; break;
            case STORE: variables[*pc++ % VARIABLES] = *--top; break;
            case ADD: top--; top[-1] += *top; break;
            case SUB: top--; top[-1] -= *top; break;
            case MUL: top--; top[-1] *= *top; break;
            case HALF: top[-1] /= 2; break;
            case ODD: top[-1] &= 1; break;
            case LESS: top--; top[-1] = top[-1] < *top; break;
            case EQUAL: top--; top[-1] = top[-1] == *top; break;
            case JUMP: pc = jump_from(pc); break;
            case JUMP_IF_ZERO: pc = *--top == 0 ? jump_from(pc) : pc + 2; break;
            case HALT: return *--top;
            default: paddock_trap();
        }
    }
}

/* The start below the limit with the longest sequence, times 100,000, plus how long that is. */
uint64_t run(void) {
    uint64_t variables[VARIABLES] = {[LIMIT] = LIMIT_VALUE};
    return interpret(code, variables);
}
