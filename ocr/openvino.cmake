# OpenVINO comes out of its PyPI wheel (scripts/models). Its own CMake files want every plug-in to
# be there, so the one library that we link is named here. Not found: Tesseract alone.
set(CHENGNUO_OPENVINO_VERSION 2026.4.1)
if(DEFINED ENV{CHENGNUO_DEPS})
  set(deps $ENV{CHENGNUO_DEPS})
elseif(DEFINED ENV{XDG_CACHE_HOME})
  set(deps $ENV{XDG_CACHE_HOME}/chengnuo)
else()
  set(deps $ENV{HOME}/.cache/chengnuo)
endif()
set(CHENGNUO_DEPS ${deps} CACHE PATH "Where scripts/models put OpenVINO and the PP-OCR models")

set(home ${CHENGNUO_DEPS}/openvino-${CHENGNUO_OPENVINO_VERSION})
if(EXISTS ${home}/lib/libopenvino.so)
  add_library(OpenVINO::runtime SHARED IMPORTED GLOBAL)
  set_target_properties(OpenVINO::runtime PROPERTIES
    IMPORTED_LOCATION ${home}/lib/libopenvino.so
    INTERFACE_INCLUDE_DIRECTORIES ${home}/include)
  # Found at run time beside what links it, and needed by OpenVINO itself.
  target_link_options(OpenVINO::runtime INTERFACE -Wl,-rpath-link,${home}/lib)
else()
  message(STATUS "OpenVINO is not in ${CHENGNUO_DEPS}: built with Tesseract alone (scripts/models)")
endif()
