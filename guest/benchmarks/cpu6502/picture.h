#ifndef CPU6502_PICTURE_H
#define CPU6502_PICTURE_H

#include <paddock.h>

/*
 * A picture unit of the kind that consoles of the 1980s had, with the registers of the one in the NES: a background of
 * tiles that can be scrolled, 64 sprites, four palettes for each, one line at a time. What it does not do: its scroll
 * position takes effect with the next line (horizontal) or frame (vertical), and two tables of tiles lie side by side.
 *
 *   register   bits
 *   0 control  7: interrupt at the end of the picture   4, 3: tile set of background, sprites
 *              2: the address moves by 32 instead of 1  0: scroll 256 further to the right
 *   1 mask     4, 3: sprites, background are shown
 *   2 status   7: picture is done (reading resets it)  6: sprite 0 met the background  5: more than 8 sprites in a line
 *   3 sprite address, 4 sprite data   5 scroll, horizontal then vertical   6 address, high then low   7 data
 *
 *   memory: 0000-1fff tiles (16 bytes: 8 lines of the lower bit, 8 of the upper one)
 *           2000-23ff, 2400-27ff 30 lines of 32 tile numbers, then 64 bytes: palette of each 16 x 16 square, in twos
 *           3f00-3f1f palettes
 */
enum {
    WIDTH = 256, HEIGHT = 240, SPRITES = 64, SPRITES_IN_LINE = 8,
    CONTROL_FAR = 0x01, CONTROL_DOWN = 0x04, CONTROL_SPRITE_SET = 0x08, CONTROL_BACKGROUND_SET = 0x10,
    CONTROL_INTERRUPT = 0x80,
    MASK_BACKGROUND = 0x08, MASK_SPRITES = 0x10,
    STATUS_CROWDED = 0x20, STATUS_HIT = 0x40, STATUS_DONE = 0x80,
    SPRITE_PALETTE = 0x03, SPRITE_BEHIND = 0x20, SPRITE_MIRRORED = 0x40, SPRITE_UPSIDE_DOWN = 0x80,
};

typedef struct {
    uint8_t y, tile, attributes, x; /* y: the line above its first one */
} sprite;

typedef struct {
    uint8_t tiles[0x2000];
    uint8_t names[0x800];
    uint8_t palettes[0x20];
    union {
        sprite sprites[SPRITES];
        uint8_t sprite_bytes[4 * SPRITES];
    };
    uint16_t address;
    uint8_t control, mask, status, sprite_address, scroll_x, scroll_y, frame_scroll_y, read_ahead;
    bool second; /* of two writes */
} picture_unit;

/** The colours that a palette's numbers stand for: 6 bits, two each of red, green and blue. */
static uint32_t picture_colour(uint8_t number) {
    uint32_t red = number >> 4 & 3, green = number >> 2 & 3, blue = number & 3;
    return (red << 16 | green << 8 | blue) * 0x55;
}

static uint8_t *picture_memory(picture_unit *picture, uint16_t address) {
    address &= 0x3fff;
    if (address < 0x2000) {
        return &picture->tiles[address];
    }
    if (address < 0x3f00) {
        return &picture->names[address & 0x7ff];
    }
    return &picture->palettes[address & 0x1f];
}

static void picture_step(picture_unit *picture) {
    picture->address = (uint16_t)(picture->address + (picture->control & CONTROL_DOWN ? 32 : 1));
}

static uint8_t picture_read(picture_unit *picture, uint16_t which) {
    uint8_t value = 0;
    switch (which & 7) {
    case 2:
        value = picture->status;
        picture->status &= (uint8_t)~STATUS_DONE;
        picture->second = false;
        break;
    case 4:
        value = picture->sprite_bytes[picture->sprite_address];
        break;
    case 7: /* one access late, but for palettes */
        value = picture->read_ahead;
        picture->read_ahead = *picture_memory(picture, picture->address);
        if ((picture->address & 0x3f00) == 0x3f00) {
            value = picture->read_ahead;
        }
        picture_step(picture);
        break;
    default:
        break;
    }
    return value;
}

