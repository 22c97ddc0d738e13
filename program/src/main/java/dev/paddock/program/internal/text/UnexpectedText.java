package dev.paddock.program.internal.text;

/** What is wrong with a line of assembly text. */
final class UnexpectedText extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Stands for the line that is being read. */
    static final int THIS_LINE = 0;

    private final int line;

    UnexpectedText(String problem) {
        this(THIS_LINE, problem);
    }

    /** A problem that is found only after the line it is about has been read. */
    UnexpectedText(int line, String problem) {
        super(problem, null, false, false);
        this.line = line;
    }

    int line() {
        return line;
    }

    String problem() {
        return String.valueOf(getMessage());
    }
}
