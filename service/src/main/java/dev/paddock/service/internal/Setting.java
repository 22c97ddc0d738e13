package dev.paddock.service.internal;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One thing an operator can set. {@code name} is its key in the file, {@code --name} its flag, {@link #variable()} its
 * environment variable.
 *
 * @param fallback the value where nobody sets one
 * @param help one line for the reference page
 */
public record Setting(String name, Kind kind, String fallback, String help) {
    /** How a value is read. */
    public enum Kind {
        TEXT("text"),
        NUMBER("number"),
        BYTES("size"),
        TIME("time"),
        SWITCH("on, off");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    // @formatter:off
    public static final List<Setting> ALL = List.of(
            new Setting("listen",                Kind.TEXT,   "127.0.0.1:7077", "address and port of HTTP and gRPC; port 0 takes a free one"),
            new Setting("data",                  Kind.TEXT,   "paddock-data",   "folder of this service alone: journal, generated keys and tokens"),
            new Setting("store",                 Kind.TEXT,   "",               "folder of code and compiled code, which services may share; empty: `store` in the data folder"),
            new Setting("queue",                 Kind.TEXT,   "embedded",       "where jobs come from: `embedded` or `kafka`"),

            new Setting("lanes",                 Kind.NUMBER, "2",              "jobs that run at the same time, each in a worker of its own"),
            new Setting("backend",               Kind.TEXT,   "auto",           "`native`, `interpreter`, or `auto`: native where its sandbox is to be had"),
            new Setting("require-sandbox",       Kind.SWITCH, "off",            "refuse to start where a layer of the sandbox is missing"),
            new Setting("metering",              Kind.TEXT,   "sync",           "`sync` or `float`: the same gas, counted in another way"),
            new Setting("cost-model",            Kind.TEXT,   "naive",          "what a block costs; **the same on all machines of a network**"),

            new Setting("code.max-size",         Kind.BYTES,  "3MiB",           "largest code taken"),
            new Setting("code.max-memory",       Kind.BYTES,  "256MiB",         "most memory that code may declare: data and stack"),
            new Setting("parameters.max-size",   Kind.BYTES,  "10MB",           "largest parameters taken"),
            new Setting("output.max-size",       Kind.BYTES,  "8MiB",           "largest result of a guest; more is invalid; **the same on all machines of a network**"),
            new Setting("gas.max",               Kind.NUMBER, "4503599627370495", "most gas a job may ask for; 2^52 - 1 is what `float` can count"),
            new Setting("request.max-size",      Kind.BYTES,  "64MiB",          "largest body of one HTTP request, and the longest gRPC message"),
            new Setting("request.memory",        Kind.BYTES,  "256MiB",         "bodies held at the same time; more clients are told to come back"),
            new Setting("batch.max-jobs",        Kind.NUMBER, "1000",           "jobs in one batch"),

            new Setting("deadline.dispute",      Kind.TIME,   "12s",            "longest run of a dispute; a job may ask for less"),
            new Setting("deadline.approval",     Kind.TIME,   "12s",            "longest run of an approval"),
            new Setting("deadline.backing",      Kind.TIME,   "2s",             "longest run of a backing"),
            new Setting("share.dispute",         Kind.NUMBER, "8",              "of so many starts as all shares together, those of disputes, while all wait"),
            new Setting("share.approval",        Kind.NUMBER, "3",              "those of approvals"),
            new Setting("share.backing",         Kind.NUMBER, "1",              "those of backings"),
            new Setting("retry.dispute",         Kind.NUMBER, "1",              "further attempts of a dispute for each class of error"),
            new Setting("retry.approval",        Kind.NUMBER, "1",              "further attempts of an approval"),
            new Setting("retry.backing",         Kind.NUMBER, "0",              "further attempts of a backing"),
            new Setting("retry.delay",           Kind.TIME,   "3s",             "from a failed attempt to the next one"),
            new Setting("precheck.time",         Kind.TIME,   "60s",            "longest preparation of uploaded code"),
            new Setting("precheck.retries",      Kind.NUMBER, "5",              "further attempts of a preparation that failed by the host's fault"),

            new Setting("queue.max-jobs",        Kind.NUMBER, "200000",         "jobs without a verdict, of all clients"),
            new Setting("queue.max-bytes",       Kind.BYTES,  "8GiB",           "their parameters, which wait on disk"),
            new Setting("queue.memory",          Kind.BYTES,  "64MiB",          "of those, what is kept in memory as well"),
            new Setting("client.max-jobs",       Kind.NUMBER, "150000",         "jobs without a verdict, of one client"),
            new Setting("client.max-bytes",      Kind.BYTES,  "4GiB",           "their parameters"),
            new Setting("results.keep",          Kind.TIME,   "1h",             "how long a verdict can be asked for, and its request id is known"),
            new Setting("results.max-jobs",      Kind.NUMBER, "500000",         "verdicts kept at most; the oldest go first"),

            new Setting("journal.sync",          Kind.SWITCH, "off",            "on: written to the disk before it is acknowledged, survives a power cut; off: survives kill -9"),
            new Setting("journal.keep",          Kind.TIME,   "24h",            "how long finished jobs stay recorded, for `paddock replay`"),
            new Setting("journal.segment-size",  Kind.BYTES,  "256MiB",         "when to begin another segment; whole segments are deleted"),
            new Setting("journal.reserve",       Kind.BYTES,  "64MiB",          "free space below which no job is taken, so that verdicts can still be written"),
            new Setting("store.keep",            Kind.TIME,   "24h",            "code not used for so long is deleted"),
            new Setting("store.max-size",        Kind.BYTES,  "4GiB",           "size above which the code not used for longest is deleted"),

            new Setting("s3.bucket",             Kind.TEXT,   "",               "bucket of an S3-compatible store: code that is not in `store` is fetched from there, uploads go there too; empty: none"),
            new Setting("s3.prefix",             Kind.TEXT,   "",               "what the names of the objects in it begin with, such as `paddock/`"),
            new Setting("s3.endpoint",           Kind.TEXT,   "",               "its URL, such as `https://s3.example.org:9000`; empty: that of Amazon"),
            new Setting("s3.region",             Kind.TEXT,   "us-east-1",      "its region"),
            new Setting("s3.path-style",         Kind.SWITCH, "off",            "on: the bucket is part of the path, not of the host's name; most stores but Amazon's want that"),

            new Setting("tls",                   Kind.TEXT,   "auto",           "`on`, `off`, or `auto`: on for anything but loopback"),
            new Setting("tls.certificate",       Kind.TEXT,   "",               "PEM file with the certificate chain; empty: one is made in the data folder"),
            new Setting("tls.key",               Kind.TEXT,   "",               "PEM file with its key (PKCS #8)"),
            new Setting("auth",                  Kind.TEXT,   "auto",           "`on`, `off`, or `auto`: on for anything but loopback"),
            new Setting("auth.tokens",           Kind.TEXT,   "",               "file of tokens; empty: `tokens` in the data folder, made with one token if there is none"),

            new Setting("reload",                Kind.TIME,   "2s",             "how often to look whether the files of tokens, certificate and key have changed"),

            new Setting("drain",                 Kind.TIME,   "30s",            "how long a stopping service lets running jobs go on; waiting ones stay in the journal"),
            new Setting("log",                   Kind.TEXT,   "text",           "`text` or `json`, on standard error"),

            new Setting("kafka.servers",         Kind.TEXT,   "",               "brokers, such as `one:9092,two:9092`"),
            new Setting("kafka.jobs",            Kind.TEXT,   "paddock-jobs",   "topics that jobs are taken from, separated by commas; a backlog in one does not hold up the others"),
            new Setting("kafka.verdicts",        Kind.TEXT,   "paddock-verdicts", "topic that verdicts are written to"),
            new Setting("kafka.dead-letters",    Kind.TEXT,   "paddock-dead-letters", "topic of what is no job, or was delivered too often"),
            new Setting("kafka.group",           Kind.TEXT,   "paddock",        "share group of all services that share the work"),
            new Setting("kafka.batch",           Kind.NUMBER, "4",              "jobs that a consumer takes at a time; more for many short jobs"),
            new Setting("kafka.max-deliveries",  Kind.NUMBER, "4",              "deliveries of a job before it becomes a dead letter"),
            new Setting("kafka.properties",      Kind.TEXT,   "",               "file with further properties of Kafka's clients, such as their credentials"));
    // @formatter:on

    public static Optional<Setting> named(String name) {
        return ALL.stream().filter(setting -> setting.name().equals(name)).findFirst();
    }

    /** Such as {@code PADDOCK_CODE_MAX_SIZE}. */
    public String variable() {
        return "PADDOCK_" + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
