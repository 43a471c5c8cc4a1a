# Warnings that every target of ours is built with.
function(chengnuo_warnings target)
  target_compile_options(${target} PRIVATE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
    -Wnon-virtual-dtor -Woverloaded-virtual -Wformat=2)
endfunction()

# A room: its files, the rooms that its headers show (USES), and the libraries that only its .cc
# files see (WRAPS).
function(chengnuo_module name)
  cmake_parse_arguments(PARSE_ARGV 1 M "" "" "SOURCES;USES;WRAPS")
  add_library(${name} STATIC ${M_SOURCES})
  target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR})
  chengnuo_warnings(${name})
  target_link_libraries(${name} PUBLIC ${M_USES} PRIVATE ${M_WRAPS})
endfunction()

# The tests of a room: one program, one ctest entry for each test in it.
function(chengnuo_test name)
  cmake_parse_arguments(PARSE_ARGV 1 T "" "" "SOURCES;USES")
  add_executable(${name}_test ${T_SOURCES})
  chengnuo_warnings(${name}_test)
  target_link_libraries(${name}_test PRIVATE ${T_USES} GTest::gtest GTest::gmock GTest::gtest_main)
  target_include_directories(${name}_test PRIVATE ${PROJECT_SOURCE_DIR})
  target_compile_definitions(${name}_test PRIVATE
    CHENGNUO_TEST_FILES="${PROJECT_SOURCE_DIR}/tests/files"
    CHENGNUO_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
    CHENGNUO_BIN_DIR="${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
  gtest_discover_tests(${name}_test TEST_PREFIX "${name}: " DISCOVERY_MODE PRE_TEST
    PROPERTIES TIMEOUT 300)
endfunction()
