package dev.paddock.codegen.x64;

/**
 * What a compilation made.
 *
 * @param codeSize bytes of machine code, the constants behind it included
 * @param instructionCount guest instructions, implicit invalid ones included
 * @param blockCount basic blocks
 */
public record CompiledCode(long codeSize, int instructionCount, int blockCount) {}
