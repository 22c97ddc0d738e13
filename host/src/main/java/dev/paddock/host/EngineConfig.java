package dev.paddock.host;

import dev.paddock.program.CostModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What an {@link Engine} is made with; {@link #defaults()} and the {@code with} methods make one.
 *
 * @param backend where programs run
 * @param metering how gas is counted
 * @param costModel what a block costs
 * @param pageSize of guest memory in bytes: a power of two, 4096 to 65536
 * @param dynamicPaging whether the host maps each page itself (see {@link Outcome.PageFault})
 * @param requireFullSandbox whether to refuse a native backend that lacks a layer of its sandbox
 * @param maxWorkers how many native workers may live at the same time: one for each open instance
 * @param spareWorkers how many idle workers are kept ready
 * @param tick how often running instances are looked after: asynchronous gas, deadlines, interrupts
 * @param initialGas what a new instance's gas counter holds
 * @param moduleCache whether compiling the same program again may give what is compiled already
 * @param cacheDirectory where compiled modules are kept across runs; none: only in memory
 * @param perfMap whether to tell profilers which machine code is which function, in files {@code /tmp/perf-PID.map}, PID
 *     being that of a worker
 */
public record EngineConfig(
        Backend backend,
        Metering metering,
        CostModel costModel,
        int pageSize,
        boolean dynamicPaging,
        boolean requireFullSandbox,
        int maxWorkers,
        int spareWorkers,
        Duration tick,
        long initialGas,
        boolean moduleCache,
        Optional<Path> cacheDirectory,
        boolean perfMap) {

    public EngineConfig {
        if (pageSize < 0x1000 || pageSize > 0x10000 || Integer.bitCount(pageSize) != 1) {
            throw new IllegalArgumentException(
                    "page size " + pageSize + " is not a power of two from 4096 to 65536");
        }
        if (maxWorkers < 1 || spareWorkers < 0 || spareWorkers > maxWorkers) {
            throw new IllegalArgumentException("workers: at most " + maxWorkers + ", spare " + spareWorkers
                    + "; need 0 <= spare <= at most, and at least 1");
        }
        if (tick.isNegative() || tick.compareTo(Duration.ofNanos(100_000)) < 0) {
            throw new IllegalArgumentException("tick " + tick + " is below 100 microseconds");
        }
        if (metering == Metering.FLOAT && initialGas >= Metering.MAX_FLOAT_GAS) {
            throw new IllegalArgumentException("initial gas " + initialGas + " is not below 2^52, the limit of float metering");
        }
    }

    /** Automatic backend, synchronous naive metering, ample gas, 4 KiB pages, fixed memory layout. */
    public static EngineConfig defaults() {
        return new EngineConfig(
                Backend.AUTO,
                Metering.SYNC,
                CostModel.NAIVE,
                0x1000,
                false,
                false,
                256,
                2,
                Duration.ofMillis(10),
                Metering.MAX_FLOAT_GAS - 1,
                true,
                Optional.empty(),
                false);
    }

    public EngineConfig withBackend(Backend backend) {
        return new EngineConfig(
                backend, metering, costModel, pageSize, dynamicPaging, requireFullSandbox,
                maxWorkers, spareWorkers, tick, initialGas, moduleCache, cacheDirectory, perfMap);
    }

    public EngineConfig withMetering(Metering metering) {
        return new EngineConfig(
                backend, metering, costModel, pageSize, dynamicPaging, requireFullSandbox,
                maxWorkers, spareWorkers, tick, initialGas, moduleCache, cacheDirectory, perfMap);
    }

    public EngineConfig withCostModel(CostModel costModel) {
        return new EngineConfig(
                backend, metering, costModel, pageSize, dynamicPaging, requireFullSandbox,
                maxWorkers, spareWorkers, tick, initialGas, moduleCache, cacheDirectory, perfMap);
    }

    public EngineConfig withPageSize(int pageSize) {
        return new EngineConfig(
                backend, metering, costModel, pageSize, dynamicPaging, requireFullSandbox,
                maxWorkers, spareWorkers, tick, initialGas, moduleCache, cacheDirectory, perfMap);
    }

    public EngineConfig withDynamicPaging(boolean dynamicPaging) {
        return new EngineConfig(
                backend, metering, costModel, pageSize, dynamicPaging, requireFullSandbox,
                maxWorkers, spareWorkers, tick, initialGas, moduleCache, cacheDirectory, perfMap);
    }

    public EngineConfig withRequireFullSandbox(boolean requireFullSandbox) {
        return new EngineConfig(
                backend, metering, costModel, pageSize, dynamicPaging, requireFullSandbox,
                maxWorkers, spareWorkers, tick, initialGas, moduleCache, cacheDirectory, perfMap);
    }

    /** Limits of the native worker pool. */
    public EngineConfig withWorkers(int maxWorkers, int spareWorkers) {
        return new EngineConfig(
                backend, metering, costModel, pageSize, dynamicPaging, requireFullSandbox,
                maxWorkers, spareWorkers, tick, initialGas, moduleCache, cacheDirectory, perfMap);
    }

    public EngineConfig withTick(Duration tick) {
        return new EngineConfig(
                backend, metering, costModel, pageSize, dynamicPaging, requireFullSandbox,
                maxWorkers, spareWorkers, tick, initialGas, moduleCache, cacheDirectory, perfMap);
    }

    public EngineConfig withInitialGas(long initialGas) {
        return new EngineConfig(
                backend, metering, costModel, pageSize, dynamicPaging, requireFullSandbox,
                maxWorkers, spareWorkers, tick, initialGas, moduleCache, cacheDirectory, perfMap);
    }

    public EngineConfig withModuleCache(boolean moduleCache) {
        return new EngineConfig(
                backend, metering, costModel, pageSize, dynamicPaging, requireFullSandbox,
                maxWorkers, spareWorkers, tick, initialGas, moduleCache, cacheDirectory, perfMap);
    }

    public EngineConfig withCacheDirectory(Path directory) {
        return new EngineConfig(
                backend, metering, costModel, pageSize, dynamicPaging, requireFullSandbox,
                maxWorkers, spareWorkers, tick, initialGas, moduleCache, Optional.of(directory), perfMap);
    }

    /** For profiling of guests: {@code scripts/perf-guest.sh}. */
    public EngineConfig withPerfMap(boolean perfMap) {
        return new EngineConfig(
                backend, metering, costModel, pageSize, dynamicPaging, requireFullSandbox,
                maxWorkers, spareWorkers, tick, initialGas, moduleCache, cacheDirectory, perfMap);
    }
}
