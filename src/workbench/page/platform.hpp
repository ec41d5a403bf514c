// The browser as the workbench sees it: a canvas with WebGL2 through GLFW, the next animation frame, the
// clipboard.
#pragma once

#include "imgui.h"
#include "workbench/document/view.hpp"

struct GLFWwindow;

namespace funnel::workbench {

class Platform {
public:
    // Makes the window and the ImGui backends. False when the browser has no WebGL2.
    [[nodiscard]] bool start();
    // Calls `frame` at the next animation frames, as many as asked; asking again while some are left does not
    // add up.
    void request_frames(int frames, void (*frame)());
    void begin_frame();
    void end_frame(ImU32 background);
    void resize(int width, int height);
    [[nodiscard]] ImVec2 pixels() const { return pixels_; }
    // The letters' picture changed: hand it to the GPU again.
    void upload_letters();
    void forget_gpu_objects();

private:
    GLFWwindow* window_ = nullptr;
    ImVec2 pixels_{1, 1};
};

// Calls of the page's own functions.
void tell_page_changed(double revision);
void ask_page(PageRequest request);
void hand_to_clipboard(const char* text);
[[nodiscard]] double heap_bytes();
[[nodiscard]] double now_ms();

}  // namespace funnel::workbench
