// The browser as the workbench sees it: a canvas with WebGL2 through GLFW, the next animation frame, the
// clipboard.
#pragma once

#include <cstdint>

#include "imgui.h"
#include "workbench/document/view.hpp"
#include "workbench/page/renderer.hpp"

struct GLFWwindow;

namespace funnel::workbench {

enum class Redraw : std::uint8_t { when_changed, always };

class Platform {
public:
    // Makes the window and the ImGui backends. False when the browser has no WebGL2.
    [[nodiscard]] bool start();
    // Calls `frame` at the next animation frames, as many as asked; asking again while some are left does not
    // add up.
    void request_frames(int frames, void (*frame)());
    void begin_frame();
    // Draws what ImGui has rendered; true when something was drawn.
    bool end_frame(ImU32 background, Redraw redraw);
    void resize(int width, int height);
    [[nodiscard]] ImVec2 pixels() const { return pixels_; }
    // The letters' picture changed: hand it to the graphics card again.
    void upload_letters() { renderer_.upload_letters(); }
    // What was on the graphics card is gone with the drawing context: makes it anew, without the letters.
    // False when the browser refuses.
    [[nodiscard]] bool restore() { return renderer_.start(); }

private:
    GLFWwindow* window_ = nullptr;
    Renderer renderer_;
    bool is_cleared_ = true;  // the browser empties a canvas whose size is set
    ImVec2 pixels_{1, 1};
};

// Calls of the page's own functions.
// `provisional`: it is being typed.
void tell_page_changed(double revision, bool provisional);
void ask_page(PageRequest request);
void hand_to_clipboard(const char* text);
[[nodiscard]] double heap_bytes();
[[nodiscard]] double now_ms();

}  // namespace funnel::workbench
