package dev.paddock.cli.internal;

import dev.paddock.host.Backend;
import dev.paddock.host.BackendUnavailableException;
import dev.paddock.host.Engine;
import dev.paddock.host.EngineConfig;
import dev.paddock.host.SandboxReport;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/** {@code paddock doctor}: what this machine offers, and whether native code runs on it, by running some. */
final class DoctorCommand implements Command {
    private static final Manual MANUAL = new Manual(
            "doctor",
            "",
            "Tells what the sandbox can do on this machine: each layer on or off, why, and what to do about it.",
            """
            Besides looking at the JDK, the CPU and the folders that Paddock writes to, it runs small programs in real
            workers: calls, faults, each metering mode, deadlines, page faults.
            Exit codes: 0 native code works, 21 it does not.
            """,
            List.of());

    @Override
    public Manual manual() {
        return MANUAL;
    }

    @Override
    public int run(Arguments arguments, Console console) throws IOException {
        if (!arguments.positionals().isEmpty()) {
            throw new UsageException("takes no arguments: " + arguments.positionals().getFirst());
        }
        var out = console.out();
        out.println("paddock " + Version.text());
        section(out, "Machine");
        for (var finding : MachineFindings.all()) {
            print(out, finding);
        }
        section(out, "Sandbox layers");
        var available = layers(out);
        section(out, "In a worker");
        var works = available && inWorker(out);
        out.println();
        out.println(works
                ? "Native code works here."
                : "Native code does not work here. `--backend interpreter` runs the same programs, slower.");
        return works ? ExitCode.FINISHED : ExitCode.SANDBOX_UNAVAILABLE;
    }

    /** @return whether native code can run at all */
    private static boolean layers(PrintStream out) {
        SandboxReport report;
        try (var engine = Engine.create(EngineConfig.defaults().withBackend(Backend.AUTO).withWorkers(1, 0))) {
            report = engine.sandboxReport();
        }
        for (var layer : report.layers()) {
            out.println("  " + (layer.on() ? "on   " : "OFF  ") + layer.name());
            if (!layer.on()) {
                detail(out, layer.reason());
                detail(out, layer.remedy());
            }
        }
        if (report.layers().isEmpty()) {
            out.println("  none: there is no native backend here");
        }
        return report.available();
    }

    private static boolean inWorker(PrintStream out) {
        var works = true;
        for (var check : WorkerChecks.all()) {
            try {
                out.println("  ok   " + check.name() + ": " + check.run().perform());
            } catch (WorkerChecks.Failure | BackendUnavailableException e) {
                out.println("  FAIL " + check.name());
                detail(out, String.valueOf(e.getMessage()));
                works = false;
            } catch (RuntimeException e) {
                out.println("  FAIL " + check.name());
                detail(out, e.toString());
                works = false;
            }
            out.flush();
        }
        return works;
    }

    private static void section(PrintStream out, String title) {
        out.println();
        out.println(title);
    }

    private static void print(PrintStream out, MachineFindings.Finding finding) {
        out.println("  " + (finding.good() ? "ok   " : "LACK ") + finding.name() + ": " + finding.text());
        if (!finding.good()) {
            detail(out, finding.remedy());
        }
    }

    private static void detail(PrintStream out, String text) {
        if (!text.isEmpty()) {
            out.println("         " + text.replace("\n", "\n         "));
        }
    }
}
