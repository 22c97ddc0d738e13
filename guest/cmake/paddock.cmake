# paddock_program(NAME SOURCE...) builds NAME.polkavm from C, with the kit's runtime. Use it with paddock-toolchain.cmake.
#
# PADDOCK is the command paddock, PADDOCK_LINK_FLAGS more options for `paddock link`.
get_filename_component(PADDOCK_KIT "${CMAKE_CURRENT_LIST_DIR}/.." ABSOLUTE)
if(NOT PADDOCK)
    set(PADDOCK paddock)
endif()

function(paddock_program name)
    if(NOT TARGET paddock_runtime)
        file(GLOB sources CONFIGURE_DEPENDS "${PADDOCK_KIT}/runtime/*.c")
        add_library(paddock_runtime STATIC ${sources})
        target_include_directories(paddock_runtime PUBLIC "${PADDOCK_KIT}/include")
        target_compile_options(paddock_runtime PRIVATE -fno-builtin -fno-unroll-loops -O2)
    endif()
    add_executable(${name} ${ARGN})
    set_target_properties(${name} PROPERTIES SUFFIX .elf)
    set_property(TARGET ${name} paddock_runtime PROPERTY C_STANDARD 11)
    target_link_libraries(${name} PRIVATE paddock_runtime)
    if(NOT CMAKE_BUILD_TYPE)
        target_compile_options(${name} PRIVATE -O2)
    endif()
    add_custom_command(
        TARGET ${name} POST_BUILD
        COMMAND ${PADDOCK} link $<TARGET_FILE:${name}> -o "${CMAKE_CURRENT_BINARY_DIR}/${name}.polkavm" ${PADDOCK_LINK_FLAGS}
        BYPRODUCTS "${CMAKE_CURRENT_BINARY_DIR}/${name}.polkavm"
        VERBATIM)
endfunction()
