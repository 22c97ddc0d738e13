; A small game for the machine of cpu6502.c: a ship steered by the pad catches bouncing balls, for points counted in
; decimal, while a glider of Conway's Life wanders over the scrolling background. Before it starts, it computes a few
; things that are known, for the machine's owner to check.

ROM = $f000

; ---- the machine -----------------------------------------------
CONTROL = $2000
MASK    = $2001
STATUS  = $2002
SCROLL  = $2005
ADDRESS = $2006
DATA    = $2007
DMA     = $4014
PAD     = $4016

; ---- zero page -------------------------------------------------
frames     = $00            ; pictures since the start, two bytes
ready      = $02            ; set by the interrupt: a picture is done
pad        = $03            ; A B select start up down left right
pointer    = $04            ; two bytes
low        = $06            ; of a 16-bit value
high       = $07
count      = $08
seed       = $09            ; of the shift register, two bytes
generation = $0b            ; of Life
score      = $0c            ; three bytes of decimal digits, lowest first
ship_x     = $0f
ship_y     = $10
row        = $11            ; of Life that the interrupt shows next: 0, 64, 128, 192

; ---- memory ----------------------------------------------------
sprites    = $0200          ; what goes to the picture unit
life       = $0300          ; 16 rows of 16 cells, 0 or 1; edges meet
sums       = $0400          ; of a cell, the one above and the one below
ball_x     = $0500          ; positions and speeds of the balls: whole part, and a 256th
ball_xf    = $0520
ball_y     = $0540
ball_yf    = $0560
speed_x    = $0580
speed_xf   = $05a0
speed_y    = $05c0
speed_yf   = $05e0
sieve      = $0600
results    = $0700

BALLS      = 24
SHIP       = 4              ; offset of its first sprite
FIRST_BALL = 20
DEAD       = $10            ; tiles: 0 to 9 are digits
ALIVE      = $11
BRICK      = $12            ; four kinds
SHIP_TILE  = $16            ; four
BALL       = $1a
MARK       = $1b

        .org ROM
start:  SEI
        CLD
        LDX #$ff
        TXS
        INX                 ; 0
        STX CONTROL
        STX MASK
        TXA
clear:  STA $0000,X         ; the zero page
        STA $0200,X
        STA life,X
        STA $0500,X
        STA $0700,X
        INX
        BNE clear

; ---- things that are known -------------------------------------
; Primes below 256, by sieving: 54.
        LDA #1
fill:   STA sieve,X
        INX
        BNE fill
        LDX #2
number: LDA sieve,X
        BEQ next
        INC results
        STX count           ; the prime
        TXA                 ; its multiples
strike: CLC
        ADC count
        BCS next
        TAY
        LDA #0
        STA sieve,Y
        TYA
        BCC strike
next:   INX
        BNE number

; The 30th Fibonacci number, in decimal: 832,040.
        SED
        INC score           ; F(1); F(0) is in the results
        LDY #30
sum:    LDX #0
        CLC
        PHP
digits: PLP
        LDA results + 1,X   ; (a, b) = (b, a + b)
        ADC score,X
        PHP
        PHA
        LDA score,X
        STA results + 1,X
        PLA
        STA score,X
        INX
        CPX #3
        BNE digits
        PLP
        DEY
        BNE sum
        CLD

; 173 * 211 = 36,503, by shifting and adding.
        LDA #173
        STA low
        LDA #0
        STA high
        LDX #8
bit:    LSR low
        BCC shift
        CLC
        ADC #211
shift:  ROR A
        ROR high
        DEX
        BNE bit
        STA results + 5
        LDA high
        STA results + 4

; CRC-16 (polynomial 1021, from ffff) of "123456789": 29b1.
        LDA #<check_text
        STA pointer
        LDA #>check_text
        STA pointer + 1
        LDA #$ff
        STA low
        STA high
        LDY #0
byte:   LDA (pointer),Y
        BEQ crc_end
        EOR high
        STA high
        LDX #8
crc:    ASL low
        ROL high
        BCC even
        LDA low
        EOR #$21
        STA low
        LDA high
        EOR #$10
        STA high
even:   DEX
        BNE crc
        INY
        BNE byte
crc_end:
        LDX #low
        LDA $00,X
        STA results + 6
        LDA $01,X
        STA results + 7

; Moves that the tower of Hanoi takes with six discs, by recursion: 63.
        LDA #6
        JSR hanoi

