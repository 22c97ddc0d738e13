package dev.paddock.host.internal;

import dev.paddock.host.Caller;
import dev.paddock.host.HostFunction;
import dev.paddock.host.HostFunctions;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.Map;

/** Finds the methods that {@link HostFunction} marks and makes host functions of them. */
public final class AnnotatedFunctions {
    private static final int MAX_ARGUMENTS = 6;

    private AnnotatedFunctions() {}

    public static Map<String, HostFunctions.Raw> of(Object object) {
        var functions = new LinkedHashMap<String, HostFunctions.Raw>();
        for (Class<?> c = object.getClass(); c != null; c = c.getSuperclass()) {
            add(object, c, functions);
            for (var i : c.getInterfaces()) {
                add(object, i, functions);
            }
        }
        if (functions.isEmpty()) {
            throw new IllegalArgumentException(
                    object.getClass() + " has no method marked @HostFunction, neither itself nor in an interface of it");
        }
        return functions;
    }

    private static void add(Object object, Class<?> type, Map<String, HostFunctions.Raw> functions) {
        for (var method : type.getDeclaredMethods()) {
            var mark = method.getAnnotation(HostFunction.class);
            if (mark != null) {
                functions.putIfAbsent(mark.value().isEmpty() ? method.getName() : mark.value(), of(object, method));
            }
        }
    }

    private static HostFunctions.Raw of(Object object, Method method) {
        var parameters = method.getParameterTypes();
        var first = parameters.length > 0 && parameters[0] == Caller.class ? 1 : 0;
        if (parameters.length - first > MAX_ARGUMENTS) {
            throw new IllegalArgumentException(method + " has more than " + MAX_ARGUMENTS + " arguments");
        }
        for (int i = first; i < parameters.length; i++) {
            requireType(method, parameters[i]);
        }
        if (method.getReturnType() != void.class) {
            requireType(method, method.getReturnType());
        }
        var handle = spread(object, method);
        var returnsNothing = method.getReturnType() == void.class;
        return caller -> {
            var arguments = new Object[parameters.length];
            if (first == 1) {
                arguments[0] = caller;
            }
            for (int i = first; i < parameters.length; i++) {
                arguments[i] = argument(parameters[i], caller.argument(i - first));
            }
            Object result = invoke(handle, arguments);
            if (!returnsNothing) {
                caller.result(value(result));
            }
        };
    }

    private static MethodHandle spread(Object object, Method method) {
        try {
            method.setAccessible(true);
            return MethodHandles.lookup()
                    .unreflect(method)
                    .bindTo(object)
                    .asFixedArity()
                    .asSpreader(Object[].class, method.getParameterCount())
                    .asType(java.lang.invoke.MethodType.methodType(Object.class, Object[].class));
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException(method + " is not accessible: make it and its class public", e);
        }
    }

    private static Object invoke(MethodHandle handle, Object[] arguments) throws Exception {
        try {
            return handle.invokeExact(arguments);
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object argument(Class<?> type, long value) {
        if (type == int.class) {
            return (int) value;
        }
        return type == boolean.class ? (Object) (value != 0) : (Object) value;
    }

    /** Ints sign-extend, as the guest's 32-bit instructions do. */
    private static long value(Object result) {
        return switch (result) {
            case Integer i -> i;
            case Long l -> l;
            case Boolean b -> b ? 1 : 0;
            case Object o -> throw new IllegalStateException("unexpected result " + o);
        };
    }

    private static void requireType(Method method, Class<?> type) {
        if (type != int.class && type != long.class && type != boolean.class) {
            throw new IllegalArgumentException(method + " uses " + type.getTypeName()
                    + "; host functions take and return int, long and boolean (and a Caller first)");
        }
    }
}
