package dev.paddock.cli.internal;

import dev.paddock.program.Assembler;
import dev.paddock.program.AssemblyException;
import dev.paddock.program.Isa;
import dev.paddock.program.MalformedProgramException;
import dev.paddock.program.Program;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** A program as it lies on disk: a {@code .polkavm} container, assembly text, or a bare JAM blob. */
final class ProgramFile {
    private static final byte[] MAGIC = {'P', 'V', 'M', 0};

    private ProgramFile() {}

    /** Reads whichever it is; the magic decides, then whether it is text. {@code -} is standard input. */
    static Program load(String file, Isa isa) throws IOException {
        var bytes = read(file);
        if (hasMagic(bytes)) {
            return named(file, () -> Program.parse(bytes));
        }
        var text = text(bytes);
        if (text.isPresent()) {
            return named(file, () -> Program.parse(Assembler.assemble(text.get(), isa)));
        }
        try {
            return Program.parseJam(bytes, new byte[0]);
        } catch (MalformedProgramException e) {
            throw new MalformedProgramException(file + ": neither a .polkavm container (they begin with \"PVM\" and a"
                    + " zero byte), nor text, nor a JAM blob: " + e.getMessage());
        }
    }

    static byte[] read(String file) throws IOException {
        if (file.equals("-")) {
            return System.in.readAllBytes();
        }
        var path = Path.of(file);
        if (Files.isDirectory(path)) {
            throw new UsageException(file + " is a folder; a program is wanted");
        }
        if (!Files.exists(path)) {
            throw new NoSuchFileException(file);
        }
        // Not by a channel, which takes a millisecond to set up.
        try (var in = new FileInputStream(file)) {
            return in.readAllBytes();
        }
    }

    /** The bytes as text, unless they are none. */
    static Optional<String> text(byte[] bytes) {
        for (var b : bytes) {
            if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t' && b != '\f') {
                return Optional.empty();
            }
        }
        try {
            var decoder = StandardCharsets.UTF_8.newDecoder();
            return Optional.of(decoder.decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    static boolean hasMagic(byte[] bytes) {
        if (bytes.length < MAGIC.length) {
            return false;
        }
        for (var i = 0; i < MAGIC.length; i++) {
            if (bytes[i] != MAGIC[i]) {
                return false;
            }
        }
        return true;
    }

    /** What went wrong, with the file it went wrong in. */
    static <T> T named(String file, Supplier<T> parse) {
        try {
            return parse.get();
        } catch (MalformedProgramException | AssemblyException e) {
            throw new MalformedProgramException(file + ": " + e.getMessage());
        }
    }
}
