/* Made from program.s by Assemble.java. */
                                         /*      ; A small game for the machine of cpu6502.c: a ship steered by the pad catches bouncing balls, for points counted in */
                                         /*      ; decimal, while a glider of Conway's Life wanders over the scrolling background. Before it starts, it computes a few */
                                         /*      ; things that are known, for the machine's owner to check. */
                                         /* */
                                         /*      ROM = $f000 */
                                         /* */
                                         /*      ; ---- the machine ----------------------------------------------- */
                                         /*      CONTROL = $2000 */
                                         /*      MASK    = $2001 */
                                         /*      STATUS  = $2002 */
                                         /*      SCROLL  = $2005 */
                                         /*      ADDRESS = $2006 */
                                         /*      DATA    = $2007 */
                                         /*      DMA     = $4014 */
                                         /*      PAD     = $4016 */
                                         /* */
                                         /*      ; ---- zero page ------------------------------------------------- */
                                         /*      frames     = $00            ; pictures since the start, two bytes */
                                         /*      ready      = $02            ; set by the interrupt: a picture is done */
                                         /*      pad        = $03            ; A B select start up down left right */
                                         /*      pointer    = $04            ; two bytes */
                                         /*      low        = $06            ; of a 16-bit value */
                                         /*      high       = $07 */
                                         /*      count      = $08 */
                                         /*      seed       = $09            ; of the shift register, two bytes */
                                         /*      generation = $0b            ; of Life */
                                         /*      score      = $0c            ; three bytes of decimal digits, lowest first */
                                         /*      ship_x     = $0f */
                                         /*      ship_y     = $10 */
                                         /*      row        = $11            ; of Life that the interrupt shows next: 0, 64, 128, 192 */
                                         /* */
                                         /*      ; ---- memory ---------------------------------------------------- */
                                         /*      sprites    = $0200          ; what goes to the picture unit */
                                         /*      life       = $0300          ; 16 rows of 16 cells, 0 or 1; edges meet */
                                         /*      sums       = $0400          ; of a cell, the one above and the one below */
                                         /*      ball_x     = $0500          ; positions and speeds of the balls: whole part, and a 256th */
                                         /*      ball_xf    = $0520 */
                                         /*      ball_y     = $0540 */
                                         /*      ball_yf    = $0560 */
                                         /*      speed_x    = $0580 */
                                         /*      speed_xf   = $05a0 */
                                         /*      speed_y    = $05c0 */
                                         /*      speed_yf   = $05e0 */
                                         /*      sieve      = $0600 */
                                         /*      results    = $0700 */
                                         /* */
                                         /*      BALLS      = 24 */
                                         /*      SHIP       = 4              ; offset of its first sprite */
                                         /*      FIRST_BALL = 20 */
                                         /*      DEAD       = $10            ; tiles: 0 to 9 are digits */
                                         /*      ALIVE      = $11 */
                                         /*      BRICK      = $12            ; four kinds */
                                         /*      SHIP_TILE  = $16            ; four */
                                         /*      BALL       = $1a */
                                         /*      MARK       = $1b */
                                         /* */
                                         /*              .org ROM */
[0xf000 - ROM] =
0x78,                                    /* f000 start:  SEI */
0xd8,                                    /* f001         CLD */
0xa2,0xff,                               /* f002         LDX #$ff */
0x9a,                                    /* f004         TXS */
0xe8,                                    /* f005         INX                 ; 0 */
0x8e,0x00,0x20,                          /* f006         STX CONTROL */
0x8e,0x01,0x20,                          /* f009         STX MASK */
0x8a,                                    /* f00c         TXA */
0x95,0x00,                               /* f00d clear:  STA $0000,X         ; the zero page */
0x9d,0x00,0x02,                          /* f00f         STA $0200,X */
0x9d,0x00,0x03,                          /* f012         STA life,X */
0x9d,0x00,0x05,                          /* f015         STA $0500,X */
0x9d,0x00,0x07,                          /* f018         STA $0700,X */
0xe8,                                    /* f01b         INX */
0xd0,0xef,                               /* f01c         BNE clear */
                                         /* */
                                         /*      ; ---- things that are known ------------------------------------- */
                                         /*      ; Primes below 256, by sieving: 54. */
0xa9,0x01,                               /* f01e         LDA #1 */
0x9d,0x00,0x06,                          /* f020 fill:   STA sieve,X */
0xe8,                                    /* f023         INX */
0xd0,0xfa,                               /* f024         BNE fill */
0xa2,0x02,                               /* f026         LDX #2 */
0xbd,0x00,0x06,                          /* f028 number: LDA sieve,X */
0xf0,0x14,                               /* f02b         BEQ next */
0xee,0x00,0x07,                          /* f02d         INC results */
0x86,0x08,                               /* f030         STX count           ; the prime */
0x8a,                                    /* f032         TXA                 ; its multiples */
0x18,                                    /* f033 strike: CLC */
0x65,0x08,                               /* f034         ADC count */
0xb0,0x09,                               /* f036         BCS next */
0xa8,                                    /* f038         TAY */
0xa9,0x00,                               /* f039         LDA #0 */
0x99,0x00,0x06,                          /* f03b         STA sieve,Y */
0x98,                                    /* f03e         TYA */
0x90,0xf2,                               /* f03f         BCC strike */
0xe8,                                    /* f041 next:   INX */
0xd0,0xe4,                               /* f042         BNE number */
                                         /* */
                                         /*      ; The 30th Fibonacci number, in decimal: 832,040. */
