package dev.paddock.cli.internal;

import dev.paddock.host.Instance;
import dev.paddock.program.Export;
import dev.paddock.program.Program;
import java.util.List;

/** Which instruction a call enters at, and with what arguments. */
record Call(int pc, long[] arguments) {
    private static final int MOST_ARGUMENTS = 9;

    /** From the words behind the program: an export (or not, if it is plain which), then numbers. */
    static Call of(Program program, List<String> words) {
        if (program.exports().isEmpty()) {
            return withoutExports(words);
        }
        if (!words.isEmpty()) {
            var named = program.export(words.getFirst());
            if (named.isPresent()) {
                return new Call(named.get().pc(), numbers(words.subList(1, words.size())));
            }
            if (Numbers.register(words.getFirst()).isEmpty()) {
                throw new UsageException("no export " + words.getFirst() + "; " + listing(program.exports()));
            }
        }
        return new Call(implied(program).pc(), numbers(words));
    }

    private static Export implied(Program program) {
        var exports = program.exports();
        if (exports.size() == 1) {
            return exports.getFirst();
        }
        return program.export("main")
                .orElseThrow(() -> new UsageException("which export? " + listing(exports)));
    }

    /** A JAM blob exports nothing: it is entered at an instruction, 0 unless a number says otherwise. */
    private static Call withoutExports(List<String> words) {
        if (words.isEmpty()) {
            return new Call(0, new long[0]);
        }
        var pc = Numbers.register(words.getFirst())
                .orElseThrow(() -> new UsageException("the program exports nothing; " + words.getFirst()
                        + " would have to be the byte offset to enter it at, such as 0"));
        return new Call((int) (long) pc, numbers(words.subList(1, words.size())));
    }

    private static long[] numbers(List<String> words) {
        if (words.size() > MOST_ARGUMENTS) {
            throw new UsageException(words.size() + " arguments; a call takes at most " + MOST_ARGUMENTS);
        }
        var numbers = new long[words.size()];
        for (var i = 0; i < numbers.length; i++) {
            var word = words.get(i);
            numbers[i] = Numbers.register(word)
                    .orElseThrow(() -> new UsageException("argument " + word
                            + " is no 64-bit number: decimal, negative or 0x.. (options start with --)"));
        }
        return numbers;
    }

    private static String listing(List<Export> exports) {
        var names = new StringBuilder("the program exports ");
        for (var i = 0; i < exports.size(); i++) {
            names.append(i == 0 ? "" : ", ").append(exports.get(i).name());
        }
        return names.toString();
    }

    void prepare(Instance instance) {
        instance.prepareCall(pc, arguments);
    }
}