; A software interrupt that comes back behind its second byte.
        BRK
        .byte $02           ; would stop the machine
        TSX                 ; the stack is where it was
        STX results + 10

; ---- the picture -----------------------------------------------
        LDA STATUS          ; the next write to ADDRESS is the first of two
        LDA #$3f
        STA ADDRESS
        LDA #$00
        STA ADDRESS
        TAX
colour: LDA palette,X
        STA DATA
        INX
        CPX #32
        BNE colour

        LDA #$00            ; tiles, from the start of the unit's memory
        STA ADDRESS
        STA ADDRESS
        LDA #<tiles
        STA pointer
        LDA #>tiles
        STA pointer + 1
        LDX #28
tile:   LDY #0
half:   LDA (pointer),Y     ; eight lines of the lower bit
        STA DATA
        INY
        CPY #8
        BNE half
        LDY #0
upper:  LDA (pointer),Y     ; for the upper bit, the same shifted: an edge in other colours
        LSR A
        STA DATA
        INY
        CPY #8
        BNE upper
        LDA pointer
        CLC
        ADC #8
        STA pointer
        BCC same
        INC pointer + 1
same:   DEX
        BNE tile

; Both tables: bricks chosen by a shift register, then the palettes of the squares.
        LDA #$a5
        STA seed
        STA seed + 1
        LDA #$20
        STA ADDRESS
        LDA #$00
        STA ADDRESS
        LDY #2
table:  LDA #>960
        STA high
        LDX #<960
brick:  JSR random
        AND #3
        CLC
        ADC #BRICK
        STA DATA
        DEX
        BNE brick
        DEC high
        BPL brick
        LDX #64
square: JSR random
        STA DATA
        DEX
        BNE square
        DEY
        BNE table

        LDX #0              ; all sprites below the picture
        LDA #$f8
hide:   STA sprites,X
        INX
        BNE hide
        LDA #15             ; the mark that ends the score's lines: it meets the bricks there
        STA sprites
        LDA #MARK
        STA sprites + 1
        LDA #$20            ; behind them
        STA sprites + 2
        LDA #128
        STA sprites + 3
        STA ship_x
        STA ship_y

        LDX #BALLS - 1
ball:   JSR random
        STA ball_x,X
        JSR random
        LSR A
        ADC #32
        STA ball_y,X
        JSR random
        STA speed_xf,X
        AND #1
        BEQ right
        LDA #$ff
right:  STA speed_x,X
        DEX
        BPL ball

        LDX #4              ; a glider
cell:   LDY glider,X
        LDA #1
        STA life,Y
        DEX
        BPL cell

        LDA #0
        STA score           ; held a Fibonacci number
        STA score + 1
        STA score + 2
        LDA #%10000000      ; ask for the interrupt
        STA CONTROL
        LDA #%00011000
        STA MASK

; ---- once a picture --------------------------------------------
main:   LDA ready
        BEQ main
        LDA #0
        STA ready
        JSR read_pad

wait:   BIT STATUS          ; the unit forgets the last picture's hit before the next one begins
        BVS wait
hit:    BIT STATUS
        BVC hit
        LDA frames          ; below the mark the background moves
        STA SCROLL
        LDA #0
        STA SCROLL

        JSR move_ship
        JSR move_balls
        JSR step_life
        JMP (again)         ; main

again:  .word main

; ---- subroutines -----------------------------------------------
; Counts moves: hanoi(n) = hanoi(n - 1), one move, hanoi(n - 1).
hanoi:  TAX
        BEQ hanoi_end
        DEX
        TXA
        PHA
        JSR hanoi
        INC results + 8
        PLA
        JSR hanoi
hanoi_end:
        RTS

; The next byte of a 16-bit shift register. Keeps X and Y.
random: TYA
        PHA
        LDY #8
        LDA seed
random_bit:
        ASL A
        ROL seed + 1
        BCC no_feedback
        EOR #$2d
no_feedback:
        DEY
        BNE random_bit
        STA seed
        PLA
        TAY
        LDA seed
        RTS

read_pad:
        LDX #1
        STX PAD
        DEX
        STX PAD
        LDX #8
button: LDA PAD
        LSR A
        ROL pad
        DEX
        BNE button
        RTS

; Two dots a picture, inside the field; then its four sprites.
move_ship:
        LDA pad
        LSR A
        BCC not_right
        INC ship_x
        INC ship_x
not_right:
        LSR A
        BCC not_left
        DEC ship_x
        DEC ship_x