0xf8,                                    /* f044         SED */
0xe6,0x0c,                               /* f045         INC score           ; F(1); F(0) is in the results */
0xa0,0x1e,                               /* f047         LDY #30 */
0xa2,0x00,                               /* f049 sum:    LDX #0 */
0x18,                                    /* f04b         CLC */
0x08,                                    /* f04c         PHP */
0x28,                                    /* f04d digits: PLP */
0xbd,0x01,0x07,                          /* f04e         LDA results + 1,X   ; (a, b) = (b, a + b) */
0x75,0x0c,                               /* f051         ADC score,X */
0x08,                                    /* f053         PHP */
0x48,                                    /* f054         PHA */
0xb5,0x0c,                               /* f055         LDA score,X */
0x9d,0x01,0x07,                          /* f057         STA results + 1,X */
0x68,                                    /* f05a         PLA */
0x95,0x0c,                               /* f05b         STA score,X */
0xe8,                                    /* f05d         INX */
0xe0,0x03,                               /* f05e         CPX #3 */
0xd0,0xeb,                               /* f060         BNE digits */
0x28,                                    /* f062         PLP */
0x88,                                    /* f063         DEY */
0xd0,0xe3,                               /* f064         BNE sum */
0xd8,                                    /* f066         CLD */
                                         /* */
                                         /*      ; 173 * 211 = 36,503, by shifting and adding. */
0xa9,0xad,                               /* f067         LDA #173 */
0x85,0x06,                               /* f069         STA low */
0xa9,0x00,                               /* f06b         LDA #0 */
0x85,0x07,                               /* f06d         STA high */
0xa2,0x08,                               /* f06f         LDX #8 */
0x46,0x06,                               /* f071 bit:    LSR low */
0x90,0x03,                               /* f073         BCC shift */
0x18,                                    /* f075         CLC */
0x69,0xd3,                               /* f076         ADC #211 */
0x6a,                                    /* f078 shift:  ROR A */
0x66,0x07,                               /* f079         ROR high */
0xca,                                    /* f07b         DEX */
0xd0,0xf3,                               /* f07c         BNE bit */
0x8d,0x05,0x07,                          /* f07e         STA results + 5 */
0xa5,0x07,                               /* f081         LDA high */
0x8d,0x04,0x07,                          /* f083         STA results + 4 */
                                         /* */
                                         /*      ; CRC-16 (polynomial 1021, from ffff) of "123456789": 29b1. */
0xa9,0x4b,                               /* f086         LDA #<check_text */
0x85,0x04,                               /* f088         STA pointer */
0xa9,0xf4,                               /* f08a         LDA #>check_text */
0x85,0x05,                               /* f08c         STA pointer + 1 */
0xa9,0xff,                               /* f08e         LDA #$ff */
0x85,0x06,                               /* f090         STA low */
0x85,0x07,                               /* f092         STA high */
0xa0,0x00,                               /* f094         LDY #0 */
0xb1,0x04,                               /* f096 byte:   LDA (pointer),Y */
0xf0,0x1e,                               /* f098         BEQ crc_end */
0x45,0x07,                               /* f09a         EOR high */
0x85,0x07,                               /* f09c         STA high */
0xa2,0x08,                               /* f09e         LDX #8 */
0x06,0x06,                               /* f0a0 crc:    ASL low */
0x26,0x07,                               /* f0a2         ROL high */
0x90,0x0c,                               /* f0a4         BCC even */
0xa5,0x06,                               /* f0a6         LDA low */
0x49,0x21,                               /* f0a8         EOR #$21 */
0x85,0x06,                               /* f0aa         STA low */
0xa5,0x07,                               /* f0ac         LDA high */
0x49,0x10,                               /* f0ae         EOR #$10 */
0x85,0x07,                               /* f0b0         STA high */
0xca,                                    /* f0b2 even:   DEX */
0xd0,0xeb,                               /* f0b3         BNE crc */
0xc8,                                    /* f0b5         INY */
0xd0,0xde,                               /* f0b6         BNE byte */
                                         /*      crc_end: */
0xa2,0x06,                               /* f0b8         LDX #low */
0xb5,0x00,                               /* f0ba         LDA $00,X */
0x8d,0x06,0x07,                          /* f0bc         STA results + 6 */
0xb5,0x01,                               /* f0bf         LDA $01,X */
0x8d,0x07,0x07,                          /* f0c1         STA results + 7 */
                                         /* */
                                         /*      ; Moves that the tower of Hanoi takes with six discs, by recursion: 63. */
0xa9,0x06,                               /* f0c4         LDA #6 */
0x20,0xea,0xf1,                          /* f0c6         JSR hanoi */
                                         /* */
                                         /*      ; A software interrupt that comes back behind its second byte. */
0x00,                                    /* f0c9         BRK */
0x02,                                    /* f0ca         .byte $02           ; would stop the machine */
0xba,                                    /* f0cb         TSX                 ; the stack is where it was */
0x8e,0x0a,0x07,                          /* f0cc         STX results + 10 */
                                         /* */
                                         /*      ; ---- the picture ----------------------------------------------- */
0xad,0x02,0x20,                          /* f0cf         LDA STATUS          ; the next write to ADDRESS is the first of two */
0xa9,0x3f,                               /* f0d2         LDA #$3f */
0x8d,0x06,0x20,                          /* f0d4         STA ADDRESS */
0xa9,0x00,                               /* f0d7         LDA #$00 */
0x8d,0x06,0x20,                          /* f0d9         STA ADDRESS */
0xaa,                                    /* f0dc         TAX */
0xbd,0x76,0xf4,                          /* f0dd colour: LDA palette,X */
0x8d,0x07,0x20,                          /* f0e0         STA DATA */
0xe8,                                    /* f0e3         INX */
0xe0,0x20,                               /* f0e4         CPX #32 */
0xd0,0xf5,                               /* f0e6         BNE colour */
                                         /* */
