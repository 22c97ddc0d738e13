/* Formatted output, into memory or through the host function console_write. */
#include <paddock.h>
#include <stdio.h>
#include <string.h>

PADDOCK_IMPORT(size_t, console_write, const char *, size_t)

/*
 * Where output goes: into memory while there is room, or to the console whenever the buffer is full. Only printf names the
 * function that empties the buffer, so that a program that formats into memory does not import the console.
 */
struct sink {
    char *at;
    char *end;
    char *buffer;
    void (*flush)(struct sink *); /* NULL: memory */
    size_t written;
};

static void flush_to_console(struct sink *sink) {
    console_write(sink->buffer, (size_t)(sink->at - sink->buffer));
    sink->at = sink->buffer;
}

static void put(struct sink *sink, char c) {
    if (sink->at == sink->end && sink->flush != NULL) {
        sink->flush(sink);
    }
    if (sink->at != sink->end) {
        *sink->at++ = c;
    }
    sink->written++;
}

static void repeat(struct sink *sink, char c, int count) {
    for (; count > 0; count--) {
        put(sink, c);
    }
}

static void text(struct sink *sink, const char *from, size_t length) {
    for (; length > 0; length--) {
        put(sink, *from++);
    }
}

/* What stands between % and the letter. */
struct format {
    bool left, zero, plus, space, alternate;
    int width, precision; /* precision < 0: none given */
    int length;           /* bytes of the argument, if it is an integer */
};

static const char *flags(const char *at, struct format *f) {
    for (;; at++) {
        switch (*at) {
            case '-': f->left = true; break;
            case '0': f->zero = true; break;
            case '+': f->plus = true; break;
            case ' ': f->space = true; break;
            case '#': f->alternate = true; break;
            default: return at;
        }
    }
}

static const char *number(const char *at, int *value) {
    *value = 0;
    for (; *at >= '0' && *at <= '9'; at++) {
        *value = *value * 10 + (*at - '0');
    }
    return at;
}

static const char *length(const char *at, int *bytes) {
    switch (*at) {
        case 'h':
            *bytes = at[1] == 'h' ? 1 : 2;
            return at + (at[1] == 'h' ? 2 : 1);
        case 'l':
            *bytes = at[1] == 'l' ? (int)sizeof(long long) : (int)sizeof(long);
            return at + (at[1] == 'l' ? 2 : 1);
        case 'z':
        case 't': *bytes = sizeof(size_t); return at + 1;
        case 'j': *bytes = sizeof(intmax_t); return at + 1;
        default: *bytes = sizeof(int); return at;
    }
}

/* A number's sign or prefix, then zeros, then digits, in a field of at least f->width. */
static void field(struct sink *sink, const struct format *f, const char *prefix, const char *digits, int count) {
    int lead = (int)strlen(prefix);
    int zeros = f->precision > count ? f->precision - count : 0;
    int pad = f->width - lead - zeros - count;
    if (f->zero && !f->left && f->precision < 0) {
        zeros += pad > 0 ? pad : 0;
        pad = 0;
    }
    repeat(sink, ' ', f->left ? 0 : pad);
    text(sink, prefix, (size_t)lead);
    repeat(sink, '0', zeros);
    text(sink, digits, (size_t)count);
    repeat(sink, ' ', f->left ? pad : 0);
}

static void integer(struct sink *sink, const struct format *f, uint64_t value, unsigned base, bool upper, const char *prefix) {
    char digits[22];
    char *at = digits + sizeof digits;
    const char *letters = upper ? "0123456789ABCDEF" : "0123456789abcdef";
    bool none = value == 0 && f->precision == 0;
    for (uint64_t rest = value; rest != 0; rest /= base) {
        *--at = letters[rest % base];
    }
    if (value == 0 && !none) {
        *--at = '0';
    }
    if (f->alternate && base == 8 && (at == digits + sizeof digits || *at != '0')) {
        *--at = '0';
    }
    field(sink, f, prefix, at, (int)(digits + sizeof digits - at));
}

static int64_t signed_argument(va_list *arguments, int bytes) {
    if (bytes == 8) {
        return va_arg(*arguments, int64_t);
    }
    int value = va_arg(*arguments, int);
    return bytes == 1 ? (int8_t)value : bytes == 2 ? (int16_t)value : value;
}

