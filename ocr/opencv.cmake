# Debian's libopencv-core-dev and libopencv-imgproc-dev carry no CMake files of their own.
find_path(OPENCV_INCLUDE opencv2/imgproc.hpp PATH_SUFFIXES opencv4 REQUIRED)
foreach(part core imgproc)
  find_library(OPENCV_${part} opencv_${part} REQUIRED)
  add_library(OpenCV::${part} UNKNOWN IMPORTED GLOBAL)
  set_target_properties(OpenCV::${part} PROPERTIES
    IMPORTED_LOCATION ${OPENCV_${part}}
    INTERFACE_INCLUDE_DIRECTORIES ${OPENCV_INCLUDE})
endforeach()
target_link_libraries(OpenCV::imgproc INTERFACE OpenCV::core)
