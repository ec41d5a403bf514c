// Compile-time settings of Dear ImGui for this project: only what the workbench uses is compiled in.
#pragma once

#define IMGUI_DISABLE_DEMO_WINDOWS
#define IMGUI_DISABLE_DEBUG_TOOLS
#define IMGUI_DISABLE_OBSOLETE_FUNCTIONS
#define IMGUI_DISABLE_OBSOLETE_KEYIO
#define IMGUI_DISABLE_FILE_FUNCTIONS
// imgui_text.cpp
#define IMGUI_DISABLE_DEFAULT_FORMAT_FUNCTIONS
