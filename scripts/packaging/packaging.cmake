# What is installed, and the .deb that CPack makes of it (scripts/package). Programs and their data
# keep their places to each other, so that they run from any prefix.
include(GNUInstallDirs)
set(share ${CMAKE_INSTALL_DATADIR}/chengnuo)
install(TARGETS chengnuo chengnuo-reader RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY templates/xml/ DESTINATION ${share}/templates)
install(FILES publication/message.xsd publication/holidays.txt DESTINATION ${share})
install(DIRECTORY console/web/page DESTINATION ${share})
install(FILES console/web/openapi.json DESTINATION ${share})
install(FILES scripts/packaging/chengnuo.service DESTINATION lib/systemd/system)
# The manual page is what the program says of itself, so it is true.
install(CODE "
  file(MAKE_DIRECTORY \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_MANDIR}/man1\")
  execute_process(COMMAND \"$<TARGET_FILE:chengnuo>\" manual COMMAND_ERROR_IS_FATAL ANY
    OUTPUT_FILE \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_MANDIR}/man1/chengnuo.1\")")
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright)
install(DIRECTORY docs/ DESTINATION ${CMAKE_INSTALL_DOCDIR} FILES_MATCHING PATTERN "*.md")

if(TARGET OpenVINO::runtime)
  # Not in Debian: its libraries lie in a folder of our own, where the reader looks for them.
  get_target_property(openvino OpenVINO::runtime IMPORTED_LOCATION)
  get_filename_component(openvino ${openvino} DIRECTORY)
  install(DIRECTORY ${openvino}/ DESTINATION ${CMAKE_INSTALL_LIBDIR}/chengnuo
          FILES_MATCHING PATTERN "*.so*")
  if(EXISTS ${openvino}/../licences)
    install(DIRECTORY ${openvino}/../licences DESTINATION ${CMAKE_INSTALL_DOCDIR})
  endif()
  install(DIRECTORY ${CHENGNUO_DEPS}/models/ppocr DESTINATION ${share}/models)
  file(RELATIVE_PATH up ${CMAKE_INSTALL_FULL_BINDIR} ${CMAKE_INSTALL_FULL_LIBDIR}/chengnuo)
  set_target_properties(chengnuo-reader PROPERTIES INSTALL_RPATH "$ORIGIN/${up}")
  set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS ${openvino})
endif()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME chengnuo)
set(CPACK_PACKAGE_CONTACT "chengnuo maintainers <chengnuo@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Quality commitment letters: from the scan to the public")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION misc)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Programs and data that no library dependency names.
set(CPACK_DEBIAN_PACKAGE_DEPENDS
    "adduser, tesseract-ocr-chi-sim, tesseract-ocr-eng, tesseract-ocr-osd, poppler-utils, poppler-data, icc-profiles-free, fonts-noto-cjk")
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
    ${PROJECT_SOURCE_DIR}/scripts/packaging/postinst ${PROJECT_SOURCE_DIR}/scripts/packaging/prerm
    ${PROJECT_SOURCE_DIR}/scripts/packaging/postrm)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
include(CPack)
