package dev.paddock.program;

import static dev.paddock.program.Absent.__;
import static dev.paddock.program.CostClass.*;
import static dev.paddock.program.Flow.*;
import static dev.paddock.program.Form.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The instruction table: one row per instruction, the single place where it is declared.
 *
 * <p>Columns: operand form; where control goes; pipeline cost; opcode byte in jam_v1, revive_v1 and latest32; the numbers
 * of latest64, each as {@code argument bytes:number}; the text, in which {@code r1 r2 r3 imm imm1 imm2 target} stand for
 * the operands (the disassembler knows the formats after the colon).
 */
public enum Opcode {
    // @formatter:off
    // spotless:off
    //                                    form             flow              cost                  jam rev l32  latest64                                     text
    TRAP                                (NONE,            STOPS,            END_OF_BLOCK,          0,   0,   0,   "0:0",                                      "trap"),
    FALLTHROUGH                         (NONE,            FALLS_THROUGH,    END_OF_BLOCK,          1,   1,   1,   "0:1",                                      "fallthrough"),
    MEMSET                              (NONE,            CONTINUES,        OUTSIDE,               __,  __,  2,   "0:510",                                    "[a0..a0 + a2] = u8 a1"),
    UNLIKELY                            (NONE,            CONTINUES,        HINT,                  2,   __,  3,   "0:2",                                      "unlikely"),
    ECALLI                              (IMM,             CONTINUES,        OUTSIDE,               10,  10,  10,  "1:221 4:308",                              "ecalli {imm:dec-u32}"),
    LOAD_IMM64                          (REG_IMM64,       CONTINUES,        CONSTANT_64,           20,  20,  __,  "9:239",                                    "{r1} = 0x{imm:hex64}"),
    STORE_IMM_U8                        (IMM_IMM,         CONTINUES,        STORE_CONSTANT,        30,  30,  30,  "6:222 9:309",                              "u8 [{imm1}] = {imm2}"),
    STORE_IMM_U16                       (IMM_IMM,         CONTINUES,        STORE_CONSTANT,        31,  31,  31,  "9:310",                                    "u16 [{imm1}] = {imm2}"),
    STORE_IMM_U32                       (IMM_IMM,         CONTINUES,        STORE_CONSTANT,        32,  32,  32,  "5:223 6:224 9:225",                        "u32 [{imm1}] = {imm2}"),
    STORE_IMM_U64                       (IMM_IMM,         CONTINUES,        STORE_CONSTANT,        33,  33,  __,  "5:226 9:311",                              "u64 [{imm1}] = {imm2}"),
    JUMP                                (OFFSET,          JUMPS,            STATIC_JUMP,           40,  40,  40,  "1:217 2:218 3:219 4:220",                  "jump {target}"),
    JUMP_INDIRECT                       (REG_IMM,         JUMPS_INDIRECTLY, DYNAMIC_JUMP,          50,  50,  50,  "1:3 5:255",                                "jump [{r1}{imm:off}]"),
    LOAD_IMM                            (REG_IMM,         CONTINUES,        CONSTANT,              51,  51,  51,  "1:4 2:5 3:6 4:7 5:8",                      "{r1} = {imm}"),
    LOAD_U8                             (REG_IMM,         CONTINUES,        LOAD,                  52,  52,  52,  "5:9",                                      "{r1} = u8 [{imm}]"),
    LOAD_I8                             (REG_IMM,         CONTINUES,        LOAD,                  53,  53,  53,  "4:10 5:256",                               "{r1} = i8 [{imm}]"),
    LOAD_U16                            (REG_IMM,         CONTINUES,        LOAD,                  54,  54,  54,  "5:11",                                     "{r1} = u16 [{imm}]"),
    LOAD_I16                            (REG_IMM,         CONTINUES,        LOAD,                  55,  55,  55,  "5:12",                                     "{r1} = i16 [{imm}]"),
    LOAD_U32                            (REG_IMM,         CONTINUES,        LOAD,                  56,  56,  __,  "5:15",                                     "{r1} = u32 [{imm}]"),
    LOAD_I32                            (REG_IMM,         CONTINUES,        LOAD,                  57,  57,  57,  "4:13 5:14",                                "{r1} = i32 [{imm}]"),
    LOAD_U64                            (REG_IMM,         CONTINUES,        LOAD,                  58,  58,  __,  "4:16 5:17",                                "{r1} = u64 [{imm}]"),
    STORE_U8                            (REG_IMM,         CONTINUES,        STORE,                 59,  59,  59,  "5:18",                                     "u8 [{imm}] = {r1}"),
    STORE_U16                           (REG_IMM,         CONTINUES,        STORE,                 60,  60,  60,  "5:19",                                     "u16 [{imm}] = {r1}"),
    STORE_U32                           (REG_IMM,         CONTINUES,        STORE,                 61,  61,  61,  "5:20",                                     "u32 [{imm}] = {r1}"),
    STORE_U64                           (REG_IMM,         CONTINUES,        STORE,                 62,  62,  __,  "4:21 5:22",                                "u64 [{imm}] = {r1}"),
    STORE_IMM_INDIRECT_U8               (REG_IMM_IMM,     CONTINUES,        STORE,                 70,  70,  70,  "1:66 2:67 3:68 4:69 5:70 9:262",           "u8 [{r1}{imm1:off}] = {imm2}"),
    STORE_IMM_INDIRECT_U16              (REG_IMM_IMM,     CONTINUES,        STORE,                 71,  71,  71,  "2:71 3:72 4:73 5:74 9:263",                "u16 [{r1}{imm1:off}] = {imm2}"),
    STORE_IMM_INDIRECT_U32              (REG_IMM_IMM,     CONTINUES,        STORE,                 72,  72,  72,  "1:75 2:76 3:77 4:78 6:79 9:80",            "u32 [{r1}{imm1:off}] = {imm2}"),
    STORE_IMM_INDIRECT_U64              (REG_IMM_IMM,     CONTINUES,        STORE,                 73,  73,  __,  "1:81 2:82 3:83 4:84 5:85 6:86 7:87 9:264", "u64 [{r1}{imm1:off}] = {imm2}"),
    LOAD_IMM_AND_JUMP                   (REG_IMM_OFFSET,  JUMPS,            STATIC_JUMP,           80,  80,  80,  "4:23 5:24 6:25 7:26 8:27 9:257",           "{r1} = {imm1:dec-i32}, jump {target}"),
    BRANCH_EQ_IMM                       (REG_IMM_OFFSET,  BRANCHES,         BRANCH_IMM,            81,  81,  81,  "2:28 3:29 4:30 5:31 6:32 9:33",            "jump {target} if {r1} == {imm1:dec-i32}"),
    BRANCH_NOT_EQ_IMM                   (REG_IMM_OFFSET,  BRANCHES,         BRANCH_IMM,            82,  82,  82,  "2:34 3:35 4:36 6:37 9:258",                "jump {target} if {r1} != {imm1:dec-i32}"),
    BRANCH_LESS_UNSIGNED_IMM            (REG_IMM_OFFSET,  BRANCHES,         BRANCH_IMM,            83,  83,  83,  "3:38 4:39 5:40 9:41",                      "jump {target} if {r1} <u {imm1:dec-i32}"),
    BRANCH_LESS_OR_EQUAL_UNSIGNED_IMM   (REG_IMM_OFFSET,  BRANCHES,         BRANCH_IMM,            84,  84,  84,  "3:55 4:56 6:57 9:261",                     "jump {target} if {r1} <=u {imm1:dec-i32}"),
    BRANCH_GREATER_OR_EQUAL_UNSIGNED_IMM(REG_IMM_OFFSET,  BRANCHES,         BRANCH_IMM,            85,  85,  85,  "3:46 4:47 5:48 9:259",                     "jump {target} if {r1} >=u {imm1:dec-i32}"),
    BRANCH_GREATER_UNSIGNED_IMM         (REG_IMM_OFFSET,  BRANCHES,         BRANCH_IMM,            86,  86,  86,  "3:62 4:63 5:64 9:65",                      "jump {target} if {r1} >u {imm1:dec-i32}"),
    BRANCH_LESS_SIGNED_IMM              (REG_IMM_OFFSET,  BRANCHES,         BRANCH_IMM,            87,  87,  87,  "2:42 3:43 4:44 9:45",                      "jump {target} if {r1} <s {imm1:dec-i32}"),
    BRANCH_LESS_OR_EQUAL_SIGNED_IMM     (REG_IMM_OFFSET,  BRANCHES,         BRANCH_IMM,            88,  88,  88,  "2:52 3:53 6:54 9:260",                     "jump {target} if {r1} <=s {imm1:dec-i32}"),
    BRANCH_GREATER_OR_EQUAL_SIGNED_IMM  (REG_IMM_OFFSET,  BRANCHES,         BRANCH_IMM,            89,  89,  89,  "2:49 3:50 9:51",                           "jump {target} if {r1} >=s {imm1:dec-i32}"),
    BRANCH_GREATER_SIGNED_IMM           (REG_IMM_OFFSET,  BRANCHES,         BRANCH_IMM,            90,  90,  90,  "3:58 4:59 5:60 9:61",                      "jump {target} if {r1} >s {imm1:dec-i32}"),
    MOVE_REG                            (REG_REG,         CONTINUES,        MOVE,                  100, 100, 100, "1:227",                                    "{r1} = {r2}"),
    SBRK                                (REG_REG,         CONTINUES,        GROW_HEAP,             __,  __,  101, "1:509",                                    "{r1} = sbrk {r2}"),
    COUNT_SET_BITS_64                   (REG_REG,         CONTINUES,        UNARY,                 101, 102, __,  "1:232",                                    "{r1} = cpop {r2}"),
    COUNT_SET_BITS_32                   (REG_REG,         CONTINUES,        UNARY,                 102, 103, 103, "1:231",                                    "i32 {r1} = cpop {r2}"),
    COUNT_LEADING_ZERO_BITS_64          (REG_REG,         CONTINUES,        UNARY,                 103, 104, __,  "1:229",                                    "{r1} = clz {r2}"),
    COUNT_LEADING_ZERO_BITS_32          (REG_REG,         CONTINUES,        UNARY,                 104, 105, 105, "1:228",                                    "i32 {r1} = clz {r2}"),
    COUNT_TRAILING_ZERO_BITS_64         (REG_REG,         CONTINUES,        COUNT_TRAILING,        105, 106, __,  "1:230",                                    "{r1} = ctz {r2}"),
    COUNT_TRAILING_ZERO_BITS_32         (REG_REG,         CONTINUES,        COUNT_TRAILING,        106, 107, 107, "1:312",                                    "i32 {r1} = ctz {r2}"),
    SIGN_EXTEND_8                       (REG_REG,         CONTINUES,        UNARY,                 107, 108, 108, "1:233",                                    "{r1} = sext8 {r2}"),
    SIGN_EXTEND_16                      (REG_REG,         CONTINUES,        UNARY,                 108, 109, 109, "1:234",                                    "{r1} = sext16 {r2}"),
    ZERO_EXTEND_16                      (REG_REG,         CONTINUES,        UNARY,                 109, 110, 110, "1:235",                                    "{r1} = zext16 {r2}"),
    REVERSE_BYTE                        (REG_REG,         CONTINUES,        ALU_IMM,               110, 111, 111, "1:236",                                    "{r1} = reverse {r2}"),
    STORE_INDIRECT_U8                   (REG_REG_IMM,     CONTINUES,        STORE_INDIRECT,        120, 120, 120, "1:88 2:89 3:90 5:265",                     "u8 [{r2}{imm:off}] = {r1}"),
    STORE_INDIRECT_U16                  (REG_REG_IMM,     CONTINUES,        STORE_INDIRECT,        121, 121, 121, "1:91 2:92 3:93 5:266",                     "u16 [{r2}{imm:off}] = {r1}"),
    STORE_INDIRECT_U32                  (REG_REG_IMM,     CONTINUES,        STORE_INDIRECT,        122, 122, 122, "1:94 2:95 3:96 5:267",                     "u32 [{r2}{imm:off}] = {r1}"),
    STORE_INDIRECT_U64                  (REG_REG_IMM,     CONTINUES,        STORE_INDIRECT,        123, 123, __,  "1:97 2:98 3:99 5:268",                     "u64 [{r2}{imm:off}] = {r1}"),
    LOAD_INDIRECT_U8                    (REG_REG_IMM,     CONTINUES,        LOAD_INDIRECT,         124, 124, 124, "1:100 2:101 3:102 5:269",                  "{r1} = u8 [{r2}{imm:off}]"),
    LOAD_INDIRECT_I8                    (REG_REG_IMM,     CONTINUES,        LOAD_INDIRECT,         125, 125, 125, "1:103 2:104 3:105 5:270",                  "{r1} = i8 [{r2}{imm:off}]"),
    LOAD_INDIRECT_U16                   (REG_REG_IMM,     CONTINUES,        LOAD_INDIRECT,         126, 126, 126, "1:106 2:107 3:108 5:271",                  "{r1} = u16 [{r2}{imm:off}]"),
    LOAD_INDIRECT_I16                   (REG_REG_IMM,     CONTINUES,        LOAD_INDIRECT,         127, 127, 127, "1:109 2:110 3:111 5:272",                  "{r1} = i16 [{r2}{imm:off}]"),
    LOAD_INDIRECT_U32                   (REG_REG_IMM,     CONTINUES,        LOAD_INDIRECT,         128, 128, __,  "1:115 2:116 3:117 5:274",                  "{r1} = u32 [{r2}{imm:off}]"),
    LOAD_INDIRECT_I32                   (REG_REG_IMM,     CONTINUES,        LOAD_INDIRECT,         129, 129, 129, "1:112 2:113 3:114 5:273",                  "{r1} = i32 [{r2}{imm:off}]"),
    LOAD_INDIRECT_U64                   (REG_REG_IMM,     CONTINUES,        LOAD_INDIRECT,         130, 130, __,  "1:118 2:119 3:120 5:275",                  "{r1} = u64 [{r2}{imm:off}]"),
    ADD_IMM_32                          (REG_REG_IMM,     CONTINUES,        ALU_IMM_32,            131, 131, 131, "1:121 2:122 3:123 5:124",                  "i32 {r1} = {r2} + {imm}"),
    AND_IMM                             (REG_REG_IMM,     CONTINUES,        ALU_IMM,               132, 132, 132, "2:129 3:130 5:131",                        "{r1} = {r2} & {imm}"),
    XOR_IMM                             (REG_REG_IMM,     CONTINUES,        ALU_IMM,               133, 133, 133, "2:132 3:133 5:134",                        "{r1} = {r2} ^ {imm}"),
    OR_IMM                              (REG_REG_IMM,     CONTINUES,        ALU_IMM,               134, 134, 134, "2:135 3:136 5:137",                        "{r1} = {r2} | {imm}"),
    MUL_IMM_32                          (REG_REG_IMM,     CONTINUES,        MULTIPLY_IMM_32,       135, 135, 135, "5:138",                                    "i32 {r1} = {r2} * {imm}"),
    SET_LESS_THAN_UNSIGNED_IMM          (REG_REG_IMM,     CONTINUES,        COMPARE_IMM,           136, 136, 136, "2:142 3:143 5:144",                        "{r1} = {r2} <u {imm}"),
    SET_LESS_THAN_SIGNED_IMM            (REG_REG_IMM,     CONTINUES,        COMPARE_IMM,           137, 137, 137, "1:145 2:146 5:276",                        "{r1} = {r2} <s {imm}"),
    SHIFT_LOGICAL_LEFT_IMM_32           (REG_REG_IMM,     CONTINUES,        ALU_IMM_32,            138, 138, 138, "2:147 5:277",                              "i32 {r1} = {r2} << {imm}"),
    SHIFT_LOGICAL_RIGHT_IMM_32          (REG_REG_IMM,     CONTINUES,        ALU_IMM_32,            139, 139, 139, "2:149 5:279",                              "i32 {r1} = {r2} >> {imm}"),
    SHIFT_ARITHMETIC_RIGHT_IMM_32       (REG_REG_IMM,     CONTINUES,        ALU_IMM_32,            140, 140, 140, "2:151 5:281",                              "i32 {r1} = {r2} >>a {imm}"),
    NEGATE_AND_ADD_IMM_32               (REG_REG_IMM,     CONTINUES,        NEGATE_IMM_32,         141, 141, 141, "1:153 3:154 5:283",                        "i32 {r1} = {imm} - {r2}"),
    SET_GREATER_THAN_UNSIGNED_IMM       (REG_REG_IMM,     CONTINUES,        COMPARE_IMM,           142, 142, 142, "1:158 5:159",                              "{r1} = {r2} >u {imm}"),
    SET_GREATER_THAN_SIGNED_IMM         (REG_REG_IMM,     CONTINUES,        COMPARE_IMM,           143, 143, 143, "1:160 5:284",                              "{r1} = {r2} >s {imm}"),
    SHIFT_LOGICAL_LEFT_IMM_ALT_32       (REG_REG_IMM,     CONTINUES,        SHIFT_ALT_32,          144, 144, 144, "5:163",                                    "i32 {r1} = {imm} << {r2}"),
    SHIFT_LOGICAL_RIGHT_IMM_ALT_32      (REG_REG_IMM,     CONTINUES,        SHIFT_ALT_32,          145, 145, 145, "5:285",                                    "i32 {r1} = {imm} >> {r2}"),
    SHIFT_ARITHMETIC_RIGHT_IMM_ALT_32   (REG_REG_IMM,     CONTINUES,        SHIFT_ALT_32,          146, 146, 146, "5:286",                                    "i32 {r1} = {imm} >>a {r2}"),
    CMOV_IF_ZERO_IMM                    (REG_REG_IMM,     CONTINUES,        CONDITIONAL_IMM,       147, 147, 147, "1:165 2:166 5:167",                        "{r1} = {imm} if {r2} == 0"),
    CMOV_IF_NOT_ZERO_IMM                (REG_REG_IMM,     CONTINUES,        CONDITIONAL_IMM,       148, 148, 148, "1:168 2:169 5:170",                        "{r1} = {imm} if {r2} != 0"),
    ADD_IMM_64                          (REG_REG_IMM,     CONTINUES,        ALU_IMM,               149, 149, __,  "2:125 3:126 4:127 5:128",                  "{r1} = {r2} + {imm}"),
    MUL_IMM_64                          (REG_REG_IMM,     CONTINUES,        MULTIPLY_IMM_64,       150, 150, __,  "2:139 3:140 5:141",                        "{r1} = {r2} * {imm}"),
    SHIFT_LOGICAL_LEFT_IMM_64           (REG_REG_IMM,     CONTINUES,        ALU_IMM,               151, 151, __,  "2:148 5:278",                              "{r1} = {r2} << {imm}"),
    SHIFT_LOGICAL_RIGHT_IMM_64          (REG_REG_IMM,     CONTINUES,        ALU_IMM,               152, 152, __,  "2:150 5:280",                              "{r1} = {r2} >> {imm}"),
    SHIFT_ARITHMETIC_RIGHT_IMM_64       (REG_REG_IMM,     CONTINUES,        ALU_IMM,               153, 153, __,  "2:152 5:282",                              "{r1} = {r2} >>a {imm}"),
    NEGATE_AND_ADD_IMM_64               (REG_REG_IMM,     CONTINUES,        NEGATE_IMM_64,         154, 154, __,  "1:155 2:156 5:157",                        "{r1} = {imm} - {r2}"),
    SHIFT_LOGICAL_LEFT_IMM_ALT_64       (REG_REG_IMM,     CONTINUES,        SHIFT_ALT_64,          155, 155, __,  "2:164 5:288",                              "{r1} = {imm} << {r2}"),
    SHIFT_LOGICAL_RIGHT_IMM_ALT_64      (REG_REG_IMM,     CONTINUES,        SHIFT_ALT_64,          156, 156, __,  "2:161 5:162",                              "{r1} = {imm} >> {r2}"),
    SHIFT_ARITHMETIC_RIGHT_IMM_ALT_64   (REG_REG_IMM,     CONTINUES,        SHIFT_ALT_64,          157, 157, __,  "5:287",                                    "{r1} = {imm} >>a {r2}"),
    ROTATE_RIGHT_IMM_64                 (REG_REG_IMM,     CONTINUES,        ALU_IMM,               158, 158, __,  "2:172 5:291",                              "{r1} = {r2} >>r {imm}"),
    ROTATE_RIGHT_IMM_ALT_64             (REG_REG_IMM,     CONTINUES,        SHIFT_ALT_64,          159, 159, __,  "5:292",                                    "{r1} = {imm} >>r {r2}"),
    ROTATE_RIGHT_IMM_32                 (REG_REG_IMM,     CONTINUES,        ALU_IMM_32,            160, 160, 160, "2:171 5:289",                              "i32 {r1} = {r2} >>r {imm}"),
    ROTATE_RIGHT_IMM_ALT_32             (REG_REG_IMM,     CONTINUES,        SHIFT_ALT_32,          161, 161, 161, "5:290",                                    "i32 {r1} = {imm} >>r {r2}"),
    BRANCH_EQ                           (REG_REG_OFFSET,  BRANCHES,         BRANCH,                170, 170, 170, "2:173 3:174 5:175",                        "jump {target} if {r1} == {r2}"),
    BRANCH_NOT_EQ                       (REG_REG_OFFSET,  BRANCHES,         BRANCH,                171, 171, 171, "2:176 3:177 5:178",                        "jump {target} if {r1} != {r2}"),
    BRANCH_LESS_UNSIGNED                (REG_REG_OFFSET,  BRANCHES,         BRANCH,                172, 172, 172, "2:179 3:180 5:293",                        "jump {target} if {r1} <u {r2}"),
    BRANCH_LESS_SIGNED                  (REG_REG_OFFSET,  BRANCHES,         BRANCH,                173, 173, 173, "2:181 3:182 5:294",                        "jump {target} if {r1} <s {r2}"),
    BRANCH_GREATER_OR_EQUAL_UNSIGNED    (REG_REG_OFFSET,  BRANCHES,         BRANCH,                174, 174, 174, "2:183 3:184 5:295",                        "jump {target} if {r1} >=u {r2}"),
    BRANCH_GREATER_OR_EQUAL_SIGNED      (REG_REG_OFFSET,  BRANCHES,         BRANCH,                175, 175, 175, "2:185 3:186 5:296",                        "jump {target} if {r1} >=s {r2}"),
    LOAD_IMM_AND_JUMP_INDIRECT          (REG_REG_IMM_IMM, JUMPS_INDIRECTLY, CONSTANT_DYNAMIC_JUMP, 180, 180, 180, "4:237 5:238 10:313",                       "{r1} = {imm1:dec-i32}, jump [{r2}{imm2:off}]"),
    ADD_32                              (REG_REG_REG,     CONTINUES,        ALU_32,                190, 190, 190, "2:187",                                    "i32 {r3} = {r1} + {r2}"),
    SUB_32                              (REG_REG_REG,     CONTINUES,        ALU_32,                191, 191, 191, "2:189",                                    "i32 {r3} = {r1} - {r2}"),
    MUL_32                              (REG_REG_REG,     CONTINUES,        MULTIPLY_32,           192, 192, 192, "2:194",                                    "i32 {r3} = {r1} * {r2}"),
    DIV_UNSIGNED_32                     (REG_REG_REG,     CONTINUES,        DIVIDE,                193, 193, 193, "2:203",                                    "i32 {r3} = {r1} /u {r2}"),
    DIV_SIGNED_32                       (REG_REG_REG,     CONTINUES,        DIVIDE,                194, 194, 194, "2:205",                                    "i32 {r3} = {r1} /s {r2}"),
    REM_UNSIGNED_32                     (REG_REG_REG,     CONTINUES,        DIVIDE,                195, 195, 195, "2:206",                                    "i32 {r3} = {r1} %u {r2}"),
    REM_SIGNED_32                       (REG_REG_REG,     CONTINUES,        DIVIDE,                196, 196, 196, "2:208",                                    "i32 {r3} = {r1} %s {r2}"),
    SHIFT_LOGICAL_LEFT_32               (REG_REG_REG,     CONTINUES,        SHIFT_32,              197, 197, 197, "2:199",                                    "i32 {r3} = {r1} << {r2}"),
    SHIFT_LOGICAL_RIGHT_32              (REG_REG_REG,     CONTINUES,        SHIFT_32,              198, 198, 198, "2:201",                                    "i32 {r3} = {r1} >> {r2}"),
    SHIFT_ARITHMETIC_RIGHT_32           (REG_REG_REG,     CONTINUES,        SHIFT_32,              199, 199, 199, "2:299",                                    "i32 {r3} = {r1} >>a {r2}"),
    ADD_64                              (REG_REG_REG,     CONTINUES,        ALU,                   200, 200, __,  "2:188",                                    "{r3} = {r1} + {r2}"),
    SUB_64                              (REG_REG_REG,     CONTINUES,        ALU,                   201, 201, __,  "2:190",                                    "{r3} = {r1} - {r2}"),
    MUL_64                              (REG_REG_REG,     CONTINUES,        MULTIPLY_64,           202, 202, __,  "2:195",                                    "{r3} = {r1} * {r2}"),
    DIV_UNSIGNED_64                     (REG_REG_REG,     CONTINUES,        DIVIDE,                203, 203, __,  "2:204",                                    "{r3} = {r1} /u {r2}"),
    DIV_SIGNED_64                       (REG_REG_REG,     CONTINUES,        DIVIDE,                204, 204, __,  "2:301",                                    "{r3} = {r1} /s {r2}"),
    REM_UNSIGNED_64                     (REG_REG_REG,     CONTINUES,        DIVIDE,                205, 205, __,  "2:207",                                    "{r3} = {r1} %u {r2}"),
    REM_SIGNED_64                       (REG_REG_REG,     CONTINUES,        DIVIDE,                206, 206, __,  "2:302",                                    "{r3} = {r1} %s {r2}"),
    SHIFT_LOGICAL_LEFT_64               (REG_REG_REG,     CONTINUES,        SHIFT_64,              207, 207, __,  "2:200",                                    "{r3} = {r1} << {r2}"),
    SHIFT_LOGICAL_RIGHT_64              (REG_REG_REG,     CONTINUES,        SHIFT_64,              208, 208, __,  "2:202",                                    "{r3} = {r1} >> {r2}"),
    SHIFT_ARITHMETIC_RIGHT_64           (REG_REG_REG,     CONTINUES,        SHIFT_64,              209, 209, __,  "2:300",                                    "{r3} = {r1} >>a {r2}"),
    AND                                 (REG_REG_REG,     CONTINUES,        ALU,                   210, 210, 210, "2:191",                                    "{r3} = {r1} & {r2}"),
    XOR                                 (REG_REG_REG,     CONTINUES,        ALU,                   211, 211, 211, "2:192",                                    "{r3} = {r1} ^ {r2}"),
    OR                                  (REG_REG_REG,     CONTINUES,        ALU,                   212, 212, 212, "2:193",                                    "{r3} = {r1} | {r2}"),
    MUL_UPPER_SIGNED_SIGNED             (REG_REG_REG,     CONTINUES,        MULTIPLY_UPPER,        213, 213, 213, "2:297",                                    "{r3} = {r1} mulh {r2}"),
    MUL_UPPER_UNSIGNED_UNSIGNED         (REG_REG_REG,     CONTINUES,        MULTIPLY_UPPER,        214, 214, 214, "2:196",                                    "{r3} = {r1} mulhu {r2}"),
    MUL_UPPER_SIGNED_UNSIGNED           (REG_REG_REG,     CONTINUES,        MULTIPLY_UPPER_MIXED,  215, 215, 215, "2:298",                                    "{r3} = {r1} mulhsu {r2}"),
    SET_LESS_THAN_UNSIGNED              (REG_REG_REG,     CONTINUES,        COMPARE,               216, 216, 216, "2:197",                                    "{r3} = {r1} <u {r2}"),
    SET_LESS_THAN_SIGNED                (REG_REG_REG,     CONTINUES,        COMPARE,               217, 217, 217, "2:198",                                    "{r3} = {r1} <s {r2}"),
    CMOV_IF_ZERO                        (REG_REG_REG,     CONTINUES,        CONDITIONAL,           218, 218, 218, "2:209",                                    "{r3} = {r1} if {r2} == 0"),
    CMOV_IF_NOT_ZERO                    (REG_REG_REG,     CONTINUES,        CONDITIONAL,           219, 219, 219, "2:210",                                    "{r3} = {r1} if {r2} != 0"),
    ROTATE_LEFT_64                      (REG_REG_REG,     CONTINUES,        SHIFT_64,              220, 220, __,  "2:216",                                    "{r3} = {r1} <<r {r2}"),
    ROTATE_LEFT_32                      (REG_REG_REG,     CONTINUES,        SHIFT_32,              221, 221, 221, "2:305",                                    "i32 {r3} = {r1} <<r {r2}"),
    ROTATE_RIGHT_64                     (REG_REG_REG,     CONTINUES,        SHIFT_64,              222, 222, __,  "2:307",                                    "{r3} = {r1} >>r {r2}"),
    ROTATE_RIGHT_32                     (REG_REG_REG,     CONTINUES,        SHIFT_32,              223, 223, 223, "2:306",                                    "i32 {r3} = {r1} >>r {r2}"),
    AND_INVERTED                        (REG_REG_REG,     CONTINUES,        LOGIC_INVERTED,        224, 224, 224, "2:211",                                    "{r3} = {r1} & ~{r2}"),
    OR_INVERTED                         (REG_REG_REG,     CONTINUES,        LOGIC_INVERTED,        225, 225, 225, "2:212",                                    "{r3} = {r1} | ~{r2}"),
    XNOR                                (REG_REG_REG,     CONTINUES,        LOGIC_XNOR,            226, 226, 226, "2:213",                                    "{r3} = ~({r1} ^ {r2})"),
    MAXIMUM                             (REG_REG_REG,     CONTINUES,        MIN_MAX,               227, 227, 227, "2:303",                                    "{r3} = maxs({r1}, {r2})"),
    MAXIMUM_UNSIGNED                    (REG_REG_REG,     CONTINUES,        MIN_MAX,               228, 228, 228, "2:214",                                    "{r3} = maxu({r1}, {r2})"),
    MINIMUM                             (REG_REG_REG,     CONTINUES,        MIN_MAX,               229, 229, 229, "2:304",                                    "{r3} = mins({r1}, {r2})"),
    MINIMUM_UNSIGNED                    (REG_REG_REG,     CONTINUES,        MIN_MAX,               230, 230, 230, "2:215",                                    "{r3} = minu({r1}, {r2})"),

