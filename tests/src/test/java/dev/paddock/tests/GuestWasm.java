package dev.paddock.tests;

import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.runtime.TrapException;
import com.dylibso.chicory.runtime.WasmFunctionHandle;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.ValType;
import dev.paddock.tests.GuestCalls.Call;
import dev.paddock.tests.GuestCalls.Result;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Guests as WebAssembly, run by Chicory, with the host functions that {@code paddock run} has. */
final class GuestWasm {
    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private final Map<ByteBuffer, byte[]> storage = new HashMap<>();
    private final Instance instance;
    private Optional<Integer> inputAddress = Optional.empty();

    private GuestWasm(WasmModule module) {
        var imports = module.importSection().stream().map(i -> (FunctionImport) i).map(i -> function(module, i));
        instance = Instance.builder(module)
                .withImportValues(ImportValues.builder().addFunction(imports.toArray(ImportFunction[]::new)).build())
                .withMachineFactory(MachineFactoryCompiler.compile(module))
                .build();
    }

    static List<Result> run(Path wasm, List<Call> calls) {
        var guest = new GuestWasm(Parser.parse(wasm));
        return calls.stream().map(guest::call).toList();
    }

    private ImportFunction function(WasmModule module, FunctionImport i) {
        var type = module.typeSection().getType(i.typeIndex());
        WasmFunctionHandle body = switch (i.name()) {
            case "tick" -> (_, a) -> new long[] {a[0] + 1};
            case "get_number" -> (_, a) -> new long[] {(a[0] & 0xffff_ffffL) * (a[0] & 0xffff_ffffL) + 7};
            case "console_write" -> (host, a) -> {
                console.writeBytes(host.memory().readBytes((int) a[0], (int) a[1]));
                return new long[] {a[1]};
            };
            case "storage_get" -> (host, a) -> new long[] {get(host.memory(), a)};
            case "storage_set" -> (host, a) -> {
                storage.put(key(host.memory(), a), host.memory().readBytes((int) a[2], (int) a[3]));
                return new long[] {a[3]};
            };
            default -> throw new AssertionError("no host function " + i.name());
        };
        return new HostFunction(i.module(), i.name(), type, body);
    }

    private static ByteBuffer key(Memory memory, long[] a) {
        return ByteBuffer.wrap(memory.readBytes((int) a[0], (int) a[1]));
    }

    private long get(Memory memory, long[] a) {
        var value = storage.get(key(memory, a));
        if (value == null) {
            return -1;
        }
        memory.write((int) a[2], value, 0, Math.min(value.length, (int) a[3]));
        return value.length;
    }

    private Result call(Call call) {
        console.reset();
        try {
            var type = instance.exportType(call.export());
            var values = instance.export(call.export()).apply(arguments(call, type.params().size()));
            var value = type.returns().isEmpty() ? 0 : values[0];
            if (type.returns().equals(List.of(ValType.I32))) {
                value &= 0xffff_ffffL;
            }
            return new Result(Result.FINISHED, value, console(), call.input().isPresent() ? memory(value) : "");
        } catch (TrapException e) {
            return Result.trap(console());
        }
    }

    private long[] arguments(Call call, int count) {
        var arguments = new long[count];
        if (call.input().isPresent()) {
            var input = call.input().get();
            var address = inputAddress.orElseGet(() -> instance.memory().grow(1) * Memory.PAGE_SIZE);
            inputAddress = Optional.of(address);
            instance.memory().write(address, input);
            arguments[0] = address;
            arguments[1] = input.length;
        } else {
            for (var i = 0; i < Math.min(count, call.arguments().size()); i++) {
                arguments[i] = call.arguments().get(i);
            }
        }
        return arguments;
    }

    private String console() {
        return console.toString(StandardCharsets.UTF_8);
    }

    private String memory(long slice) {
        return HexFormat.of().formatHex(instance.memory().readBytes((int) slice, (int) (slice >>> 32)));
    }
}