not_left:
        LSR A
        BCC not_down
        LDY ship_y
        CPY #208
        BCS not_down
        INC ship_y
        INC ship_y
not_down:
        LSR A
        BCC not_up
        LDY ship_y
        CPY #34
        BCC not_up
        DEC ship_y
        DEC ship_y
not_up: LDY #SHIP
        LDX #0
part:   LDA ship_y
        CLC
        ADC part_y,X
        STA sprites,Y
        TXA
        ORA #SHIP_TILE      ; the tiles begin at an even number ...
        CPX #2
        BCC part_tile
        TXA                 ; ... and not at a multiple of four
        ADC #SHIP_TILE - 1  ; the carry is set
part_tile:
        INY
        STA sprites,Y
        INY
        LDA #1
        STA sprites,Y
        INY
        LDA ship_x
        CLC
        ADC part_x,X
        STA sprites,Y
        INY
        INX
        CPX #4
        BNE part
        RTS

; Each ball moves by its speed, falls faster, and bounces off the floor. One that the ship catches comes back elsewhere.
move_balls:
        LDX #BALLS - 1
move:   CLC
        LDA ball_xf,X
        ADC speed_xf,X
        STA ball_xf,X
        LDA ball_x,X
        ADC speed_x,X
        STA ball_x,X
        CLC
        LDA speed_yf,X
        ADC #24
        STA speed_yf,X
        BCC no_carry
        INC speed_y,X
no_carry:
        CLC
        LDA ball_yf,X
        ADC speed_yf,X
        STA ball_yf,X
        LDA ball_y,X
        ADC speed_y,X
        STA ball_y,X
        CMP #216
        BCC above_floor
        LDA #215
        STA ball_y,X
        SEC                 ; speed = -speed
        LDA #0
        SBC speed_yf,X
        STA speed_yf,X
        LDA #0
        SBC speed_y,X
        STA speed_y,X
above_floor:
        LDA ball_x,X        ; caught: -4 <= distance < 12 in both directions
        SEC
        SBC ship_x
        CLC
        ADC #4
        CMP #16
        BCS missed
        LDA ball_y,X
        SEC
        SBC ship_y
        CLC
        ADC #4
        CMP #16
        BCS missed
        JSR caught
missed: TXA                 ; its sprite
        ASL A
        ASL A
        ADC #FIRST_BALL
        TAY
        LDA ball_y,X
        STA sprites,Y
        LDA #BALL
        STA sprites + 1,Y
        STX count           ; palette: its number; mirrored and upside down: the bits above
        TXA
        ASL A
        ASL A
        ASL A
        ASL A
        ORA count
        AND #$c3
        STA sprites + 2,Y
        LDA ball_x,X
        STA sprites + 3,Y
        DEX
        BMI moved
        JMP move
moved:  RTS

; 25 points, in decimal.
caught: SED
        CLC
        LDA score
        ADC #$25
        STA score
        LDA score + 1
        ADC #0
        STA score + 1
        LDA score + 2
        ADC #0
        STA score + 2
        CLD
        JSR random
        STA ball_x,X
        LDA #32
        STA ball_y,X
        LDA #0
        STA speed_y,X
        STA speed_yf,X
        RTS

; One generation: sums of three in each column, then three of those in each row, then a table.
step_life:
        CLC                 ; nothing below carries
        LDX #15             ; the first and the last row have neighbours at the other end
edge:   LDA life + 240,X
        ADC life,X
        ADC life + 16,X
        STA sums,X
        LDA life + 224,X
        ADC life + 240,X
        ADC life,X
        STA sums + 240,X
        DEX
        BPL edge
        LDX #16
column: LDA life - 16,X
        ADC life,X
        ADC life + 16,X
        STA sums,X
        INX
        CPX #240
        BNE column

        LDX #0
        CLC                 ; comparing has set the carry
line:   LDA sums + 15,X     ; the first cell of a row: its left neighbour is the last one
        ADC sums,X
        ADC sums + 1,X
        JSR decide
        LDY #14
        STY count
inner:  LDA sums - 1,X
        ADC sums,X
        ADC sums + 1,X
        ASL A
        ORA life,X
        TAY
        LDA rule,Y
        STA life,X
        INX
        DEC count
        BNE inner
        LDA sums - 1,X      ; the last one
        ADC sums,X
        ADC sums - 15,X
        JSR decide
        CPX #0
        CLC
        BNE line
        INC generation
        RTS

