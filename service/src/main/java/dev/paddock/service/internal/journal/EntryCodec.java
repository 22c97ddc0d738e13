package dev.paddock.service.internal.journal;

import dev.paddock.service.CodeHash;
import dev.paddock.service.Priority;
import dev.paddock.service.ValidationResult;
import dev.paddock.service.Verdict;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.OptionalInt;
import java.util.zip.CRC32C;

/**
 * Entries as bytes.
 *
 * <pre>
 *   u32 CRC-32C of all that follows
 *   u8  kind: 1 job, 2 verdict, 3 failed attempt         u64 number          u64 time
 *   job:      text client, text request id, u8 priority, u64 gas, u64 deadline, 32 code, u32 length, parameters
 *   verdict:  u32 attempts, u64 run time, u8 kind, then what that kind has
 *   failed:   u8 class of error
 * </pre>
 */
public final class EntryCodec {
    private static final int JOB = 1;
    private static final int VERDICT = 2;
    private static final int FAILED = 3;
    private static final int CHECKSUM = 4;

    private EntryCodec() {}

    public static byte[] encode(Entry entry) {
        var bytes = new ByteArrayOutputStream(
                entry instanceof Entry.Submitted job ? job.parameters().length + 256 : 256);
        try (var out = new DataOutputStream(bytes)) {
            out.writeInt(0);
            switch (entry) {
                case Entry.Submitted job -> write(out, job);
                case Entry.Concluded end -> write(out, end);
                case Entry.Failed failed -> write(out, failed);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't happen in memory", e);
        }
        var record = bytes.toByteArray();
        ByteBuffer.wrap(record).putInt(0, checksum(record));
        return record;
    }

    private static void write(DataOutputStream out, Entry.Submitted job) throws IOException {
        out.writeByte(JOB);
        out.writeLong(job.number());
        out.writeLong(job.time());
        out.writeUTF(job.client());
        out.writeUTF(job.requestId());
        out.writeByte(job.priority().ordinal());
        out.writeLong(job.gas());
        out.writeLong(job.deadlineNanos());
        out.write(job.code().bytes());
        writeBytes(out, job.parameters());
    }

    private static void write(DataOutputStream out, Entry.Failed failed) throws IOException {
        out.writeByte(FAILED);
        out.writeLong(failed.number());
        out.writeLong(failed.time());
        out.writeByte(failed.failure());
    }

    private static void write(DataOutputStream out, Entry.Concluded end) throws IOException {
        out.writeByte(VERDICT);
        out.writeLong(end.number());
        out.writeLong(end.time());
        out.writeInt(end.attempts());
        out.writeLong(end.runNanos());
        switch (end.verdict()) {
            case Verdict.Valid valid -> {
                out.writeByte(0);
                out.writeLong(valid.gasUsed());
                writeBytes(out, valid.result().encode());
            }
            case Verdict.Invalid invalid -> {
                out.writeByte(1);
                out.writeByte(invalid.reason().ordinal());
                out.writeUTF(shortened(invalid.message()));
                out.writeBoolean(invalid.pc().isPresent());
                out.writeInt(invalid.pc().orElse(0));
                out.writeUTF(shortened(invalid.source()));
                out.writeLong(invalid.gasUsed());
            }
            case Verdict.PossiblyInvalid doubt -> {
                out.writeByte(2);
                out.writeByte(doubt.doubt().ordinal());
                out.writeUTF(shortened(doubt.message()));
                out.writeInt(doubt.attempts());
            }
            case Verdict.Internal internal -> {
                out.writeByte(3);
                out.writeUTF(shortened(internal.message()));
                out.writeInt(internal.attempts());
            }
            case Verdict.Cancelled _ -> out.writeByte(4);
        }
    }

    /** @throws IllegalArgumentException if these bytes are no record, or not what was written */
    public static Entry decode(byte[] record) {
        if (record.length < CHECKSUM || ByteBuffer.wrap(record).getInt(0) != checksum(record)) {
            throw new IllegalArgumentException("a record of " + record.length + " bytes whose checksum is wrong");
        }
        try (var in = new DataInputStream(new ByteArrayInputStream(record))) {
            in.skipNBytes(CHECKSUM);
            int kind = in.readByte();
            long number = in.readLong();
            long time = in.readLong();
            return switch (kind) {
                case JOB -> new Entry.Submitted(
                        number,
                        time,
                        in.readUTF(),
                        in.readUTF(),
                        Priority.values()[in.readByte()],
                        in.readLong(),
                        in.readLong(),
                        Entry.hash(in.readNBytes(CodeHash.LENGTH)),
                        readBytes(in));
                case VERDICT -> new Entry.Concluded(number, time, in.readInt(), in.readLong(), verdict(in));
                case FAILED -> new Entry.Failed(number, time, in.readByte());
                default -> throw new IllegalArgumentException("a record of unknown kind " + kind);
            };
        } catch (IOException | ArrayIndexOutOfBoundsException e) {
            throw new IllegalArgumentException("a record that ends early or holds unknown words", e);
        }
    }

    private static Verdict verdict(DataInputStream in) throws IOException {
        int kind = in.readByte();
        return switch (kind) {
            case 0 -> {
                long gas = in.readLong();
                yield new Verdict.Valid(ValidationResult.decode(readBytes(in)), gas);
            }
            case 1 -> {
                var reason = Verdict.Reason.values()[in.readByte()];
                var message = in.readUTF();
                var hasPc = in.readBoolean();
                int pc = in.readInt();
                yield new Verdict.Invalid(
                        reason, message, hasPc ? OptionalInt.of(pc) : OptionalInt.empty(), in.readUTF(), in.readLong());
            }
            case 2 -> new Verdict.PossiblyInvalid(Verdict.Doubt.values()[in.readByte()], in.readUTF(), in.readInt());
            case 3 -> new Verdict.Internal(in.readUTF(), in.readInt());
            case 4 -> new Verdict.Cancelled();
            default -> throw new IllegalArgumentException("a verdict of unknown kind " + kind);
        };
    }

    private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] readBytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("length " + length);
        }
        return in.readNBytes(length);
    }

    /** Texts come from programs and exceptions: some are long. */
    private static String shortened(String text) {
        return text.length() <= 1000 ? text : text.substring(0, 1000) + "..";
    }

    private static int checksum(byte[] record) {
        var crc = new CRC32C();
        crc.update(record, CHECKSUM, record.length - CHECKSUM);
        return (int) crc.getValue();
    }
}
