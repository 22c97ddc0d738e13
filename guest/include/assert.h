/* assert: writes what failed through the host function console_write, then ends the call with a panic. */
#undef assert
#if defined(NDEBUG)
#define assert(condition) ((void)0)
#else
#define assert(condition) ((condition) ? (void)0 : paddock_assertion_failed(#condition, __FILE__, __LINE__))
#endif

#ifndef PADDOCK_ASSERT_H
#define PADDOCK_ASSERT_H
__attribute__((noreturn)) void paddock_assertion_failed(const char *condition, const char *file, int line);
#if !defined(static_assert)
#define static_assert _Static_assert
#endif
#endif
