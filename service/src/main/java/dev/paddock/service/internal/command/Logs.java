package dev.paddock.service.internal.command;

import dev.paddock.service.internal.http.JobJson;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The log on standard error: one line an event, as text or as a JSON object. Libraries speak up from warnings on. */
final class Logs {
    /** Loggers are kept weakly; these must stay as they are set. */
    private static final Logger ROOT = Logger.getLogger("");
    private static final Logger OURS = Logger.getLogger("dev.paddock");

    private Logs() {}

    static void configure(String format) {
        for (var handler : ROOT.getHandlers()) {
            ROOT.removeHandler(handler);
        }
        var handler = new ConsoleHandler();
        handler.setFormatter(format.equals("json") ? new Json() : new Text());
        ROOT.addHandler(handler);
        ROOT.setLevel(Level.WARNING);
        OURS.setLevel(Level.INFO);
    }

    /** For commands whose output is for people and scripts: nothing but what goes wrong. */
    static void warningsOnly() {
        configure("text");
        OURS.setLevel(Level.WARNING);
    }

    private static String stack(LogRecord event) {
        var thrown = event.getThrown();
        if (thrown == null) {
            return "";
        }
        var text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static final class Text extends Formatter {
        @Override
        public String format(LogRecord event) {
            var stack = stack(event);
            return event.getInstant() + " " + event.getLevel() + " " + formatMessage(event)
                    + (stack.isEmpty() ? "" : "\n" + stack.stripTrailing()) + "\n";
        }
    }

    private static final class Json extends Formatter {
        @Override
        public String format(LogRecord event) {
            Instant time = event.getInstant();
            var node = JobJson.object()
                    .put("time", time.toString())
                    .put("level", event.getLevel().getName())
                    .put("logger", event.getLoggerName())
                    .put("message", formatMessage(event));
            var stack = stack(event);
            if (!stack.isEmpty()) {
                node.put("stack", stack);
            }
            return new String(JobJson.bytes(node), StandardCharsets.UTF_8) + "\n";
        }
    }
}
