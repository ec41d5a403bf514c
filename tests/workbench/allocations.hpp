// Every byte the program holds by new and by ImGui's allocator, for tests that nothing grows.
#pragma once

#include <cstdint>

namespace funnel::workbench {

// Bytes allocated and not given back yet. ImGui counts from count_imgui on.
[[nodiscard]] std::int64_t bytes_allocated();

// Makes ImGui allocate where it is counted. Once, before its first context.
void count_imgui();

}  // namespace funnel::workbench
