package dev.paddock.service.internal.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;

/** A metric and the lines it prints. Labels come as they are printed: {@code verdict="valid"}. */
abstract sealed class Metric {
    private final String name;
    private final String help;
    private final String type;

    Metric(String name, String help, String type) {
        this.name = name;
        this.help = help;
        this.type = type;
    }

    final void print(StringBuilder out) {
        out.append("# HELP ").append(name).append(' ').append(help).append('\n');
        out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        values(out, name);
    }

    abstract void values(StringBuilder out, String name);

    static void line(StringBuilder out, String name, String labels, double value) {
        out.append(name);
        if (!labels.isEmpty()) {
            out.append('{').append(labels).append('}');
        }
        out.append(' ');
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            out.append((long) value);
        } else {
            out.append(value);
        }
        out.append('\n');
    }

    /** Only ever grows. */
    static final class Counter extends Metric {
        private final Map<String, LongAdder> byLabels = new ConcurrentSkipListMap<>();

        Counter(String name, String help, String... labels) {
            super(name, help, "counter");
            for (var each : labels.length == 0 ? new String[] {""} : labels) {
                byLabels.put(each, new LongAdder());
            }
        }

        void add() {
            add("");
        }

        void add(String labels) {
            byLabels.computeIfAbsent(labels, _ -> new LongAdder()).increment();
        }

        long value(String labels) {
            var adder = byLabels.get(labels);
            return adder == null ? 0 : adder.sum();
        }

        @Override
        void values(StringBuilder out, String name) {
            byLabels.forEach((labels, adder) -> line(out, name, labels, adder.sum()));
        }
    }

    /** Asked for when it is printed. */
    static final class Gauge extends Metric {
        private final Map<String, DoubleSupplier> byLabels = new ConcurrentSkipListMap<>();

        Gauge(String name, String help) {
            this(name, help, "gauge");
        }

        /** @param type of Prometheus: a counter that somebody else counts is asked for as well */
        Gauge(String name, String help, String type) {
            super(name, help, type);
        }

        Gauge with(String labels, DoubleSupplier value) {
            byLabels.put(labels, value);
            return this;
        }

        @Override
        void values(StringBuilder out, String name) {
            byLabels.forEach((labels, value) -> line(out, name, labels, value.getAsDouble()));
        }
    }

    /** How values spread over buckets; in the unit of the bounds. */
    static final class Histogram extends Metric {
        private final double[] bounds;
        private final Map<String, Series> byLabels = new ConcurrentSkipListMap<>();

        private static final class Series {
            final AtomicLongArray counts;
            final java.util.concurrent.atomic.DoubleAdder sum = new java.util.concurrent.atomic.DoubleAdder();

            Series(int bounds) {
                counts = new AtomicLongArray(bounds + 1);
            }
        }

        Histogram(String name, String help, double[] bounds) {
            super(name, help, "histogram");
            this.bounds = bounds;
        }

        void observe(String labels, double value) {
            var series = byLabels.computeIfAbsent(labels, _ -> new Series(bounds.length));
            int bucket = 0;
            while (bucket < bounds.length && value > bounds[bucket]) {
                bucket++;
            }
            series.counts.incrementAndGet(bucket);
            series.sum.add(value);
        }

        @Override
        void values(StringBuilder out, String name) {
            byLabels.forEach((labels, series) -> {
                var front = labels.isEmpty() ? "" : labels + ",";
                long total = 0;
                for (int i = 0; i <= bounds.length; i++) {
                    total += series.counts.get(i);
                    var bound = i == bounds.length ? "+Inf" : Double.toString(bounds[i]);
                    line(out, name + "_bucket", front + "le=\"" + bound + "\"", total);
                }
                line(out, name + "_sum", labels, series.sum.sum());
                line(out, name + "_count", labels, total);
            });
        }
    }
}
