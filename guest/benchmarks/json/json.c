/*
 * A JSON document is written, then parsed into a tree on the heap and summed up: a recursive parser, branches on bytes,
 * small allocations.
 */
#include <paddock.h>
#include <stdio.h>
#include <string.h>

PADDOCK_EXPORT(void, initialize)
PADDOCK_EXPORT(uint64_t, run)
PADDOCK_STACK(65536)

#define RECORDS 400
#define DEEPEST 32

static char document[RECORDS * 256];
static size_t document_length;

/* ---- The tree. Nodes come from a pool that each run empties. --------------------------------------------------- */

enum kind { NOTHING, FALSE, TRUE, NUMBER, STRING, LIST, OBJECT };

struct node {
    enum kind kind;
    int64_t number;     /* NUMBER: in thousandths */
    const char *text;   /* STRING, and the key of a member: decoded */
    size_t length;
    const char *key;
    size_t key_length;
    struct node *first; /* LIST, OBJECT */
    struct node *next;  /* in the list or object this is in */
};

static struct node nodes[RECORDS * 16];
static char texts[sizeof document];
static size_t nodes_used, texts_used;

static struct node *new_node(enum kind kind) {
    PADDOCK_CHECK(nodes_used < sizeof nodes / sizeof nodes[0]);
    struct node *node = &nodes[nodes_used++];
    memset(node, 0, sizeof *node);
    node->kind = kind;
    return node;
}

/* ---- The parser. A document that is none traps. ---------------------------------------------------------------- */

struct parser {
    const char *at, *end;
    int depth;
};

static char peek(struct parser *p) {
    PADDOCK_CHECK(p->at < p->end);
    return *p->at;
}

static char next(struct parser *p) {
    char c = peek(p);
    p->at++;
    return c;
}

static void skip_blanks(struct parser *p) {
    while (p->at < p->end && (*p->at == ' ' || *p->at == '\n' || *p->at == '\t' || *p->at == '\r')) {
        p->at++;
    }
}

static bool take(struct parser *p, char c) {
    skip_blanks(p);
    if (p->at < p->end && *p->at == c) {
        p->at++;
        return true;
    }
    return false;
}

static void need(struct parser *p, const char *word) {
    for (; *word != 0; word++) {
        PADDOCK_CHECK(next(p) == *word);
    }
}

static uint32_t hex_digit(char c) {
    if (c >= '0' && c <= '9') {
        return (uint32_t)(c - '0');
    }
    c |= 0x20;
    PADDOCK_CHECK(c >= 'a' && c <= 'f');
    return (uint32_t)(c - 'a' + 10);
}

static void put(uint32_t byte) {
    PADDOCK_CHECK(texts_used < sizeof texts);
    texts[texts_used++] = (char)byte;
}

static void put_utf8(uint32_t point) {
    if (point < 0x80) {
        put(point);
    } else if (point < 0x800) {
        put(0xc0 | point >> 6);
        put(0x80 | (point & 0x3f));
    } else if (point < 0x10000) {
        put(0xe0 | point >> 12);
        put(0x80 | (point >> 6 & 0x3f));
        put(0x80 | (point & 0x3f));
    } else {
        put(0xf0 | point >> 18);
        put(0x80 | (point >> 12 & 0x3f));
        put(0x80 | (point >> 6 & 0x3f));
        put(0x80 | (point & 0x3f));
    }
}

static uint32_t four_digits(struct parser *p) {
    uint32_t value = 0;
    for (int i = 0; i < 4; i++) {
        value = value << 4 | hex_digit(next(p));
    }
    return value;
}

static void escape(struct parser *p) {
    char c = next(p);
    switch (c) {
        case 'n': put('\n'); break;
        case 't': put('\t'); break;
        case 'r': put('\r'); break;
        case 'b': put('\b'); break;
        case 'f': put('\f'); break;
        case '"':
        case '\\':
        case '/': put((uint8_t)c); break;
        case 'u': {
            uint32_t point = four_digits(p);
            if (point >> 10 == 0x36) {
                need(p, "\\u");
                point = 0x10000 + ((point & 0x3ff) << 10) + (four_digits(p) & 0x3ff);
            }
            put_utf8(point);
            break;
        }
        default: paddock_trap();
    }
}

static size_t string(struct parser *p, const char **text) {
    need(p, "\"");
    size_t start = texts_used;
    *text = texts + start;
    for (char c; (c = next(p)) != '"';) {
        PADDOCK_CHECK((uint8_t)c >= 0x20);
        if (c == '\\') {
            escape(p);
        } else {
            put((uint8_t)c);
        }
    }
    return texts_used - start;
}

