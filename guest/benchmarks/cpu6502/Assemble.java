import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Assembles 6502 source into the listing that cpu6502.c includes:
 *
 * <pre>java Assemble.java program.s > program.h</pre>
 *
 * <p>Lines are {@code [label:] [instruction] [; comment]}. Besides the instructions there are {@code name = expression},
 * {@code .org address}, {@code .byte values or "text"}, {@code .word values} and {@code .fill count, value}. Expressions
 * are numbers (decimal, $hex, %binary, 'c'), names and {@code *} (here), joined by + - * /, with a leading {@code <} or
 * {@code >} for a byte of the result. An address is in the zero page if it is known to be when the line is reached.
 */
public final class Assemble {
    /** Modes by their columns in the table below. */
    private enum Mode { IMP, ACC, IMM, ZP, ZPX, ZPY, ABS, ABX, ABY, IND, IZX, IZY, REL }

    // Opcodes in hexadecimal, in the order of the modes; -- where an instruction lacks one.
    private static final String TABLE = """
            ;   imp acc imm zp  zpx zpy abs abx aby ind izx izy rel
            ADC --  --  69  65  75  --  6d  7d  79  --  61  71  --
            AND --  --  29  25  35  --  2d  3d  39  --  21  31  --
            ASL --  0a  --  06  16  --  0e  1e  --  --  --  --  --
            BCC --  --  --  --  --  --  --  --  --  --  --  --  90
            BCS --  --  --  --  --  --  --  --  --  --  --  --  b0
            BEQ --  --  --  --  --  --  --  --  --  --  --  --  f0
            BIT --  --  --  24  --  --  2c  --  --  --  --  --  --
            BMI --  --  --  --  --  --  --  --  --  --  --  --  30
            BNE --  --  --  --  --  --  --  --  --  --  --  --  d0
            BPL --  --  --  --  --  --  --  --  --  --  --  --  10
            BRK 00  --  --  --  --  --  --  --  --  --  --  --  --
            BVC --  --  --  --  --  --  --  --  --  --  --  --  50
            BVS --  --  --  --  --  --  --  --  --  --  --  --  70
            CLC 18  --  --  --  --  --  --  --  --  --  --  --  --
            CLD d8  --  --  --  --  --  --  --  --  --  --  --  --
            CLI 58  --  --  --  --  --  --  --  --  --  --  --  --
            CLV b8  --  --  --  --  --  --  --  --  --  --  --  --
            CMP --  --  c9  c5  d5  --  cd  dd  d9  --  c1  d1  --
            CPX --  --  e0  e4  --  --  ec  --  --  --  --  --  --
            CPY --  --  c0  c4  --  --  cc  --  --  --  --  --  --
            DEC --  --  --  c6  d6  --  ce  de  --  --  --  --  --
            DEX ca  --  --  --  --  --  --  --  --  --  --  --  --
            DEY 88  --  --  --  --  --  --  --  --  --  --  --  --
            EOR --  --  49  45  55  --  4d  5d  59  --  41  51  --
            INC --  --  --  e6  f6  --  ee  fe  --  --  --  --  --
            INX e8  --  --  --  --  --  --  --  --  --  --  --  --
            INY c8  --  --  --  --  --  --  --  --  --  --  --  --
            JMP --  --  --  --  --  --  4c  --  --  6c  --  --  --
            JSR --  --  --  --  --  --  20  --  --  --  --  --  --
            LDA --  --  a9  a5  b5  --  ad  bd  b9  --  a1  b1  --
            LDX --  --  a2  a6  --  b6  ae  --  be  --  --  --  --
            LDY --  --  a0  a4  b4  --  ac  bc  --  --  --  --  --
            LSR --  4a  --  46  56  --  4e  5e  --  --  --  --  --
            NOP ea  --  --  --  --  --  --  --  --  --  --  --  --
            ORA --  --  09  05  15  --  0d  1d  19  --  01  11  --
            PHA 48  --  --  --  --  --  --  --  --  --  --  --  --
            PHP 08  --  --  --  --  --  --  --  --  --  --  --  --
            PLA 68  --  --  --  --  --  --  --  --  --  --  --  --
            PLP 28  --  --  --  --  --  --  --  --  --  --  --  --
            ROL --  2a  --  26  36  --  2e  3e  --  --  --  --  --
            ROR --  6a  --  66  76  --  6e  7e  --  --  --  --  --
            RTI 40  --  --  --  --  --  --  --  --  --  --  --  --
            RTS 60  --  --  --  --  --  --  --  --  --  --  --  --
            SBC --  --  e9  e5  f5  --  ed  fd  f9  --  e1  f1  --
            SEC 38  --  --  --  --  --  --  --  --  --  --  --  --
            SED f8  --  --  --  --  --  --  --  --  --  --  --  --
            SEI 78  --  --  --  --  --  --  --  --  --  --  --  --
            STA --  --  --  85  95  --  8d  9d  99  --  81  91  --
            STX --  --  --  86  --  96  8e  --  --  --  --  --  --
            STY --  --  --  84  94  --  8c  --  --  --  --  --  --
            TAX aa  --  --  --  --  --  --  --  --  --  --  --  --
            TAY a8  --  --  --  --  --  --  --  --  --  --  --  --
            TSX ba  --  --  --  --  --  --  --  --  --  --  --  --
            TXA 8a  --  --  --  --  --  --  --  --  --  --  --  --
            TXS 9a  --  --  --  --  --  --  --  --  --  --  --  --
            TYA 98  --  --  --  --  --  --  --  --  --  --  --  --
            """;

