// A workbench without a screen: an ImGui context of its own, letters from the real file, frames of any size.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/scenario.hpp"
#include "workbench/workbench.hpp"

namespace funnel::workbench {

// The scenarios of tests/golden with the names of their files; compare.json gives two.
[[nodiscard]] std::vector<std::pair<std::string, Scenario>> golden_scenarios();
[[nodiscard]] Scenario golden(const std::string& name);
// Numbers at the ends of their ranges: no leads, a trillion a sale, twelve long names, two hundred managers…
[[nodiscard]] std::vector<std::pair<std::string, Scenario>> extreme_scenarios();

struct FrameSize {
    float width = 1440;  // CSS pixels at 100 % zoom and one device pixel each
    float height = 900;
    float scale = 1;
};

class Bench {
public:
    explicit Bench(Scenario scenario);
    ~Bench();
    Bench(const Bench&) = delete;
    Bench& operator=(const Bench&) = delete;

    // Draws `count` frames; the last one's texts are kept.
    void frames(FrameSize size, int count = 1);
    void press(ImGuiKey key);
    void hold(ImGuiKey key, bool down);  // a key that stays down, or goes up
    void move(ImVec2 to);                // the pointer, in device pixels
    void click(ImVec2 at, int times = 1);
    void type(const char* text);

    // The middle of a text as it was drawn last, in device pixels; fails the test where there is none.
    [[nodiscard]] ImVec2 place_of(const std::string& words, const std::string& panel) const;

    [[nodiscard]] const Letters& letters() const { return letters_; }

    Workbench workbench;
    std::vector<TextRecord> texts;

private:
    Letters letters_;
    float scale_ = 0;
    ImGuiContext* context_;
    FrameSize size_;
};

}  // namespace funnel::workbench