static void picture_write(picture_unit *picture, uint16_t which, uint8_t value) {
    switch (which & 7) {
    case 0:
        picture->control = value;
        break;
    case 1:
        picture->mask = value;
        break;
    case 3:
        picture->sprite_address = value;
        break;
    case 4:
        picture->sprite_bytes[picture->sprite_address++] = value;
        break;
    case 5:
        *(picture->second ? &picture->scroll_y : &picture->scroll_x) = value;
        picture->second = !picture->second;
        break;
    case 6:
        picture->address =
                (uint16_t)(picture->second ? (picture->address & 0xff00) | value : (picture->address & 0xff) | value << 8);
        picture->second = !picture->second;
        break;
    case 7:
        *picture_memory(picture, picture->address) = value;
        picture_step(picture);
        break;
    default:
        break;
    }
}

/** What is shown at a dot: 0, or palette * 4 + 1 to 3. */
static void picture_background(const picture_unit *picture, int line, uint8_t dots[WIDTH + 16]) {
    int y = (picture->frame_scroll_y + line) % HEIGHT;
    int x = picture->scroll_x + (picture->control & CONTROL_FAR ? WIDTH : 0);
    const uint8_t *tiles = picture->tiles + (picture->control & CONTROL_BACKGROUND_SET ? 0x1000 : 0) + y % 8;
    uint8_t *to = dots + 8 - x % 8;
    for (int column = x / 8; column <= x / 8 + 32; column++, to += 8) {
        const uint8_t *table = picture->names + (column & 32 ? 0x400 : 0);
        int across = column & 31;
        const uint8_t *tile = tiles + 16 * table[y / 8 * 32 + across];
        uint8_t square = table[0x3c0 + y / 32 * 8 + across / 4];
        uint8_t palette = (uint8_t)((square >> ((y & 16) >> 2 | (across & 2)) & 3) << 2);
        unsigned low = tile[0], high = tile[8];
        for (int i = 0; i < 8; i++) {
            unsigned dot = (low >> (7 - i) & 1) | (high >> (7 - i) & 1) << 1;
            to[i] = (uint8_t)(dot == 0 ? 0 : palette | dot);
        }
    }
}

/** Draws the sprites of a line; those that come first are in front. */
static void picture_sprites(picture_unit *picture, int line, uint8_t dots[WIDTH]) {
    uint8_t found[SPRITES_IN_LINE];
    int count = 0;
    for (int i = 0; i < SPRITES; i++) {
        if ((unsigned)(line - 1 - picture->sprites[i].y) < 8) {
            if (count == SPRITES_IN_LINE) {
                picture->status |= STATUS_CROWDED;
                break;
            }
            found[count++] = (uint8_t)i;
        }
    }
    uint8_t drawn[WIDTH + 8] = {0}; /* by a sprite in front, even one behind the background */
    const uint8_t *tiles = picture->tiles + (picture->control & CONTROL_SPRITE_SET ? 0x1000 : 0);
    for (int i = 0; i < count; i++) {
        const sprite *s = &picture->sprites[found[i]];
        int row = line - 1 - s->y;
        const uint8_t *tile = tiles + 16 * s->tile + (s->attributes & SPRITE_UPSIDE_DOWN ? 7 - row : row);
        unsigned low = tile[0], high = tile[8];
        for (int column = 0; column < 8; column++) {
            int bit = s->attributes & SPRITE_MIRRORED ? column : 7 - column;
            unsigned dot = (low >> bit & 1) | (high >> bit & 1) << 1;
            int x = s->x + column;
            if (dot == 0 || x >= WIDTH) {
                continue;
            }
            if (found[i] == 0 && dots[x] != 0) {
                picture->status |= STATUS_HIT;
            }
            if (!drawn[x]) {
                drawn[x] = 1;
                if (!(s->attributes & SPRITE_BEHIND) || dots[x] == 0) {
                    dots[x] = (uint8_t)(0x10 | (s->attributes & SPRITE_PALETTE) << 2 | dot);
                }
            }
        }
    }
}

/** Draws one line with what the registers say now. */
static void picture_line(picture_unit *picture, int line, uint32_t to[WIDTH]) {
    uint8_t buffer[8 + WIDTH + 16] = {0}; /* with a tile's room on both sides */
    uint8_t *dots = buffer + 8;
    if (line == 0) {
        picture->frame_scroll_y = picture->scroll_y;
    }
    if (picture->mask & MASK_BACKGROUND) {
        picture_background(picture, line, buffer);
    }
    if (picture->mask & MASK_SPRITES) {
        picture_sprites(picture, line, dots);
    }
    uint32_t colours[0x20];
    for (int i = 0; i < 0x20; i++) {
        colours[i] = picture_colour(picture->palettes[i]);
    }
    for (int x = 0; x < WIDTH; x++) {
        to[x] = colours[dots[x]];
    }
}

#endif
