#include <GLES3/gl3.h>
#include <GLFW/glfw3.h>
#include <emscripten/emscripten.h>
#include <emscripten/heap.h>
#include <emscripten/html5.h>
#include <malloc.h>

#include <algorithm>
#include <utility>

#include "backends/imgui_impl_glfw.h"
#include "workbench/page/platform.hpp"

// The page passes these functions in the module's options.
EM_JS(void, page_on_change, (double revision, int provisional), {
    if (Module["onChange"]) Module["onChange"](revision, !!provisional);
})
EM_JS(void, page_on_request, (int request), {
    if (Module["onRequest"]) Module["onRequest"](request);
})
EM_JS(void, page_on_copy, (const char* text), {
    if (Module["onCopy"]) Module["onCopy"](UTF8ToString(text));
})

namespace funnel::workbench {
namespace {

// One workbench per module instance: the animation callback has no place for more.
struct Frames {
    int left = 0;
    bool scheduled = false;
    void (*draw)() = nullptr;
};

Frames& frames() {
    static Frames instance;
    return instance;
}

EM_BOOL on_animation_frame(double, void*) {
    Frames& f = frames();
    f.scheduled = false;
    if (f.draw != nullptr) f.draw();
    if (--f.left > 0 && !f.scheduled) {
        f.scheduled = true;
        emscripten_request_animation_frame(on_animation_frame, nullptr);
    }
    return EM_FALSE;
}

}  // namespace

bool Platform::start() {
    if (glfwInit() == GLFW_FALSE) return false;
    glfwWindowHint(GLFW_ALPHA_BITS, 0);
    glfwWindowHint(GLFW_DEPTH_BITS, 0);
    glfwWindowHint(GLFW_STENCIL_BITS, 0);
    window_ = glfwCreateWindow(1, 1, "", nullptr, nullptr);
    if (window_ == nullptr) return false;
    glfwMakeContextCurrent(window_);
    const GLubyte* version = glGetString(GL_VERSION);
    if (version == nullptr) return false;
    return ImGui_ImplGlfw_InitForOpenGL(window_, true) && renderer_.start();
}

void Platform::request_frames(int count, void (*draw)()) {
    Frames& f = frames();
    f.draw = draw;
    f.left = std::max(f.left, count);
    if (f.scheduled) return;
    f.scheduled = true;
    emscripten_request_animation_frame(on_animation_frame, nullptr);
}

void Platform::begin_frame() {
    ImGui_ImplGlfw_NewFrame();
    // The canvas is laid out in device pixels: one unit of ImGui is one of them.
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = pixels_;
    io.DisplayFramebufferScale = {1, 1};
}

bool Platform::end_frame(ImU32 background, Redraw redraw) {
    const bool always = redraw == Redraw::always || std::exchange(is_cleared_, false);
    return renderer_.draw(*ImGui::GetDrawData(), background, always);
}

void Platform::resize(int width, int height) {
    pixels_ = {static_cast<float>(width), static_cast<float>(height)};
    is_cleared_ = true;
    // Not glfwSetWindowSize: a window as large as the screen means full screen to it.
    emscripten_set_canvas_element_size("#canvas", width, height);
}

void tell_page_changed(double revision, bool provisional) {
    page_on_change(revision, provisional ? 1 : 0);
}
void ask_page(PageRequest request) {
    page_on_request(static_cast<int>(request));
}
void hand_to_clipboard(const char* text) {
    page_on_copy(text);
}
double heap_bytes() {
    return static_cast<double>(emscripten_get_heap_size());
}
double now_ms() {
    return emscripten_get_now();
}

}  // namespace funnel::workbench
