// The workbench in the browser: holds the one instance of this module and translates between the page's calls
// and it.
#include <emscripten/emscripten.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/json/scenario_json.hpp"
#include "imgui.h"
#include "imgui_internal.h"
#include "workbench/commands.hpp"
#include "workbench/page/platform.hpp"
#include "workbench/workbench.h"
#include "workbench/workbench.hpp"

namespace {

using namespace funnel::workbench;

struct App {
    explicit App(funnel::Scenario scenario) : workbench(std::move(scenario)) {}
    Workbench workbench;
    Platform platform;
    Letters letters;
    float scale = 0;  // the letters are drawn for
    std::vector<std::uint8_t> fonts;
    double device_pixel_ratio = 1;
    std::uint64_t told_revision = 0;
    View told_view;
    bool told_provisional = false;
    std::string answer;
    std::string clipboard;
    double frames = 0;
    double last_frame_ms = 0;
    bool context_lost = false;
    bool has_letters = false;
};

// The module is the object: its exported functions have no handle.
std::unique_ptr<App>& app() {
    static std::unique_ptr<App> instance;
    return instance;
}

const char* clipboard_text(void*) {
    return app()->clipboard.c_str();
}
void set_clipboard_text(void*, const char* text) {
    app()->clipboard = text;
    hand_to_clipboard(text);
}

// Letters follow the zoom, the screen and the show.
void fit_letters(App& a) {
    const auto unit = static_cast<float>(a.device_pixel_ratio * a.workbench.view().zoom_percent / 100);
    const ImVec2 pixels = a.platform.pixels();
    const float wanted = unit * a.workbench.magnified(pixels.x / unit, pixels.y / unit);
    if (wanted == a.scale && a.letters.font[0] != nullptr) return;
    a.scale = wanted;
    a.has_letters = build_letters(*ImGui::GetIO().Fonts, a.fonts, wanted, a.letters);
    if (!a.has_letters) return;
    a.platform.upload_letters();
    ImGui::GetIO().FontDefault = a.letters.font[static_cast<std::size_t>(Type::body)];
}

// What the page waits for: another state, another view of it, or the same being typed.
void tell(App& a) {
    const View& view = a.workbench.view();
    const std::uint64_t revision = a.workbench.history().revision();
    const bool provisional = a.workbench.provisional();
    const bool asked =
        view.solver.pin == a.told_view.solver.pin && view.solver.give == a.told_view.solver.give;
    const bool same = view.theme == a.told_view.theme && view.zoom_percent == a.told_view.zoom_percent &&
                      view.presenting == a.told_view.presenting && view.tab == a.told_view.tab &&
                      view.compare_with == a.told_view.compare_with && view.notice == a.told_view.notice;
    if (revision == a.told_revision && provisional == a.told_provisional && same && asked) return;
    a.told_revision = revision;
    a.told_view = view;
    a.told_provisional = provisional;
    tell_page_changed(static_cast<double>(revision), provisional);
}

bool input_waits() {
    return ImGui::GetCurrentContext()->InputEventsQueue.Size > 0;
}

void frame();

void draw(App& a, Redraw redraw) {
    if (a.context_lost) return tell(a);  // what is done meanwhile counts
    const double started = now_ms();
    fit_letters(a);
    if (!a.has_letters) return;
    a.platform.begin_frame();
    ImGui::NewFrame();
    const std::uint64_t before = a.workbench.history().revision();
    a.workbench.frame(a.letters, a.platform.pixels());
    ImGui::Render();
    if (a.platform.end_frame(palette_of(a.workbench.view().theme).paper, redraw)) a.frames += 1;
    a.last_frame_ms = now_ms() - started;
    for (const PageRequest request : a.workbench.take_page_requests()) ask_page(request);
    if (before != a.workbench.history().revision() || input_waits()) a.platform.request_frames(3, frame);
    tell(a);
}

void frame() {
    draw(*app(), Redraw::when_changed);
}

// Takes all input that waits, without drawing: what the next key is for depends on it.
void settle(App& a) {
    constexpr int kMostFrames = 60;
    for (int i = 0; i < kMostFrames && a.has_letters && (i < 2 || input_waits()); ++i) {
        a.platform.begin_frame();
        ImGui::NewFrame();
        a.workbench.frame(a.letters, a.platform.pixels());
        ImGui::EndFrame();
        for (const PageRequest request : a.workbench.take_page_requests()) ask_page(request);
    }
    tell(a);
    a.platform.request_frames(3, frame);
}

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE int workbench_start(const unsigned char* fonts, int fonts_bytes, const char* scenario) {
    funnel::ScenarioResult read = funnel::scenario_from_json(scenario);
    if (!read.scenario) return 0;
    app() = std::make_unique<App>(*std::move(read.scenario));
    App& a = *app();
    a.fonts.assign(fonts, fonts + fonts_bytes);
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
    io.MouseDoubleClickTime = 0.5F;  // also where frames are slow
    io.MouseDoubleClickMaxDist = 12;
    if (!a.platform.start()) return 0;
    io.SetClipboardTextFn = set_clipboard_text;
    io.GetClipboardTextFn = clipboard_text;
    return 1;
}

EMSCRIPTEN_KEEPALIVE const char* workbench_command(const char* json) {
    App& a = *app();
    a.answer = run_command(a.workbench, json);
    a.platform.request_frames(3, frame);
    return a.answer.c_str();
}

EMSCRIPTEN_KEEPALIVE const char* workbench_state(void) {
    app()->answer = state_of(app()->workbench);
    return app()->answer.c_str();
}

EMSCRIPTEN_KEEPALIVE void workbench_resize(int width, int height, double device_pixel_ratio) {
    App& a = *app();
    a.device_pixel_ratio = device_pixel_ratio;
    a.platform.resize(width, height);
    a.platform.request_frames(3, frame);
}

EMSCRIPTEN_KEEPALIVE void workbench_wake(void) {
    app()->platform.request_frames(3, frame);
}
EMSCRIPTEN_KEEPALIVE void workbench_draw_now(void) {
    draw(*app(), Redraw::always);
}
EMSCRIPTEN_KEEPALIVE void workbench_clipboard(const char* text) {
    app()->clipboard = text;
}
EMSCRIPTEN_KEEPALIVE int workbench_typing(void) {
    return static_cast<int>(app()->workbench.keys());
}
EMSCRIPTEN_KEEPALIVE int workbench_settle(void) {
    settle(*app());
    return static_cast<int>(app()->workbench.keys());
}
EMSCRIPTEN_KEEPALIVE int workbench_grips(void) {
    return app()->workbench.grips() ? 1 : 0;
}
EMSCRIPTEN_KEEPALIVE void workbench_scroll(double pixels) {
    app()->workbench.scroll(static_cast<float>(pixels));
    app()->platform.request_frames(3, frame);
}
EMSCRIPTEN_KEEPALIVE void workbench_context_lost(void) {
    app()->context_lost = true;
}
EMSCRIPTEN_KEEPALIVE void workbench_context_restored(void) {
    App& a = *app();
    a.context_lost = !a.platform.restore();
    a.scale = 0;
    a.letters.font.fill(nullptr);
    a.platform.request_frames(3, frame);
}
EMSCRIPTEN_KEEPALIVE double workbench_frames(void) {
    return app()->frames;
}
EMSCRIPTEN_KEEPALIVE double workbench_heap_bytes(void) {
    return heap_bytes();
}
EMSCRIPTEN_KEEPALIVE double workbench_last_frame_ms(void) {
    return app()->last_frame_ms;
}

}  // extern "C"
