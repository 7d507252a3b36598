# The policy as a package of its own: find_package(tocsin_policy) gives
#   tocsin::policy         the static library, with the C++ headers for tables of rules
#   tocsin::policy_shared  libtocsin_policy.so, which exports the one symbol of policy/policy.h
# It needs a C++20 compiler and nothing else. Included by the whole project, and by policy/CMakeLists.txt for the policy alone.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

get_filename_component(policy_root ${CMAKE_CURRENT_LIST_DIR} DIRECTORY)
file(GLOB_RECURSE policy_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/*.cpp)

add_library(tocsin_policy_objects OBJECT ${policy_sources})
target_compile_features(tocsin_policy_objects PUBLIC cxx_std_20)
target_include_directories(tocsin_policy_objects PUBLIC ${policy_root})
set_target_properties(tocsin_policy_objects PROPERTIES POSITION_INDEPENDENT_CODE ON)
if(TARGET tocsin_flags)
  target_link_libraries(tocsin_policy_objects PRIVATE tocsin_flags)
endif()

add_library(tocsin_policy_archive STATIC $<TARGET_OBJECTS:tocsin_policy_objects>)
add_library(tocsin_policy_shared SHARED $<TARGET_OBJECTS:tocsin_policy_objects>)
set_target_properties(tocsin_policy_archive PROPERTIES OUTPUT_NAME tocsin_policy_pic EXPORT_NAME policy)
set_target_properties(tocsin_policy_shared PROPERTIES OUTPUT_NAME tocsin_policy EXPORT_NAME policy_shared
  LINK_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/exports.map)
target_link_options(tocsin_policy_shared PRIVATE -Wl,--version-script=${CMAKE_CURRENT_LIST_DIR}/exports.map)
if(TOCSIN_SANITIZE)
  target_link_options(tocsin_policy_shared PRIVATE -fsanitize=${TOCSIN_SANITIZE})
endif()
foreach(library tocsin_policy_archive tocsin_policy_shared)
  target_compile_features(${library} INTERFACE cxx_std_20)
  target_include_directories(${library} INTERFACE $<BUILD_INTERFACE:${policy_root}>
    $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/tocsin>)
endforeach()

# Beside the whole project the libraries are built when asked for by name, and the policy alone is what is installed.
if(TARGET tocsin_flags)
  set_target_properties(tocsin_policy_objects tocsin_policy_archive tocsin_policy_shared PROPERTIES EXCLUDE_FROM_ALL ON)
  return()
endif()

set(policy_config_dir ${CMAKE_INSTALL_LIBDIR}/cmake/tocsin_policy)
install(TARGETS tocsin_policy_archive tocsin_policy_shared EXPORT tocsin_policy_targets COMPONENT policy)
install(EXPORT tocsin_policy_targets FILE tocsin_policyConfig.cmake NAMESPACE tocsin:: DESTINATION ${policy_config_dir} COMPONENT policy)
install(DIRECTORY ${CMAKE_CURRENT_LIST_DIR}/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/tocsin/policy COMPONENT policy
  FILES_MATCHING PATTERN "*.h" PATTERN "*.hpp")
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/tocsin_policyConfigVersion.cmake
  VERSION ${PROJECT_VERSION} COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/tocsin_policyConfigVersion.cmake DESTINATION ${policy_config_dir} COMPONENT policy)