0xa9,0x00,                               /* f0e8         LDA #$00            ; tiles, from the start of the unit's memory */
0x8d,0x06,0x20,                          /* f0ea         STA ADDRESS */
0x8d,0x06,0x20,                          /* f0ed         STA ADDRESS */
0xa9,0x96,                               /* f0f0         LDA #<tiles */
0x85,0x04,                               /* f0f2         STA pointer */
0xa9,0xf4,                               /* f0f4         LDA #>tiles */
0x85,0x05,                               /* f0f6         STA pointer + 1 */
0xa2,0x1c,                               /* f0f8         LDX #28 */
0xa0,0x00,                               /* f0fa tile:   LDY #0 */
0xb1,0x04,                               /* f0fc half:   LDA (pointer),Y     ; eight lines of the lower bit */
0x8d,0x07,0x20,                          /* f0fe         STA DATA */
0xc8,                                    /* f101         INY */
0xc0,0x08,                               /* f102         CPY #8 */
0xd0,0xf6,                               /* f104         BNE half */
0xa0,0x00,                               /* f106         LDY #0 */
0xb1,0x04,                               /* f108 upper:  LDA (pointer),Y     ; for the upper bit, the same shifted: an edge in other colours */
0x4a,                                    /* f10a         LSR A */
0x8d,0x07,0x20,                          /* f10b         STA DATA */
0xc8,                                    /* f10e         INY */
0xc0,0x08,                               /* f10f         CPY #8 */
0xd0,0xf5,                               /* f111         BNE upper */
0xa5,0x04,                               /* f113         LDA pointer */
0x18,                                    /* f115         CLC */
0x69,0x08,                               /* f116         ADC #8 */
0x85,0x04,                               /* f118         STA pointer */
0x90,0x02,                               /* f11a         BCC same */
0xe6,0x05,                               /* f11c         INC pointer + 1 */
0xca,                                    /* f11e same:   DEX */
0xd0,0xd9,                               /* f11f         BNE tile */
                                         /* */
                                         /*      ; Both tables: bricks chosen by a shift register, then the palettes of the squares. */
0xa9,0xa5,                               /* f121         LDA #$a5 */
0x85,0x09,                               /* f123         STA seed */
0x85,0x0a,                               /* f125         STA seed + 1 */
0xa9,0x20,                               /* f127         LDA #$20 */
0x8d,0x06,0x20,                          /* f129         STA ADDRESS */
0xa9,0x00,                               /* f12c         LDA #$00 */
0x8d,0x06,0x20,                          /* f12e         STA ADDRESS */
0xa0,0x02,                               /* f131         LDY #2 */
0xa9,0x03,                               /* f133 table:  LDA #>960 */
0x85,0x07,                               /* f135         STA high */
0xa2,0xc0,                               /* f137         LDX #<960 */
0x20,0xfb,0xf1,                          /* f139 brick:  JSR random */
0x29,0x03,                               /* f13c         AND #3 */
0x18,                                    /* f13e         CLC */
0x69,0x12,                               /* f13f         ADC #BRICK */
0x8d,0x07,0x20,                          /* f141         STA DATA */
0xca,                                    /* f144         DEX */
0xd0,0xf2,                               /* f145         BNE brick */
0xc6,0x07,                               /* f147         DEC high */
0x10,0xee,                               /* f149         BPL brick */
0xa2,0x40,                               /* f14b         LDX #64 */
0x20,0xfb,0xf1,                          /* f14d square: JSR random */
0x8d,0x07,0x20,                          /* f150         STA DATA */
0xca,                                    /* f153         DEX */
0xd0,0xf7,                               /* f154         BNE square */
0x88,                                    /* f156         DEY */
0xd0,0xda,                               /* f157         BNE table */
                                         /* */
0xa2,0x00,                               /* f159         LDX #0              ; all sprites below the picture */
0xa9,0xf8,                               /* f15b         LDA #$f8 */
0x9d,0x00,0x02,                          /* f15d hide:   STA sprites,X */
0xe8,                                    /* f160         INX */
0xd0,0xfa,                               /* f161         BNE hide */
0xa9,0x0f,                               /* f163         LDA #15             ; the mark that ends the score's lines: it meets the bricks there */
0x8d,0x00,0x02,                          /* f165         STA sprites */
0xa9,0x1b,                               /* f168         LDA #MARK */
0x8d,0x01,0x02,                          /* f16a         STA sprites + 1 */
0xa9,0x20,                               /* f16d         LDA #$20            ; behind them */
0x8d,0x02,0x02,                          /* f16f         STA sprites + 2 */
0xa9,0x80,                               /* f172         LDA #128 */
0x8d,0x03,0x02,                          /* f174         STA sprites + 3 */
0x85,0x0f,                               /* f177         STA ship_x */
0x85,0x10,                               /* f179         STA ship_y */
                                         /* */
0xa2,0x17,                               /* f17b         LDX #BALLS - 1 */
0x20,0xfb,0xf1,                          /* f17d ball:   JSR random */
0x9d,0x00,0x05,                          /* f180         STA ball_x,X */
0x20,0xfb,0xf1,                          /* f183         JSR random */
0x4a,                                    /* f186         LSR A */
0x69,0x20,                               /* f187         ADC #32 */
0x9d,0x40,0x05,                          /* f189         STA ball_y,X */
0x20,0xfb,0xf1,                          /* f18c         JSR random */
0x9d,0xa0,0x05,                          /* f18f         STA speed_xf,X */
0x29,0x01,                               /* f192         AND #1 */
0xf0,0x02,                               /* f194         BEQ right */
0xa9,0xff,                               /* f196         LDA #$ff */
0x9d,0x80,0x05,                          /* f198 right:  STA speed_x,X */
0xca,                                    /* f19b         DEX */
0x10,0xdf,                               /* f19c         BPL ball */
                                         /* */
0xa2,0x04,                               /* f19e         LDX #4              ; a glider */
0xbc,0x69,0xf4,                          /* f1a0 cell:   LDY glider,X */
0xa9,0x01,                               /* f1a3         LDA #1 */
0x99,0x00,0x03,                          /* f1a5         STA life,Y */
0xca,                                    /* f1a8         DEX */
0x10,0xf5,                               /* f1a9         BPL cell */
                                         /* */
0xa9,0x00,                               /* f1ab         LDA #0 */
0x85,0x0c,                               /* f1ad         STA score           ; held a Fibonacci number */
0x85,0x0d,                               /* f1af         STA score + 1 */
0x85,0x0e,                               /* f1b1         STA score + 2 */
0xa9,0x80,                               /* f1b3         LDA #%10000000      ; ask for the interrupt */
0x8d,0x00,0x20,                          /* f1b5         STA CONTROL */
0xa9,0x18,                               /* f1b8         LDA #%00011000 */
0x8d,0x01,0x20,                          /* f1ba         STA MASK */
                                         /* */
                                         /*      ; ---- once a picture -------------------------------------------- */