; A = cells in the square of nine around cell X; goes on to the next cell.
decide: ASL A
        ORA life,X
        TAY
        LDA rule,Y
        STA life,X
        INX
        RTS

; ---- interrupts ------------------------------------------------
picture_done:
        PHA
        TXA
        PHA
        TYA
        PHA
        LDA #>sprites
        STA DMA

; Four rows of Life: cells at row 8, column 8 of the first table and below.
        LDX row
        LDA row             ; a row is 16 cells here, and 32 tiles there
        ASL A
        STA low
        LDA #$21
        ADC #0              ; the carry of doubling
        STA high
        LDY #4
show:   LDA high
        STA ADDRESS
        LDA low
        ORA #8
        STA ADDRESS
        CLC
        LDA low
        ADC #32
        STA low
        BCC show_row
        INC high
show_row:
        LDA life,X
        ORA #DEAD
        STA DATA
        INX
        TXA
        AND #15
        BNE show_row
        DEY
        BNE show
        STX row

; The score, high digits first.
        LDA #$20
        STA ADDRESS
        LDA #$22
        STA ADDRESS
        LDX #2
pair:   LDA score,X
        LSR A
        LSR A
        LSR A
        LSR A
        STA DATA
        LDA score,X
        AND #15
        STA DATA
        DEX
        BPL pair

        LDA #0              ; the lines above the mark stand still
        STA SCROLL
        STA SCROLL
        INC frames
        BNE no_wrap
        INC frames + 1
no_wrap:
        INC ready
        PLA
        TAY
        PLA
        TAX
        PLA
        RTI

; Only BRK comes here. The flags on the stack say so, by bit 4.
software:
        PHA
        TXA
        PHA
        TSX
        LDA $0103,X
        AND #$10
        STA results + 9
        PLA
        TAX
        PLA
        RTI

; ---- data ------------------------------------------------------
check_text:
        .byte "123456789"
        .byte 0
; Twice the cells in the square, plus one if the middle one lives: three live on, and four if that is one of them.
rule:   .byte 0, 0, 0, 0, 0, 0, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
glider: .byte $01, $12, $20, $21, $22
part_x: .byte 0, 8, 0, 8
part_y: .byte 0, 0, 8, 8
palette:
        .byte $00, $15, $2a, $3f,  $00, $11, $22, $33,  $00, $04, $18, $2c,  $00, $01, $12, $27
        .byte $00, $30, $3c, $3f,  $00, $0c, $1d, $2e,  $00, $03, $17, $2b,  $00, $31, $26, $1b
tiles:  .byte $3c, $66, $6e, $76, $66, $66, $3c, $00    ; 0
        .byte $18, $38, $18, $18, $18, $18, $3c, $00
        .byte $3c, $66, $06, $0c, $18, $30, $7e, $00
        .byte $3c, $66, $06, $1c, $06, $66, $3c, $00
        .byte $0c, $1c, $2c, $4c, $7e, $0c, $0c, $00
        .byte $7e, $60, $7c, $06, $06, $66, $3c, $00
        .byte $1c, $30, $60, $7c, $66, $66, $3c, $00
        .byte $7e, $06, $0c, $18, $18, $30, $30, $00
        .byte $3c, $66, $66, $3c, $66, $66, $3c, $00
        .byte $3c, $66, $66, $3e, $06, $0c, $38, $00    ; 9
        .fill 48, 0
        .byte $00, $00, $00, $18, $18, $00, $00, $00    ; dead
        .byte $7e, $ff, $ff, $ff, $ff, $ff, $ff, $7e    ; alive
        .byte $ff, $80, $80, $80, $ff, $08, $08, $08    ; bricks
        .byte $ff, $08, $08, $08, $ff, $80, $80, $80
        .byte $ff, $a0, $90, $88, $ff, $0a, $09, $08
        .byte $ff, $55, $aa, $55, $ff, $aa, $55, $aa
        .byte $01, $03, $03, $07, $0f, $1f, $3f, $7f    ; the ship's quarters
        .byte $80, $c0, $c0, $e0, $f0, $f8, $fc, $fe
        .byte $ff, $ff, $fc, $f8, $70, $20, $00, $00
        .byte $ff, $ff, $3f, $1f, $0e, $04, $00, $00
        .byte $3c, $7e, $ff, $ff, $ff, $ff, $7e, $3c    ; a ball
        .byte $ff, $ff, $ff, $ff, $ff, $ff, $ff, $ff    ; the mark

        .org $fffa
        .word picture_done
        .word start
        .word software