static bool is_digit(struct parser *p) {
    return p->at < p->end && *p->at >= '0' && *p->at <= '9';
}

/* In thousandths: what is finer does not count, and there are no exponents in these documents. */
static int64_t number(struct parser *p) {
    bool negative = peek(p) == '-';
    p->at += negative;
    PADDOCK_CHECK(is_digit(p));
    int64_t value = 0;
    while (is_digit(p)) {
        value = value * 10 + (*p->at++ - '0');
    }
    value *= 1000;
    if (p->at < p->end && *p->at == '.') {
        p->at++;
        for (int64_t scale = 100; is_digit(p); scale /= 10) {
            value += (*p->at++ - '0') * scale;
        }
    }
    return negative ? -value : value;
}

static struct node *value(struct parser *p);

static void members(struct parser *p, struct node *parent, char end) {
    PADDOCK_CHECK(++p->depth < DEEPEST);
    p->at++;
    struct node **link = &parent->first;
    if (!take(p, end)) {
        do {
            const char *key = NULL;
            size_t key_length = 0;
            if (parent->kind == OBJECT) {
                skip_blanks(p);
                key_length = string(p, &key);
                PADDOCK_CHECK(take(p, ':'));
            }
            struct node *member = value(p);
            member->key = key;
            member->key_length = key_length;
            *link = member;
            link = &member->next;
        } while (take(p, ','));
        PADDOCK_CHECK(take(p, end));
    }
    p->depth--;
}

static struct node *value(struct parser *p) {
    skip_blanks(p);
    struct node *node;
    switch (peek(p)) {
        case '{':
            node = new_node(OBJECT);
            members(p, node, '}');
            return node;
        case '[':
            node = new_node(LIST);
            members(p, node, ']');
            return node;
        case '"':
            node = new_node(STRING);
            node->length = string(p, &node->text);
            return node;
        case 't': need(p, "true"); return new_node(TRUE);
        case 'f': need(p, "false"); return new_node(FALSE);
        case 'n': need(p, "null"); return new_node(NOTHING);
        default:
            node = new_node(NUMBER);
            node->number = number(p);
            return node;
    }
}

static const struct node *member(const struct node *object, const char *key) {
    size_t length = strlen(key);
    for (const struct node *m = object->first; m != NULL; m = m->next) {
        if (m->key_length == length && memcmp(m->key, key, length) == 0) {
            return m;
        }
    }
    paddock_trap();
}

/* ---- The benchmark --------------------------------------------------------------------------------------------- */

static void append(const char *text) {
    size_t length = strlen(text);
    PADDOCK_CHECK(document_length + length < sizeof document);
    memcpy(document + document_length, text, length);
    document_length += length;
}

void initialize(void) {
    uint32_t random = 1;
    document_length = 0;
    append("{\"records\": [");
    for (unsigned i = 0; i < RECORDS; i++) {
        random = random * 1664525 + 1013904223;
        char line[256];
        snprintf(line, sizeof line,
                 "%s\n  {\"id\": %u, \"name\": \"record \\u00e9\\ud83d\\ude00 %x\", \"amount\": %s%u.%03u, \"valid\": %s,"
                 " \"tags\": [\"a\\n\", \"b\\\\\", null], \"at\": {\"x\": %u, \"y\": -%u}}",
                 i == 0 ? "" : ",", i, (unsigned)random, random >> 31 ? "-" : "", (unsigned)(random >> 8 & 0xfffff),
                 (unsigned)(random % 1000), random >> 16 & 1 ? "true" : "false", (unsigned)(random >> 20),
                 (unsigned)(random >> 24));
        append(line);
    }
    append("\n]}\n");
}

static uint64_t mix(uint64_t sum, uint64_t value) {
    return (sum ^ value) * UINT64_C(0x100000001b3);
}

uint64_t run(void) {
    nodes_used = texts_used = 0;
    struct parser parser = {document, document + document_length, 0};
    struct node *root = value(&parser);
    skip_blanks(&parser);
    PADDOCK_CHECK(parser.at == parser.end);
    uint64_t sum = 0;
    for (const struct node *record = member(root, "records")->first; record != NULL; record = record->next) {
        const struct node *name = member(record, "name"), *at = member(record, "at");
        for (size_t i = 0; i < name->length; i++) {
            sum = mix(sum, (uint8_t)name->text[i]);
        }
        sum = mix(sum, (uint64_t)member(record, "amount")->number);
        sum = mix(sum, member(record, "valid")->kind);
        sum = mix(sum, (uint64_t)(member(at, "x")->number + member(at, "y")->number));
    }
    return mix(sum, nodes_used);
}