    private static final Map<String, Integer> OPCODES = opcodes();
    private static final Pattern LINE = Pattern.compile("(?:(\\w+):)?\\s*(.*)");
    private static final Pattern DEFINITION = Pattern.compile("(\\w+)\\s*=\\s*(.+)");
    private static final Pattern TERM = Pattern.compile("\\s*([-+*/]?)\\s*(\\$[0-9a-fA-F]+|%[01]+|'.'|\\w+|\\*)");
    private static final int UNKNOWN = 0x8000; // of a name that comes later: an address that is not in the zero page

    private final Map<String, Integer> names = new HashMap<>();
    private int here;
    private boolean last; // of two passes: all names must be known

    private record Item(int address, byte[] bytes, String source) {}

    public static void main(String[] arguments) throws IOException {
        var source = Files.readAllLines(Path.of(arguments[0]));
        var assembler = new Assemble();
        assembler.pass(source);
        assembler.last = true;
        System.out.print(listing(arguments[0], assembler.pass(source)));
    }

    private List<Item> pass(List<String> source) {
        here = 0;
        var items = new ArrayList<Item>();
        for (var number = 0; number < source.size(); number++) {
            try {
                var at = here;
                var bytes = line(source.get(number));
                items.add(new Item(at, bytes, source.get(number).stripTrailing()));
                here += bytes.length;
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("line " + (number + 1) + ": " + source.get(number), e);
            }
        }
        return items;
    }

    private byte[] line(String text) {
        var definition = DEFINITION.matcher(uncommented(text));
        if (definition.matches()) {
            names.put(definition.group(1), value(definition.group(2)));
            return new byte[0];
        }
        var parts = LINE.matcher(uncommented(text));
        check(parts.matches(), "no such line");
        if (parts.group(1) != null) {
            names.put(parts.group(1), here);
        }
        var words = parts.group(2).split("\\s+", 2);
        var operand = words.length > 1 ? words[1].strip() : "";
        return switch (words[0]) {
            case "" -> new byte[0];
            case ".org" -> {
                here = value(operand);
                yield new byte[0];
            }
            case ".byte" -> data(operand, 1);
            case ".word" -> data(operand, 2);
            case ".fill" -> {
                var bytes = new byte[value(operand.split(",")[0])];
                Arrays.fill(bytes, (byte) value(operand.split(",")[1]));
                yield bytes;
            }
            default -> instruction(words[0].toUpperCase(Locale.ROOT), operand);
        };
    }

    /** The line without its comment; a semicolon in text is none. */
    private static String uncommented(String line) {
        var quoted = false;
        for (var i = 0; i < line.length(); i++) {
            quoted ^= line.charAt(i) == '"';
            if (line.charAt(i) == ';' && !quoted) {
                return line.substring(0, i).strip();
            }
        }
        return line.strip();
    }

    private byte[] data(String operand, int size) {
        if (operand.startsWith("\"")) {
            return operand.substring(1, operand.length() - 1).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        }
        var values = operand.split(",");
        var bytes = new byte[values.length * size];
        for (var i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (value(values[i / size]) >> 8 * (i % size));
        }
        return bytes;
    }