0xa5,0x02,                               /* f1bd main:   LDA ready */
0xf0,0xfc,                               /* f1bf         BEQ main */
0xa9,0x00,                               /* f1c1         LDA #0 */
0x85,0x02,                               /* f1c3         STA ready */
0x20,0x12,0xf2,                          /* f1c5         JSR read_pad */
                                         /* */
0x2c,0x02,0x20,                          /* f1c8 wait:   BIT STATUS          ; the unit forgets the last picture's hit before the next one begins */
0x70,0xfb,                               /* f1cb         BVS wait */
0x2c,0x02,0x20,                          /* f1cd hit:    BIT STATUS */
0x50,0xfb,                               /* f1d0         BVC hit */
0xa5,0x00,                               /* f1d2         LDA frames          ; below the mark the background moves */
0x8d,0x05,0x20,                          /* f1d4         STA SCROLL */
0xa9,0x00,                               /* f1d7         LDA #0 */
0x8d,0x05,0x20,                          /* f1d9         STA SCROLL */
                                         /* */
0x20,0x27,0xf2,                          /* f1dc         JSR move_ship */
0x20,0x83,0xf2,                          /* f1df         JSR move_balls */
0x20,0x45,0xf3,                          /* f1e2         JSR step_life */
0x6c,0xe8,0xf1,                          /* f1e5         JMP (again)         ; main */
                                         /* */
0xbd,0xf1,                               /* f1e8 again:  .word main */
                                         /* */
                                         /*      ; ---- subroutines ----------------------------------------------- */
                                         /*      ; Counts moves: hanoi(n) = hanoi(n - 1), one move, hanoi(n - 1). */
0xaa,                                    /* f1ea hanoi:  TAX */
0xf0,0x0d,                               /* f1eb         BEQ hanoi_end */
0xca,                                    /* f1ed         DEX */
0x8a,                                    /* f1ee         TXA */
0x48,                                    /* f1ef         PHA */
0x20,0xea,0xf1,                          /* f1f0         JSR hanoi */
0xee,0x08,0x07,                          /* f1f3         INC results + 8 */
0x68,                                    /* f1f6         PLA */
0x20,0xea,0xf1,                          /* f1f7         JSR hanoi */
                                         /*      hanoi_end: */
0x60,                                    /* f1fa         RTS */
                                         /* */
                                         /*      ; The next byte of a 16-bit shift register. Keeps X and Y. */
0x98,                                    /* f1fb random: TYA */
0x48,                                    /* f1fc         PHA */
0xa0,0x08,                               /* f1fd         LDY #8 */
0xa5,0x09,                               /* f1ff         LDA seed */
                                         /*      random_bit: */
0x0a,                                    /* f201         ASL A */
0x26,0x0a,                               /* f202         ROL seed + 1 */
0x90,0x02,                               /* f204         BCC no_feedback */
0x49,0x2d,                               /* f206         EOR #$2d */
                                         /*      no_feedback: */
0x88,                                    /* f208         DEY */
0xd0,0xf6,                               /* f209         BNE random_bit */
0x85,0x09,                               /* f20b         STA seed */
0x68,                                    /* f20d         PLA */
0xa8,                                    /* f20e         TAY */
0xa5,0x09,                               /* f20f         LDA seed */
0x60,                                    /* f211         RTS */
                                         /* */
                                         /*      read_pad: */
0xa2,0x01,                               /* f212         LDX #1 */
0x8e,0x16,0x40,                          /* f214         STX PAD */
0xca,                                    /* f217         DEX */
0x8e,0x16,0x40,                          /* f218         STX PAD */
0xa2,0x08,                               /* f21b         LDX #8 */
0xad,0x16,0x40,                          /* f21d button: LDA PAD */
0x4a,                                    /* f220         LSR A */
0x26,0x03,                               /* f221         ROL pad */
0xca,                                    /* f223         DEX */
0xd0,0xf7,                               /* f224         BNE button */
0x60,                                    /* f226         RTS */
                                         /* */
                                         /*      ; Two dots a picture, inside the field; then its four sprites. */
                                         /*      move_ship: */
0xa5,0x03,                               /* f227         LDA pad */
0x4a,                                    /* f229         LSR A */
0x90,0x04,                               /* f22a         BCC not_right */
0xe6,0x0f,                               /* f22c         INC ship_x */
0xe6,0x0f,                               /* f22e         INC ship_x */
                                         /*      not_right: */
0x4a,                                    /* f230         LSR A */
0x90,0x04,                               /* f231         BCC not_left */
0xc6,0x0f,                               /* f233         DEC ship_x */
0xc6,0x0f,                               /* f235         DEC ship_x */
                                         /*      not_left: */
0x4a,                                    /* f237         LSR A */
0x90,0x0a,                               /* f238         BCC not_down */
0xa4,0x10,                               /* f23a         LDY ship_y */
0xc0,0xd0,                               /* f23c         CPY #208 */
0xb0,0x04,                               /* f23e         BCS not_down */
0xe6,0x10,                               /* f240         INC ship_y */
0xe6,0x10,                               /* f242         INC ship_y */
                                         /*      not_down: */
