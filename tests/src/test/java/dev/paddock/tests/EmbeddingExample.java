package dev.paddock.tests;

// README.md quotes what lies between the two marks; EmbeddingExampleTest compares and runs it.
// begin
import dev.paddock.host.Engine;
import dev.paddock.host.Imports;
import dev.paddock.host.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

public class EmbeddingExample {
    public static void main(String[] args) throws IOException {
        // What programs may ask of their host: functions by name, from lambdas. Arguments and results are registers.
        var imports = new Imports()
                .define("get_number", (long i) -> i * i + 7)
                .defineWithCaller("console_write", (caller, address, length) -> {
                    System.out.print(caller.memory().readString(address, length));
                    return length;
                })
                .trapUnlinked(); // what else the program imports panics when it is called

        // An engine owns the worker processes; it runs natively where it can, else in the interpreter.
        try (var engine = Engine.create()) {
            var module = engine.load(Files.readAllBytes(Path.of(args[0])));

            // An instance has registers and memory of its own. One is used by one thread at a time; make as many as you like.
            try (var instance = module.instantiate(imports)) {
                instance.setGas(100_000_000);
                instance.setTimeLimit(Duration.ofSeconds(10));

                instance.call("hello");
                var add = instance.function("add_numbers");
                System.out.println("40 + 2 + get_number(3) = " + add.call(40, 2));

                // Whatever ends a call is a value: nothing a program does can take more than it was given.
                instance.setGas(1_000);
                switch (instance.invoke("spin")) {
                    case Outcome.Finished(long result) -> System.out.println("result " + result);
                    case Outcome.Panic(int pc) -> System.out.println("panic at " + pc);
                    case Outcome.OutOfGas _ -> System.out.println("out of gas, as it should be");
                    case Outcome.PageFault fault -> System.out.println("page fault at " + fault.address());
                    case Outcome.HostCall(int number) -> System.out.println("call of import " + number);
                    case Outcome.DeadlineExceeded _ -> System.out.println("took too long");
                    case Outcome.Interrupted _ -> System.out.println("interrupted");
                }
            }
        }
    }
}
// end
