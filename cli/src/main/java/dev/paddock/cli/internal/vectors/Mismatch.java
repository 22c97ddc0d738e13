package dev.paddock.cli.internal.vectors;

/** Where a machine differed from a vector. */
public record Mismatch(String field, String expected, String got) {
    static Mismatch of(String field, Object expected, Object got) {
        return new Mismatch(field, expected.toString(), got.toString());
    }

    @Override
    public String toString() {
        return field + ": expected " + expected + ", got " + got;
    }
}
