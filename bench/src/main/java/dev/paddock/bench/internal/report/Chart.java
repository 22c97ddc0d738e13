package dev.paddock.bench.internal.report;

import org.jfree.chart.JFreeChart;

/**
 * A picture for the report.
 *
 * @param name of its files, without ending
 * @param width in pixels
 * @param height in pixels
 */
public record Chart(String name, String title, Subject subject, JFreeChart chart, int width, int height) {
    /** Which part of the report it belongs to. */
    public enum Subject {
        EXECUTION,
        GAS,
        COMPILATION,
        PROCESSES
    }
}