static uint64_t unsigned_argument(va_list *arguments, int bytes) {
    if (bytes == 8) {
        return va_arg(*arguments, uint64_t);
    }
    unsigned value = va_arg(*arguments, unsigned);
    return bytes == 1 ? (uint8_t)value : bytes == 2 ? (uint16_t)value : value;
}

static void signed_integer(struct sink *sink, const struct format *f, int64_t value) {
    const char *sign = value < 0 ? "-" : f->plus ? "+" : f->space ? " " : "";
    integer(sink, f, value < 0 ? -(uint64_t)value : (uint64_t)value, 10, false, sign);
}

static void string(struct sink *sink, const struct format *f, const char *from, size_t count) {
    int pad = f->width > (int)count ? f->width - (int)count : 0;
    repeat(sink, ' ', f->left ? 0 : pad);
    text(sink, from, count);
    repeat(sink, ' ', f->left ? pad : 0);
}

static void conversion(struct sink *sink, struct format *f, char letter, va_list *arguments) {
    switch (letter) {
        case 'd':
        case 'i': signed_integer(sink, f, signed_argument(arguments, f->length)); break;
        case 'u': integer(sink, f, unsigned_argument(arguments, f->length), 10, false, ""); break;
        case 'o': integer(sink, f, unsigned_argument(arguments, f->length), 8, false, ""); break;
        case 'x':
        case 'X': {
            uint64_t value = unsigned_argument(arguments, f->length);
            const char *prefix = !f->alternate || value == 0 ? "" : letter == 'x' ? "0x" : "0X";
            integer(sink, f, value, 16, letter == 'X', prefix);
            break;
        }
        case 'p': integer(sink, f, (uintptr_t)va_arg(*arguments, void *), 16, false, "0x"); break;
        case 'c': {
            char c = (char)va_arg(*arguments, int);
            string(sink, f, &c, 1);
            break;
        }
        case 's': {
            const char *from = va_arg(*arguments, const char *);
            string(sink, f, from, f->precision < 0 ? strlen(from) : strnlen(from, (size_t)f->precision));
            break;
        }
        case '%': put(sink, '%'); break;
        default: paddock_trap(); /* no such conversion: a mistake in the program */
    }
}

static void format_all(struct sink *sink, const char *at, va_list *arguments) {
    while (*at != 0) {
        if (*at != '%') {
            put(sink, *at++);
            continue;
        }
        struct format f = {.precision = -1};
        at = flags(at + 1, &f);
        if (*at == '*') {
            f.width = va_arg(*arguments, int);
            if (f.width < 0) {
                f.left = true;
                f.width = -f.width;
            }
            at++;
        } else {
            at = number(at, &f.width);
        }
        if (*at == '.') {
            at++;
            if (*at == '*') {
                f.precision = va_arg(*arguments, int);
                at++;
            } else {
                at = number(at, &f.precision);
            }
        }
        at = length(at, &f.length);
        conversion(sink, &f, *at, arguments);
        at += *at != 0;
    }
}

int vsnprintf(char *restrict to, size_t size, const char *restrict format, va_list arguments) {
    struct sink sink = {.at = to, .end = size == 0 ? to : to + size - 1};
    va_list copy;
    va_copy(copy, arguments);
    format_all(&sink, format, &copy);
    va_end(copy);
    if (size != 0) {
        *sink.at = 0;
    }
    return (int)sink.written;
}

int snprintf(char *restrict to, size_t size, const char *restrict format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int written = vsnprintf(to, size, format, arguments);
    va_end(arguments);
    return written;
}

int vprintf(const char *restrict format, va_list arguments) {
    char buffer[256];
    struct sink sink = {.at = buffer, .end = buffer + sizeof buffer, .buffer = buffer, .flush = flush_to_console};
    va_list copy;
    va_copy(copy, arguments);
    format_all(&sink, format, &copy);
    va_end(copy);
    if (sink.at != buffer) {
        flush_to_console(&sink);
    }
    return (int)sink.written;
}

int printf(const char *restrict format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int written = vprintf(format, arguments);
    va_end(arguments);
    return written;
}

int puts(const char *line) {
    return printf("%s\n", line);
}

int putchar(int character) {
    char c = (char)character;
    console_write(&c, 1);
    return character;
}
