package dev.paddock.host.internal;

import dev.paddock.codegen.x64.AddressSpace;
import dev.paddock.codegen.x64.CodeMap;
import dev.paddock.codegen.x64.Compiler;
import dev.paddock.codegen.x64.CompilerOptions;
import dev.paddock.program.Code;
import dev.paddock.program.Program;
import dev.paddock.worker.CodeImage;
import java.lang.ref.SoftReference;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Machine code of a program with what is needed to enter it. The full map between pc and native addresses is only made
 * when something asks for it: calls of exports, host calls and ends of programs don't.
 */
final class NativeCode {
    static final long NOWHERE = -1;

    private final Code code;
    private final CompilerOptions options;
    private final CodeImage image;
    private final long size;
    /** Where exports begin, ascending, and the native addresses of those that begin a block. */
    private final int[] exportPcs;
    private final long[] exportAddresses;
    private SoftReference<@Nullable CodeMap> map = new SoftReference<>(null);

    /** @param exports native addresses of {@link #exportPcs}, in its order */
    NativeCode(Code code, CompilerOptions options, CodeImage image, long codeSize, int[] exportPcs, long[] exports) {
        this.code = code;
        this.options = options;
        this.image = image;
        this.size = codeSize;
        this.exportPcs = exportPcs;
        this.exportAddresses = exports;
    }

    /** The distinct pcs of a program's exports, ascending. */
    static int[] exportPcs(Program program) {
        return program.exports().stream().mapToInt(export -> export.pc()).sorted().distinct().toArray();
    }

    /**
     * Where the exports begin, right after {@code compiler} has compiled the code. Behind the end of legacy code there may be
     * machine code for an instruction that is not there: nobody enters it from outside.
     */
    static long[] exportAddresses(Code code, int[] exportPcs, Compiler compiler) {
        return Arrays.stream(exportPcs)
                .mapToLong(pc -> code.isInstruction(pc) ? compiler.nativeOfBlock(pc) : NOWHERE)
                .toArray();
    }

    Code code() {
        return code;
    }

    /** Bytes of machine code, constants included. */
    long size() {
        return size;
    }

    CodeImage image() {
        return image;
    }

    /** Address of the block that starts at this pc, before its charge, or {@link #NOWHERE}. */
    long blockAt(int pc) {
        var export = Arrays.binarySearch(exportPcs, pc);
        if (export >= 0) {
            return exportAddresses[export];
        }
        return code.isInstruction(pc) ? map().nativeOfBlock(pc) : NOWHERE;
    }

    boolean contains(long address) {
        return address >= AddressSpace.CODE && address < AddressSpace.CODE + size;
    }

    /** The map; compiles again if nobody has asked for it lately. */
    synchronized CodeMap map() {
        var known = map.get();
        if (known == null) {
            known = CodeMap.of(code, options);
            map = new SoftReference<>(known);
        }
        return known;
    }
}