0x4a,                                    /* f244         LSR A */
0x90,0x0a,                               /* f245         BCC not_up */
0xa4,0x10,                               /* f247         LDY ship_y */
0xc0,0x22,                               /* f249         CPY #34 */
0x90,0x04,                               /* f24b         BCC not_up */
0xc6,0x10,                               /* f24d         DEC ship_y */
0xc6,0x10,                               /* f24f         DEC ship_y */
0xa0,0x04,                               /* f251 not_up: LDY #SHIP */
0xa2,0x00,                               /* f253         LDX #0 */
0xa5,0x10,                               /* f255 part:   LDA ship_y */
0x18,                                    /* f257         CLC */
0x7d,0x72,0xf4,                          /* f258         ADC part_y,X */
0x99,0x00,0x02,                          /* f25b         STA sprites,Y */
0x8a,                                    /* f25e         TXA */
0x09,0x16,                               /* f25f         ORA #SHIP_TILE      ; the tiles begin at an even number ... */
0xe0,0x02,                               /* f261         CPX #2 */
0x90,0x03,                               /* f263         BCC part_tile */
0x8a,                                    /* f265         TXA                 ; ... and not at a multiple of four */
0x69,0x15,                               /* f266         ADC #SHIP_TILE - 1  ; the carry is set */
                                         /*      part_tile: */
0xc8,                                    /* f268         INY */
0x99,0x00,0x02,                          /* f269         STA sprites,Y */
0xc8,                                    /* f26c         INY */
0xa9,0x01,                               /* f26d         LDA #1 */
0x99,0x00,0x02,                          /* f26f         STA sprites,Y */
0xc8,                                    /* f272         INY */
0xa5,0x0f,                               /* f273         LDA ship_x */
0x18,                                    /* f275         CLC */
0x7d,0x6e,0xf4,                          /* f276         ADC part_x,X */
0x99,0x00,0x02,                          /* f279         STA sprites,Y */
0xc8,                                    /* f27c         INY */
0xe8,                                    /* f27d         INX */
0xe0,0x04,                               /* f27e         CPX #4 */
0xd0,0xd3,                               /* f280         BNE part */
0x60,                                    /* f282         RTS */
                                         /* */
                                         /*      ; Each ball moves by its speed, falls faster, and bounces off the floor. One that the ship catches comes back elsewhere. */
                                         /*      move_balls: */
0xa2,0x17,                               /* f283         LDX #BALLS - 1 */
0x18,                                    /* f285 move:   CLC */
0xbd,0x20,0x05,                          /* f286         LDA ball_xf,X */
0x7d,0xa0,0x05,                          /* f289         ADC speed_xf,X */
0x9d,0x20,0x05,                          /* f28c         STA ball_xf,X */
0xbd,0x00,0x05,                          /* f28f         LDA ball_x,X */
0x7d,0x80,0x05,                          /* f292         ADC speed_x,X */
0x9d,0x00,0x05,                          /* f295         STA ball_x,X */
0x18,                                    /* f298         CLC */
0xbd,0xe0,0x05,                          /* f299         LDA speed_yf,X */
0x69,0x18,                               /* f29c         ADC #24 */
0x9d,0xe0,0x05,                          /* f29e         STA speed_yf,X */
0x90,0x03,                               /* f2a1         BCC no_carry */
0xfe,0xc0,0x05,                          /* f2a3         INC speed_y,X */
                                         /*      no_carry: */
0x18,                                    /* f2a6         CLC */
0xbd,0x60,0x05,                          /* f2a7         LDA ball_yf,X */
0x7d,0xe0,0x05,                          /* f2aa         ADC speed_yf,X */
0x9d,0x60,0x05,                          /* f2ad         STA ball_yf,X */
0xbd,0x40,0x05,                          /* f2b0         LDA ball_y,X */
0x7d,0xc0,0x05,                          /* f2b3         ADC speed_y,X */
0x9d,0x40,0x05,                          /* f2b6         STA ball_y,X */
0xc9,0xd8,                               /* f2b9         CMP #216 */
0x90,0x16,                               /* f2bb         BCC above_floor */
0xa9,0xd7,                               /* f2bd         LDA #215 */
0x9d,0x40,0x05,                          /* f2bf         STA ball_y,X */
0x38,                                    /* f2c2         SEC                 ; speed = -speed */
0xa9,0x00,                               /* f2c3         LDA #0 */
0xfd,0xe0,0x05,                          /* f2c5         SBC speed_yf,X */
0x9d,0xe0,0x05,                          /* f2c8         STA speed_yf,X */
0xa9,0x00,                               /* f2cb         LDA #0 */
0xfd,0xc0,0x05,                          /* f2cd         SBC speed_y,X */
0x9d,0xc0,0x05,                          /* f2d0         STA speed_y,X */
                                         /*      above_floor: */
0xbd,0x00,0x05,                          /* f2d3         LDA ball_x,X        ; caught: -4 <= distance < 12 in both directions */
0x38,                                    /* f2d6         SEC */
0xe5,0x0f,                               /* f2d7         SBC ship_x */
0x18,                                    /* f2d9         CLC */
0x69,0x04,                               /* f2da         ADC #4 */
0xc9,0x10,                               /* f2dc         CMP #16 */
0xb0,0x10,                               /* f2de         BCS missed */
0xbd,0x40,0x05,                          /* f2e0         LDA ball_y,X */
0x38,                                    /* f2e3         SEC */
0xe5,0x10,                               /* f2e4         SBC ship_y */
0x18,                                    /* f2e6         CLC */
0x69,0x04,                               /* f2e7         ADC #4 */
0xc9,0x10,                               /* f2e9         CMP #16 */
0xb0,0x03,                               /* f2eb         BCS missed */
0x20,0x1c,0xf3,                          /* f2ed         JSR caught */
0x8a,                                    /* f2f0 missed: TXA                 ; its sprite */
0x0a,                                    /* f2f1         ASL A */
0x0a,                                    /* f2f2         ASL A */
0x69,0x14,                               /* f2f3         ADC #FIRST_BALL */
0xa8,                                    /* f2f5         TAY */
0xbd,0x40,0x05,                          /* f2f6         LDA ball_y,X */
0x99,0x00,0x02,                          /* f2f9         STA sprites,Y */
0xa9,0x1a,                               /* f2fc         LDA #BALL */
0x99,0x01,0x02,                          /* f2fe         STA sprites + 1,Y */
0x86,0x08,                               /* f301         STX count           ; palette: its number; mirrored and upside down: the bits above */
0x8a,                                    /* f303         TXA */
0x0a,                                    /* f304         ASL A */
0x0a,                                    /* f305         ASL A */
0x0a,                                    /* f306         ASL A */
0x0a,                                    /* f307         ASL A */
0x05,0x08,                               /* f308         ORA count */
0x29,0xc3,                               /* f30a         AND #$c3 */
0x99,0x02,0x02,                          /* f30c         STA sprites + 2,Y */
0xbd,0x00,0x05,                          /* f30f         LDA ball_x,X */
0x99,0x03,0x02,                          /* f312         STA sprites + 3,Y */
0xca,                                    /* f315         DEX */
0x30,0x03,                               /* f316         BMI moved */
0x4c,0x85,0xf2,                          /* f318         JMP move */
0x60,                                    /* f31b moved:  RTS */
                                         /* */
                                         /*      ; 25 points, in decimal. */
