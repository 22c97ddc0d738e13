package dev.paddock.program;

/** Text that cannot be assembled: the message says where, what stands there, and what was expected. */
public final class AssemblyException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int LONGEST_QUOTE = 120;

    private final int line;

    /**
     * @param line from 1; 0 if the problem is that of the whole text
     * @param text of the line
     * @param problem what was expected instead
     */
    public AssemblyException(int line, String text, String problem) {
        super((line == 0 ? "" : "Line " + line + ": `" + shorten(text) + "`: ") + problem);
        this.line = line;
    }

    /** The line, from 1; 0 if the problem is that of the whole text. */
    public int line() {
        return line;
    }

    private static String shorten(String text) {
        return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "...";
    }
}
