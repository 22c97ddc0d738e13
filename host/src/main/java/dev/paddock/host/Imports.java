package dev.paddock.host;

import dev.paddock.host.internal.AnnotatedFunctions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The host functions a program may call, by name. One set of imports can serve any number of instances.
 *
 * {@snippet :
 * var imports = new Imports()
 *         .define("get_number", (long i) -> i * i + 7)
 *         .defineWithCaller("console_write", (caller, address, length) -> {
 *             System.out.print(caller.memory().readString(address, length));
 *             return length;
 *         });
 * }
 *
 * Arguments are the registers a0 to a5, the result goes to a0. A function that returns nothing leaves a0 as it was.
 */
public final class Imports {
    private final Map<String, HostFunctions.Raw> functions = new LinkedHashMap<>();
    private boolean trapWhenUnlinked;

    /** The function of that name. */
    public Optional<HostFunctions.Raw> function(String name) {
        return Optional.ofNullable(functions.get(name));
    }

    /** Lets programs start that import what is not defined here: such a call panics at the ecalli. */
    public Imports trapUnlinked() {
        trapWhenUnlinked = true;
        return this;
    }

    boolean trapsUnlinked() {
        return trapWhenUnlinked;
    }

    /** Defines a function that reads its arguments from the registers itself. */
    public Imports defineRaw(String name, HostFunctions.Raw function) {
        functions.put(name, function);
        return this;
    }

    /** Defines each method of {@code object} (its class or an interface of it) that {@link HostFunction} marks. */
    public Imports defineAll(Object object) {
        AnnotatedFunctions.of(object).forEach(this::defineRaw);
        return this;
    }

    /** Defines a function of no arguments. */
    public Imports define(String name, HostFunctions.Fn0 function) {
        return defineRaw(name, c -> c.result(function.call()));
    }

    /** Defines a function of one argument. */
    public Imports define(String name, HostFunctions.Fn1 function) {
        return defineRaw(name, c -> c.result(function.call(c.argument(0))));
    }

    /** Defines a function of two arguments. */
    public Imports define(String name, HostFunctions.Fn2 function) {
        return defineRaw(name, c -> c.result(function.call(c.argument(0), c.argument(1))));
    }

    /** Defines a function of three arguments. */
    public Imports define(String name, HostFunctions.Fn3 function) {
        return defineRaw(name, c -> c.result(function.call(c.argument(0), c.argument(1), c.argument(2))));
    }

    /** Defines a function of four arguments. */
    public Imports define(String name, HostFunctions.Fn4 function) {
        return defineRaw(name, c -> c.result(function.call(c.argument(0), c.argument(1), c.argument(2), c.argument(3))));
    }

    /** Defines a function of five arguments. */
    public Imports define(String name, HostFunctions.Fn5 function) {
        return defineRaw(name, c -> c.result(function.call(c.argument(0), c.argument(1), c.argument(2), c.argument(3), c.argument(4))));
    }

    /** Defines a function of six arguments. */
    public Imports define(String name, HostFunctions.Fn6 function) {
        return defineRaw(name, c -> c.result(function.call(c.argument(0), c.argument(1), c.argument(2), c.argument(3), c.argument(4), c.argument(5))));
    }

    /** Defines a function of no arguments that uses the caller's memory, gas or instance. */
    public Imports defineWithCaller(String name, HostFunctions.CallerFn0 function) {
        return defineRaw(name, c -> c.result(function.call(c)));
    }

    /** Defines a function of one argument that uses the caller's memory, gas or instance. */
    public Imports defineWithCaller(String name, HostFunctions.CallerFn1 function) {
        return defineRaw(name, c -> c.result(function.call(c, c.argument(0))));
    }

    /** Defines a function of two arguments that uses the caller's memory, gas or instance. */
    public Imports defineWithCaller(String name, HostFunctions.CallerFn2 function) {
        return defineRaw(name, c -> c.result(function.call(c, c.argument(0), c.argument(1))));
    }

    /** Defines a function of three arguments that uses the caller's memory, gas or instance. */
    public Imports defineWithCaller(String name, HostFunctions.CallerFn3 function) {
        return defineRaw(name, c -> c.result(function.call(c, c.argument(0), c.argument(1), c.argument(2))));
    }

    /** Defines a function of four arguments that uses the caller's memory, gas or instance. */
    public Imports defineWithCaller(String name, HostFunctions.CallerFn4 function) {
        return defineRaw(name, c -> c.result(function.call(c, c.argument(0), c.argument(1), c.argument(2), c.argument(3))));
    }

    /** Defines a function of five arguments that uses the caller's memory, gas or instance. */
    public Imports defineWithCaller(String name, HostFunctions.CallerFn5 function) {
        return defineRaw(name, c -> c.result(function.call(c, c.argument(0), c.argument(1), c.argument(2), c.argument(3), c.argument(4))));
    }

    /** Defines a function of six arguments that uses the caller's memory, gas or instance. */
    public Imports defineWithCaller(String name, HostFunctions.CallerFn6 function) {
        return defineRaw(name, c -> c.result(function.call(c, c.argument(0), c.argument(1), c.argument(2), c.argument(3), c.argument(4), c.argument(5))));
    }

    /** Defines a function of no arguments that returns nothing. */
    public Imports defineVoid(String name, HostFunctions.CallerAction0 function) {
        return defineRaw(name, c -> function.call(c));
    }

    /** Defines a function of one argument that returns nothing. */
    public Imports defineVoid(String name, HostFunctions.CallerAction1 function) {
        return defineRaw(name, c -> function.call(c, c.argument(0)));
    }

    /** Defines a function of two arguments that returns nothing. */
    public Imports defineVoid(String name, HostFunctions.CallerAction2 function) {
        return defineRaw(name, c -> function.call(c, c.argument(0), c.argument(1)));
    }

    /** Defines a function of three arguments that returns nothing. */
    public Imports defineVoid(String name, HostFunctions.CallerAction3 function) {
        return defineRaw(name, c -> function.call(c, c.argument(0), c.argument(1), c.argument(2)));
    }

    /** Defines a function of four arguments that returns nothing. */
    public Imports defineVoid(String name, HostFunctions.CallerAction4 function) {
        return defineRaw(name, c -> function.call(c, c.argument(0), c.argument(1), c.argument(2), c.argument(3)));
    }

    /** Defines a function of five arguments that returns nothing. */
    public Imports defineVoid(String name, HostFunctions.CallerAction5 function) {
        return defineRaw(name, c -> function.call(c, c.argument(0), c.argument(1), c.argument(2), c.argument(3), c.argument(4)));
    }

    /** Defines a function of six arguments that returns nothing. */
    public Imports defineVoid(String name, HostFunctions.CallerAction6 function) {
        return defineRaw(name, c -> function.call(c, c.argument(0), c.argument(1), c.argument(2), c.argument(3), c.argument(4), c.argument(5)));
    }
}
