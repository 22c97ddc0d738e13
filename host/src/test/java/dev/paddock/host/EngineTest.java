package dev.paddock.host;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Engines and what they are made of. */
class EngineTest {
    @Test
    void autoIsNativeWhereWorkersAreToBeHad() {
        try (var engine = Engine.create()) {
            assertEquals(BackendProvider.hasWorkers() ? Backend.NATIVE : Backend.INTERPRETER, engine.backend());
            assertEquals(BackendProvider.hasWorkers(), engine.sandboxReport().available());
        }
    }

    @Test
    void theReportTellsWhyALayerIsOff() {
        try (var engine = Engine.create()) {
            var layers = engine.sandboxReport().layers();
            assertFalse(layers.isEmpty());
            for (var layer : layers) {
                assertTrue(layer.on() || !layer.reason().isEmpty() && !layer.remedy().isEmpty(), layer.toString());
            }
        }
    }

    @Test
    void aFullSandboxIsThereOrTheEngineIsRefused() {
        Assumptions.assumeTrue(BackendProvider.hasWorkers(), "no native workers here");
        var config = EngineConfig.defaults().withBackend(Backend.NATIVE).withRequireFullSandbox(true);
        boolean full;
        try (var engine = Engine.create(config.withRequireFullSandbox(false))) {
            full = engine.sandboxReport().full();
        }
        if (full) {
            assertDoesNotThrow(() -> Engine.create(config).close());
        } else {
            assertThrows(BackendUnavailableException.class, () -> Engine.create(config));
        }
    }

    @Test
    void theInterpreterIsNoSandbox() {
        try (var engine = Engine.create(EngineConfig.defaults().withBackend(Backend.INTERPRETER))) {
            assertFalse(engine.sandboxReport().available());
            assertFalse(engine.sandboxReport().full());
        }
    }

    @Test
    void settingsAreChecked() {
        var config = EngineConfig.defaults();
        assertThrows(IllegalArgumentException.class, () -> config.withPageSize(5000));
        assertThrows(IllegalArgumentException.class, () -> config.withPageSize(0x20000));
        assertThrows(IllegalArgumentException.class, () -> config.withWorkers(0, 0));
        assertThrows(IllegalArgumentException.class, () -> config.withWorkers(1, 2));
        assertThrows(IllegalArgumentException.class, () -> config.withTick(Duration.ZERO));
        assertThrows(
                IllegalArgumentException.class,
                () -> config.withMetering(Metering.FLOAT).withInitialGas(Metering.MAX_FLOAT_GAS));
    }

    @OnEveryBackend(Metering.FLOAT)
    void floatGasHasALimit(Engine engine) {
        try (var instance = engine.compile(Guests.assemble(Guests.BASICS)).instantiate()) {
            assertThrows(IllegalArgumentException.class, () -> instance.setGas(Metering.MAX_FLOAT_GAS));
            instance.setGas(Metering.MAX_FLOAT_GAS - 1);
            assertEquals(3, instance.call("add", 1, 2));
            assertEquals(Metering.MAX_FLOAT_GAS - 3, instance.gas());
        }
    }

    @OnEveryBackend(Metering.SYNC)
    void largerPagesWorkTheSame(EngineConfig config) {
        for (int pageSize = 0x1000; pageSize <= 0x10000; pageSize *= 2) {
            try (var engine = Engine.create(config.withPageSize(pageSize));
                    var instance = engine.compile(Guests.sampler("latest64"))
                            .instantiate(Guests.samplerImports(new StringBuilder()))) {
                assertEquals(6542, instance.call("primes", 65536));
                assertEquals(pageSize, instance.memory().pageSize());
            }
        }
    }

    @OnEveryBackend(Metering.SYNC)
    void memoryKeptTooLongIsNotReached(Engine engine) {
        var module = engine.compile(Guests.assemble(Guests.BASICS));
        Memory kept;
        try (var instance = module.instantiate()) {
            kept = instance.memory();
            kept.writeLong(0x20000, 1);
        }
        try (var next = module.instantiate()) {
            assertThrows(EngineClosedException.class, () -> kept.readLong(0x20000));
            assertEquals(1, next.call("count"));
        }
    }
}
