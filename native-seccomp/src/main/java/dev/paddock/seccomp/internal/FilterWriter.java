package dev.paddock.seccomp.internal;

import dev.paddock.seccomp.ArgumentCheck;
import dev.paddock.seccomp.ArgumentCheck.Field;
import dev.paddock.seccomp.BpfAssembler;
import dev.paddock.seccomp.BpfAssembler.Label;
import dev.paddock.seccomp.BpfProgram;
import dev.paddock.seccomp.SeccompAction;
import dev.paddock.seccomp.SeccompData;
import dev.paddock.seccomp.SeccompFilter;
import java.util.List;

/**
 * Translates a filter's rules to BPF. Each rule is a piece of its own: the number, the checks, allow; whatever fails
 * jumps just behind it, to the next rule. So no jump is longer than its rule, and the pieces can be read one by one.
 */
public final class FilterWriter {

    private static final int LOW = 0;
    private static final int HIGH = 4;

    private final BpfAssembler asm = new BpfAssembler();

    private FilterWriter() {}

    public static BpfProgram write(SeccompFilter filter) {
        var writer = new FilterWriter();
        writer.prologue(filter);
        filter.rules().forEach(writer::rule);
        writer.asm.ret(filter.otherwise());
        return writer.asm.assemble();
    }

    /** Other architectures have other numbers, and x32 shares ours: neither gets as far as the rules. */
    private void prologue(SeccompFilter filter) {
        var refuse = asm.newLabel();
        var rules = asm.newLabel();
        asm.load(SeccompData.ARCHITECTURE);
        asm.jumpUnlessEqual(SeccompData.X86_64, refuse);
        asm.load(SeccompData.NUMBER);
        asm.and(SeccompData.X32_BIT);
        asm.jumpUnlessEqual(0, refuse);
        filter.always().forEach(check -> check(check, refuse));
        asm.jump(rules);
        asm.bind(refuse);
        asm.ret(filter.otherwise());
        asm.bind(rules);
    }

    private void rule(SeccompFilter.Rule rule) {
        var next = asm.newLabel();
        asm.load(SeccompData.NUMBER);
        asm.jumpUnlessEqual(rule.number(), next);
        rule.checks().forEach(check -> check(check, next));
        asm.ret(SeccompAction.ALLOW);
        asm.bind(next);
    }

    private void check(ArgumentCheck check, Label failed) {
        // Not a pattern switch: see docs/PERFORMANCE.md, Start.
        if (check instanceof ArgumentCheck.MaskedIn masked) {
            isOneOf(masked.field(), masked.mask(), masked.values(), failed);
        } else if (check instanceof ArgumentCheck.Between between) {
            atLeast(between.field(), between.low(), failed);
            atMost(between.field(), between.high(), failed);
        }
    }

    private void isOneOf(Field field, long mask, List<Long> values, Label failed) {
        var passed = asm.newLabel();
        for (long value : values.subList(0, values.size() - 1)) {
            var another = asm.newLabel();
            equal(field, mask, value, another);
            asm.jump(passed);
            asm.bind(another);
        }
        equal(field, mask, values.getLast(), failed);
        asm.bind(passed);
    }

    private void equal(Field field, long mask, long value, Label failed) {
        equal(field.offset() + LOW, (int) mask, (int) value, failed);
        equal(field.offset() + HIGH, high(mask), high(value), failed);
    }

    private void equal(int offset, int mask, int value, Label failed) {
        if (mask == 0) {
            return; // no bit of this word matters
        }
        asm.load(offset);
        if (mask != -1) {
            asm.and(mask);
        }
        asm.jumpUnlessEqual(value, failed);
    }

    private void atLeast(Field field, long bound, Label failed) {
        var passed = asm.newLabel();
        asm.load(field.offset() + HIGH);
        asm.jumpIfAbove(high(bound), passed);
        asm.jumpUnlessEqual(high(bound), failed);
        asm.load(field.offset() + LOW);
        asm.jumpIfBelow((int) bound, failed);
        asm.bind(passed);
    }

    private void atMost(Field field, long bound, Label failed) {
        var passed = asm.newLabel();
        asm.load(field.offset() + HIGH);
        asm.jumpIfBelow(high(bound), passed);
        asm.jumpUnlessEqual(high(bound), failed);
        asm.load(field.offset() + LOW);
        asm.jumpIfAbove((int) bound, failed);
        asm.bind(passed);
    }

    private static int high(long value) {
        return (int) (value >>> 32);
    }
}
