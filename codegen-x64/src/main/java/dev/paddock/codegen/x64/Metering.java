package dev.paddock.codegen.x64;

/** How generated code counts gas. Ordinals are what {@link ContextLayout#METERING} holds. */
public enum Metering {
    /** Not at all. */
    NONE,
    /** Each block pays before it runs, and stops when it can't: {@code sub rsp, cost; jb}. */
    SYNC,
    /** Each block pays, somebody else looks: {@code sub rsp, cost}. */
    ASYNC,
    /** Each block adds its cost to a double next to overflow; the FPU raises the alarm: {@code addsd xmm0, [cost]}. */
    FLOAT
}