0xf8,                                    /* f31c caught: SED */
0x18,                                    /* f31d         CLC */
0xa5,0x0c,                               /* f31e         LDA score */
0x69,0x25,                               /* f320         ADC #$25 */
0x85,0x0c,                               /* f322         STA score */
0xa5,0x0d,                               /* f324         LDA score + 1 */
0x69,0x00,                               /* f326         ADC #0 */
0x85,0x0d,                               /* f328         STA score + 1 */
0xa5,0x0e,                               /* f32a         LDA score + 2 */
0x69,0x00,                               /* f32c         ADC #0 */
0x85,0x0e,                               /* f32e         STA score + 2 */
0xd8,                                    /* f330         CLD */
0x20,0xfb,0xf1,                          /* f331         JSR random */
0x9d,0x00,0x05,                          /* f334         STA ball_x,X */
0xa9,0x20,                               /* f337         LDA #32 */
0x9d,0x40,0x05,                          /* f339         STA ball_y,X */
0xa9,0x00,                               /* f33c         LDA #0 */
0x9d,0xc0,0x05,                          /* f33e         STA speed_y,X */
0x9d,0xe0,0x05,                          /* f341         STA speed_yf,X */
0x60,                                    /* f344         RTS */
                                         /* */
                                         /*      ; One generation: sums of three in each column, then three of those in each row, then a table. */
                                         /*      step_life: */
0x18,                                    /* f345         CLC                 ; nothing below carries */
0xa2,0x0f,                               /* f346         LDX #15             ; the first and the last row have neighbours at the other end */
0xbd,0xf0,0x03,                          /* f348 edge:   LDA life + 240,X */
0x7d,0x00,0x03,                          /* f34b         ADC life,X */
0x7d,0x10,0x03,                          /* f34e         ADC life + 16,X */
0x9d,0x00,0x04,                          /* f351         STA sums,X */
0xbd,0xe0,0x03,                          /* f354         LDA life + 224,X */
0x7d,0xf0,0x03,                          /* f357         ADC life + 240,X */
0x7d,0x00,0x03,                          /* f35a         ADC life,X */
0x9d,0xf0,0x04,                          /* f35d         STA sums + 240,X */
0xca,                                    /* f360         DEX */
0x10,0xe5,                               /* f361         BPL edge */
0xa2,0x10,                               /* f363         LDX #16 */
0xbd,0xf0,0x02,                          /* f365 column: LDA life - 16,X */
0x7d,0x00,0x03,                          /* f368         ADC life,X */
0x7d,0x10,0x03,                          /* f36b         ADC life + 16,X */
0x9d,0x00,0x04,                          /* f36e         STA sums,X */
0xe8,                                    /* f371         INX */
0xe0,0xf0,                               /* f372         CPX #240 */
0xd0,0xef,                               /* f374         BNE column */
                                         /* */
0xa2,0x00,                               /* f376         LDX #0 */
0x18,                                    /* f378         CLC                 ; comparing has set the carry */
0xbd,0x0f,0x04,                          /* f379 line:   LDA sums + 15,X     ; the first cell of a row: its left neighbour is the last one */
0x7d,0x00,0x04,                          /* f37c         ADC sums,X */
0x7d,0x01,0x04,                          /* f37f         ADC sums + 1,X */
0x20,0xb6,0xf3,                          /* f382         JSR decide */
0xa0,0x0e,                               /* f385         LDY #14 */
0x84,0x08,                               /* f387         STY count */
0xbd,0xff,0x03,                          /* f389 inner:  LDA sums - 1,X */
0x7d,0x00,0x04,                          /* f38c         ADC sums,X */
0x7d,0x01,0x04,                          /* f38f         ADC sums + 1,X */
0x0a,                                    /* f392         ASL A */
0x1d,0x00,0x03,                          /* f393         ORA life,X */
0xa8,                                    /* f396         TAY */
0xb9,0x55,0xf4,                          /* f397         LDA rule,Y */
0x9d,0x00,0x03,                          /* f39a         STA life,X */
0xe8,                                    /* f39d         INX */
0xc6,0x08,                               /* f39e         DEC count */
0xd0,0xe7,                               /* f3a0         BNE inner */
0xbd,0xff,0x03,                          /* f3a2         LDA sums - 1,X      ; the last one */
0x7d,0x00,0x04,                          /* f3a5         ADC sums,X */
0x7d,0xf1,0x03,                          /* f3a8         ADC sums - 15,X */
0x20,0xb6,0xf3,                          /* f3ab         JSR decide */
0xe0,0x00,                               /* f3ae         CPX #0 */
0x18,                                    /* f3b0         CLC */
0xd0,0xc6,                               /* f3b1         BNE line */
0xe6,0x0b,                               /* f3b3         INC generation */
0x60,                                    /* f3b5         RTS */
                                         /* */
                                         /*      ; A = cells in the square of nine around cell X; goes on to the next cell. */
0x0a,                                    /* f3b6 decide: ASL A */
0x1d,0x00,0x03,                          /* f3b7         ORA life,X */
0xa8,                                    /* f3ba         TAY */
0xb9,0x55,0xf4,                          /* f3bb         LDA rule,Y */
0x9d,0x00,0x03,                          /* f3be         STA life,X */
0xe8,                                    /* f3c1         INX */
0x60,                                    /* f3c2         RTS */
                                         /* */
                                         /*      ; ---- interrupts ------------------------------------------------ */
                                         /*      picture_done: */