    /** What is no instruction: an unknown number, a gap, one that is cut off. Behaves and costs as a trap. */
    INVALID                             (NONE,            STOPS,            END_OF_BLOCK,          __,  __,  __,  "",                                         "invalid");
    // spotless:on
    // @formatter:on

    /** One of the numbers that an instruction has in the extended encoding, which fixes its length. */
    public record Variant(int argumentBytes, int number) {}

    private final Form form;
    private final Flow flow;
    private final CostClass costClass;
    private final int jamV1;
    private final int reviveV1;
    private final int latest32;
    private final List<Variant> variants;
    private final String text;

    Opcode(
            Form form, Flow flow, CostClass costClass, int jamV1, int reviveV1, int latest32, String latest64, String text) {
        this.form = form;
        this.flow = flow;
        this.costClass = costClass;
        this.jamV1 = jamV1;
        this.reviveV1 = reviveV1;
        this.latest32 = latest32;
        this.variants = variants(latest64);
        this.text = text;
    }

    public String mnemonic() {
        return name().toLowerCase(Locale.ROOT);
    }

    public Form form() {
        return form;
    }

    public Flow flow() {
        return flow;
    }

    public boolean endsBlock() {
        return flow.endsBlock();
    }

    public CostClass costClass() {
        return costClass;
    }