    private byte[] instruction(String name, String operand) {
        if (OPCODES.containsKey(name + Mode.REL)) {
            var distance = value(operand) - (here + 2);
            check(!last || distance == (byte) distance, "too far: " + distance);
            return new byte[] {opcode(name, Mode.REL), (byte) distance};
        }
        var upper = operand.toUpperCase(Locale.ROOT).replace(" ", "");
        if (upper.isEmpty()) {
            return new byte[] {opcode(name, Mode.IMP)};
        } else if (upper.equals("A")) {
            return new byte[] {opcode(name, Mode.ACC)};
        } else if (upper.startsWith("#")) {
            return new byte[] {opcode(name, Mode.IMM), (byte) value(operand.substring(1))};
        } else if (upper.endsWith(",X)")) {
            return new byte[] {opcode(name, Mode.IZX), (byte) value(operand.substring(1, operand.lastIndexOf(',')))};
        } else if (upper.endsWith("),Y")) {
            return new byte[] {opcode(name, Mode.IZY), (byte) value(operand.substring(1, operand.lastIndexOf(')')))};
        } else if (upper.startsWith("(")) {
            return absolute(opcode(name, Mode.IND), value(operand.substring(1, operand.length() - 1)));
        }
        var index = upper.endsWith(",X") ? 1 : upper.endsWith(",Y") ? 2 : 0;
        var address = value(index == 0 ? operand : operand.substring(0, operand.lastIndexOf(',')));
        var zeroPage = Mode.values()[Mode.ZP.ordinal() + index];
        if (address < 0x100 && OPCODES.containsKey(name + zeroPage)) {
            return new byte[] {opcode(name, zeroPage), (byte) address};
        }
        return absolute(opcode(name, Mode.values()[Mode.ABS.ordinal() + index]), address);
    }

    private static byte[] absolute(byte opcode, int address) {
        return new byte[] {opcode, (byte) address, (byte) (address >> 8)};
    }

    private static byte opcode(String name, Mode mode) {
        var opcode = OPCODES.get(name + mode);
        check(opcode != null, "no " + name + " with " + mode);
        return (byte) (int) opcode;
    }

    private int value(String expression) {
        var text = expression.strip();
        if (text.startsWith("<")) {
            return value(text.substring(1)) & 0xff;
        } else if (text.startsWith(">")) {
            return value(text.substring(1)) >> 8 & 0xff;
        }
        var terms = TERM.matcher(text);
        var result = 0;
        var end = 0;
        while (end < text.length()) {
            check(terms.find(end) && terms.start() == end, "no such expression: " + text);
            var term = term(terms.group(2));
            result = switch (terms.group(1)) {
                case "-" -> result - term;
                case "*" -> result * term;
                case "/" -> result / term;
                default -> result + term;
            };
            end = terms.end();
        }
        return result;
    }

    private int term(String text) {
        return switch (text.charAt(0)) {
            case '$' -> Integer.parseInt(text.substring(1), 16);
            case '%' -> Integer.parseInt(text.substring(1), 2);
            case '\'' -> text.charAt(1);
            case '*' -> here;
            case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> Integer.parseInt(text);
            default -> {
                check(!last || names.containsKey(text), "no such name: " + text);
                yield names.getOrDefault(text, UNKNOWN);
            }
        };
    }

    private static void check(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    private static Map<String, Integer> opcodes() {
        var opcodes = new HashMap<String, Integer>();
        TABLE.lines().filter(row -> !row.startsWith(";")).map(row -> row.split(" +")).forEach(row -> {
            for (var mode : Mode.values()) {
                var cell = row[1 + mode.ordinal()];
                if (!cell.equals("--")) {
                    opcodes.put(row[0] + mode, Integer.parseInt(cell, 16));
                }
            }
        });
        return opcodes;
    }

    private static String listing(String source, List<Item> items) {
        var text = new StringBuilder("/* Made from " + Path.of(source).getFileName() + " by Assemble.java. */\n");
        var next = -1;
        for (var item : items) {
            for (var at = 0; at == 0 || at < item.bytes.length; at += 8) {
                var bytes = new StringBuilder();
                for (var i = at; i < Math.min(at + 8, item.bytes.length); i++) {
                    bytes.append(String.format("0x%02x,", item.bytes[i] & 0xff));
                }
                if (!bytes.isEmpty() && item.address + at != next) {
                    text.append(String.format("[0x%04x - ROM] =%n", item.address));
                }
                next = bytes.isEmpty() ? next : item.address + Math.min(at + 8, item.bytes.length);
                var comment = at == 0 ? item.source.replace("*/", "* /") : "";
                var address = bytes.isEmpty() ? "    " : String.format("%04x", item.address + at);
                text.append(String.format("%-40s /* %s %s", bytes, address, comment).stripTrailing()).append(" */\n");
            }
        }
        return text.toString();
    }
}