0x48,                                    /* f3c3         PHA */
0x8a,                                    /* f3c4         TXA */
0x48,                                    /* f3c5         PHA */
0x98,                                    /* f3c6         TYA */
0x48,                                    /* f3c7         PHA */
0xa9,0x02,                               /* f3c8         LDA #>sprites */
0x8d,0x14,0x40,                          /* f3ca         STA DMA */
                                         /* */
                                         /*      ; Four rows of Life: cells at row 8, column 8 of the first table and below. */
0xa6,0x11,                               /* f3cd         LDX row */
0xa5,0x11,                               /* f3cf         LDA row             ; a row is 16 cells here, and 32 tiles there */
0x0a,                                    /* f3d1         ASL A */
0x85,0x06,                               /* f3d2         STA low */
0xa9,0x21,                               /* f3d4         LDA #$21 */
0x69,0x00,                               /* f3d6         ADC #0              ; the carry of doubling */
0x85,0x07,                               /* f3d8         STA high */
0xa0,0x04,                               /* f3da         LDY #4 */
0xa5,0x07,                               /* f3dc show:   LDA high */
0x8d,0x06,0x20,                          /* f3de         STA ADDRESS */
0xa5,0x06,                               /* f3e1         LDA low */
0x09,0x08,                               /* f3e3         ORA #8 */
0x8d,0x06,0x20,                          /* f3e5         STA ADDRESS */
0x18,                                    /* f3e8         CLC */
0xa5,0x06,                               /* f3e9         LDA low */
0x69,0x20,                               /* f3eb         ADC #32 */
0x85,0x06,                               /* f3ed         STA low */
0x90,0x02,                               /* f3ef         BCC show_row */
0xe6,0x07,                               /* f3f1         INC high */
                                         /*      show_row: */
0xbd,0x00,0x03,                          /* f3f3         LDA life,X */
0x09,0x10,                               /* f3f6         ORA #DEAD */
0x8d,0x07,0x20,                          /* f3f8         STA DATA */
0xe8,                                    /* f3fb         INX */
0x8a,                                    /* f3fc         TXA */
0x29,0x0f,                               /* f3fd         AND #15 */
0xd0,0xf2,                               /* f3ff         BNE show_row */
0x88,                                    /* f401         DEY */
0xd0,0xd8,                               /* f402         BNE show */
0x86,0x11,                               /* f404         STX row */
                                         /* */
                                         /*      ; The score, high digits first. */
0xa9,0x20,                               /* f406         LDA #$20 */
0x8d,0x06,0x20,                          /* f408         STA ADDRESS */
0xa9,0x22,                               /* f40b         LDA #$22 */
0x8d,0x06,0x20,                          /* f40d         STA ADDRESS */
0xa2,0x02,                               /* f410         LDX #2 */
0xb5,0x0c,                               /* f412 pair:   LDA score,X */
0x4a,                                    /* f414         LSR A */
0x4a,                                    /* f415         LSR A */
0x4a,                                    /* f416         LSR A */
0x4a,                                    /* f417         LSR A */
0x8d,0x07,0x20,                          /* f418         STA DATA */
0xb5,0x0c,                               /* f41b         LDA score,X */
0x29,0x0f,                               /* f41d         AND #15 */
0x8d,0x07,0x20,                          /* f41f         STA DATA */
0xca,                                    /* f422         DEX */
0x10,0xed,                               /* f423         BPL pair */
                                         /* */
0xa9,0x00,                               /* f425         LDA #0              ; the lines above the mark stand still */
0x8d,0x05,0x20,                          /* f427         STA SCROLL */
0x8d,0x05,0x20,                          /* f42a         STA SCROLL */
0xe6,0x00,                               /* f42d         INC frames */
0xd0,0x02,                               /* f42f         BNE no_wrap */
0xe6,0x01,                               /* f431         INC frames + 1 */
                                         /*      no_wrap: */
0xe6,0x02,                               /* f433         INC ready */
0x68,                                    /* f435         PLA */
0xa8,                                    /* f436         TAY */
0x68,                                    /* f437         PLA */
0xaa,                                    /* f438         TAX */
0x68,                                    /* f439         PLA */
0x40,                                    /* f43a         RTI */
                                         /* */
                                         /*      ; Only BRK comes here. The flags on the stack say so, by bit 4. */
                                         /*      software: */
0x48,                                    /* f43b         PHA */
0x8a,                                    /* f43c         TXA */
0x48,                                    /* f43d         PHA */
0xba,                                    /* f43e         TSX */
0xbd,0x03,0x01,                          /* f43f         LDA $0103,X */
0x29,0x10,                               /* f442         AND #$10 */
0x8d,0x09,0x07,                          /* f444         STA results + 9 */
0x68,                                    /* f447         PLA */
0xaa,                                    /* f448         TAX */
0x68,                                    /* f449         PLA */
0x40,                                    /* f44a         RTI */
                                         /* */
                                         /*      ; ---- data ------------------------------------------------------ */
                                         /*      check_text: */
0x31,0x32,0x33,0x34,0x35,0x36,0x37,0x38, /* f44b         .byte "123456789" */
0x39,                                    /* f453 */
0x00,                                    /* f454         .byte 0 */
                                         /*      ; Twice the cells in the square, plus one if the middle one lives: three live on, and four if that is one of them. */
0x00,0x00,0x00,0x00,0x00,0x00,0x01,0x01, /* f455 rule:   .byte 0, 0, 0, 0, 0, 0, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 */
0x00,0x01,0x00,0x00,0x00,0x00,0x00,0x00, /* f45d */
0x00,0x00,0x00,0x00,                     /* f465 */
0x01,0x12,0x20,0x21,0x22,                /* f469 glider: .byte $01, $12, $20, $21, $22 */
0x00,0x08,0x00,0x08,                     /* f46e part_x: .byte 0, 8, 0, 8 */
0x00,0x00,0x08,0x08,                     /* f472 part_y: .byte 0, 0, 8, 8 */
                                         /*      palette: */