    /** Template of its text. */
    public String text() {
        return text;
    }

    /** Its numbers in the extended encoding, shortest first. */
    public List<Variant> variants() {
        return variants;
    }

    public boolean existsIn(Isa isa) {
        return isa.isExtended() ? !variants.isEmpty() : number(isa) >= 0;
    }

    /** Its opcode byte in an instruction set of the legacy encoding; the first number in latest64; -1 if it has none. */
    public int number(Isa isa) {
        return switch (isa) {
            case JAM_V1 -> jamV1;
            case REVIVE_V1 -> reviveV1;
            case LATEST32 -> latest32;
            case LATEST64 -> variants.isEmpty() ? -1 : variants.getFirst().number();
        };
    }

    /** Its opcode byte in latest64 as it was before PolkaVM 0.37: the legacy numbering with nothing left out. */
    int numberBefore037() {
        return Math.max(reviveV1, latest32);
    }

    // By hand: this is part of every start, when nothing is compiled yet.
    private static List<Variant> variants(String pairs) {
        var variants = new ArrayList<Variant>();
        int argumentBytes = 0;
        int number = 0;
        for (int at = 0; at < pairs.length(); at++) {
            char c = pairs.charAt(at);
            if (c == ':') {
                argumentBytes = number;
                number = 0;
            } else if (c == ' ') {
                variants.add(new Variant(argumentBytes, number));
                number = 0;
            } else {
                number = 10 * number + c - '0';
            }
        }
        if (!pairs.isEmpty()) {
            variants.add(new Variant(argumentBytes, number));
        }
        return List.copyOf(variants);
    }
}
