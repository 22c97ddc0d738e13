package dev.paddock.service;

import dev.paddock.host.Backend;
import dev.paddock.host.Engine;
import dev.paddock.host.EngineConfig;
import dev.paddock.service.internal.http.JobJson;
import dev.paddock.service.internal.work.OneShot;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Jobs whose verdicts are known beforehand, from the engine itself. */
final class Workload {
    static final long GAS = 10_000_000;

    private final Map<String, String> expected = new ConcurrentHashMap<>();
    private CodeHash countdown = CodeHash.of(new byte[0]);
    private CodeHash trap = CodeHash.of(new byte[0]);

    void upload(PaddockClient client) {
        countdown = client.upload(Programs.countdown());
        trap = client.upload(Programs.trap());
    }

    static byte[] count(int n) {
        return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(n).array();
    }

    /** Every fifth one is invalid; one in ten runs out of gas. */
    JobRequest job(int number, Priority priority) {
        var id = "job-" + number;
        if (number % 5 == 0) {
            return JobRequest.of(trap, count(number), GAS, priority).withRequestId(id);
        }
        int n = 1 + number % 97 * 100;
        return JobRequest.of(countdown, count(n), number % 10 == 1 ? n : GAS, priority).withRequestId(id);
    }

    /** The verdict that the job must have, as JSON. */
    String expected(JobRequest job) {
        var parameters = job.code().equals(trap) ? "" : new String(job.parameters(), StandardCharsets.ISO_8859_1);
        var key = job.code() + "/" + job.gas() + "/" + parameters;
        return expected.computeIfAbsent(key, _ -> {
            try (var engine = Engine.create(EngineConfig.defaults().withBackend(Backend.INTERPRETER))) {
                var module = engine.load(job.code().equals(trap) ? Programs.trap() : Programs.countdown());
                return json(OneShot.run(module, job.parameters(), job.gas(), Duration.ZERO));
            }
        });
    }

    static String json(Verdict verdict) {
        return new String(JobJson.bytes(JobJson.of(verdict)), StandardCharsets.UTF_8);
    }
}