0x00,0x15,0x2a,0x3f,0x00,0x11,0x22,0x33, /* f476         .byte $00, $15, $2a, $3f,  $00, $11, $22, $33,  $00, $04, $18, $2c,  $00, $01, $12, $27 */
0x00,0x04,0x18,0x2c,0x00,0x01,0x12,0x27, /* f47e */
0x00,0x30,0x3c,0x3f,0x00,0x0c,0x1d,0x2e, /* f486         .byte $00, $30, $3c, $3f,  $00, $0c, $1d, $2e,  $00, $03, $17, $2b,  $00, $31, $26, $1b */
0x00,0x03,0x17,0x2b,0x00,0x31,0x26,0x1b, /* f48e */
0x3c,0x66,0x6e,0x76,0x66,0x66,0x3c,0x00, /* f496 tiles:  .byte $3c, $66, $6e, $76, $66, $66, $3c, $00    ; 0 */
0x18,0x38,0x18,0x18,0x18,0x18,0x3c,0x00, /* f49e         .byte $18, $38, $18, $18, $18, $18, $3c, $00 */
0x3c,0x66,0x06,0x0c,0x18,0x30,0x7e,0x00, /* f4a6         .byte $3c, $66, $06, $0c, $18, $30, $7e, $00 */
0x3c,0x66,0x06,0x1c,0x06,0x66,0x3c,0x00, /* f4ae         .byte $3c, $66, $06, $1c, $06, $66, $3c, $00 */
0x0c,0x1c,0x2c,0x4c,0x7e,0x0c,0x0c,0x00, /* f4b6         .byte $0c, $1c, $2c, $4c, $7e, $0c, $0c, $00 */
0x7e,0x60,0x7c,0x06,0x06,0x66,0x3c,0x00, /* f4be         .byte $7e, $60, $7c, $06, $06, $66, $3c, $00 */
0x1c,0x30,0x60,0x7c,0x66,0x66,0x3c,0x00, /* f4c6         .byte $1c, $30, $60, $7c, $66, $66, $3c, $00 */
0x7e,0x06,0x0c,0x18,0x18,0x30,0x30,0x00, /* f4ce         .byte $7e, $06, $0c, $18, $18, $30, $30, $00 */
0x3c,0x66,0x66,0x3c,0x66,0x66,0x3c,0x00, /* f4d6         .byte $3c, $66, $66, $3c, $66, $66, $3c, $00 */
0x3c,0x66,0x66,0x3e,0x06,0x0c,0x38,0x00, /* f4de         .byte $3c, $66, $66, $3e, $06, $0c, $38, $00    ; 9 */
0x00,0x00,0x00,0x00,0x00,0x00,0x00,0x00, /* f4e6         .fill 48, 0 */
0x00,0x00,0x00,0x00,0x00,0x00,0x00,0x00, /* f4ee */
0x00,0x00,0x00,0x00,0x00,0x00,0x00,0x00, /* f4f6 */
0x00,0x00,0x00,0x00,0x00,0x00,0x00,0x00, /* f4fe */
0x00,0x00,0x00,0x00,0x00,0x00,0x00,0x00, /* f506 */
0x00,0x00,0x00,0x00,0x00,0x00,0x00,0x00, /* f50e */
0x00,0x00,0x00,0x18,0x18,0x00,0x00,0x00, /* f516         .byte $00, $00, $00, $18, $18, $00, $00, $00    ; dead */
0x7e,0xff,0xff,0xff,0xff,0xff,0xff,0x7e, /* f51e         .byte $7e, $ff, $ff, $ff, $ff, $ff, $ff, $7e    ; alive */
0xff,0x80,0x80,0x80,0xff,0x08,0x08,0x08, /* f526         .byte $ff, $80, $80, $80, $ff, $08, $08, $08    ; bricks */
0xff,0x08,0x08,0x08,0xff,0x80,0x80,0x80, /* f52e         .byte $ff, $08, $08, $08, $ff, $80, $80, $80 */
0xff,0xa0,0x90,0x88,0xff,0x0a,0x09,0x08, /* f536         .byte $ff, $a0, $90, $88, $ff, $0a, $09, $08 */
0xff,0x55,0xaa,0x55,0xff,0xaa,0x55,0xaa, /* f53e         .byte $ff, $55, $aa, $55, $ff, $aa, $55, $aa */
0x01,0x03,0x03,0x07,0x0f,0x1f,0x3f,0x7f, /* f546         .byte $01, $03, $03, $07, $0f, $1f, $3f, $7f    ; the ship's quarters */
0x80,0xc0,0xc0,0xe0,0xf0,0xf8,0xfc,0xfe, /* f54e         .byte $80, $c0, $c0, $e0, $f0, $f8, $fc, $fe */
0xff,0xff,0xfc,0xf8,0x70,0x20,0x00,0x00, /* f556         .byte $ff, $ff, $fc, $f8, $70, $20, $00, $00 */
0xff,0xff,0x3f,0x1f,0x0e,0x04,0x00,0x00, /* f55e         .byte $ff, $ff, $3f, $1f, $0e, $04, $00, $00 */
0x3c,0x7e,0xff,0xff,0xff,0xff,0x7e,0x3c, /* f566         .byte $3c, $7e, $ff, $ff, $ff, $ff, $7e, $3c    ; a ball */
0xff,0xff,0xff,0xff,0xff,0xff,0xff,0xff, /* f56e         .byte $ff, $ff, $ff, $ff, $ff, $ff, $ff, $ff    ; the mark */
                                         /* */
                                         /*              .org $fffa */
[0xfffa - ROM] =
0xc3,0xf3,                               /* fffa         .word picture_done */
0x00,0xf0,                               /* fffc         .word start */
0x3b,0xf4,                               /* fffe         .word software */
