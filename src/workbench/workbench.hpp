// The whole workbench without a screen: document, view and results; draws one frame into the current ImGui
// context and applies what the person did. The same object runs in the browser and in tests.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "workbench/controls/panel.hpp"
#include "workbench/document/document.hpp"
#include "workbench/document/results.hpp"
#include "workbench/document/view.hpp"
#include "workbench/drawing/canvas.hpp"
#include "workbench/drawing/fonts.hpp"
#include "workbench/drawing/layout.hpp"

namespace funnel::workbench {

class Workbench {
public:
    // Starts with one variant, "Как есть". Precondition: it is within its ranges.
    explicit Workbench(Scenario scenario);

    // Draws everything into the current ImGui frame (between NewFrame and Render) and applies the intents.
    // `pixels` is the size of the window in device pixels, `letters.pixels_per_unit` device pixels per CSS
    // pixel times zoom. Texts are recorded when `records` is given.
    void frame(const Letters& letters, ImVec2 pixels, std::vector<TextRecord>* records = nullptr);

    void apply(const Intent& intent);
    // What one frame asked for: all of it is kept, and an edit goes to the variant it was made on.
    void apply_all(const std::vector<Intent>& intents);

    [[nodiscard]] const History& history() const { return history_; }
    [[nodiscard]] const Results& results() const { return results_; }
    [[nodiscard]] const View& view() const { return view_; }
    [[nodiscard]] const Layout& layout() const { return layout_; }
    // Who the next key belongs to; kKeys of web/js/demo/names.js has the same order.
    enum class Keys : std::uint8_t { nobody, number_typed, words_typed, number_field, slides };
    [[nodiscard]] Keys keys() const;
    // What is shown is being typed: not saved, not told, grey.
    [[nodiscard]] bool provisional() const { return interaction_.provisional; }
    // Begins typing into the number field in focus, all of it selected: a finger has no keyboard to begin
    // with.
    void edit_focused() { interaction_.edit_asked = interaction_.field != 0; }

    // What is being typed is taken, as Enter would: before something else is done than typing.
    void finish_typing();

    // What is under the pointer is dragged, not pressed.
    [[nodiscard]] bool grips() const { return interaction_.grips; }
    // A finger has moved what is under it by so many device pixels.
    void scroll(float by) { interaction_.scroll_by += by; }

    // What only the page can do, in the order it was asked; taken once.
    [[nodiscard]] std::vector<PageRequest> take_page_requests();

    // `what` is what an undo takes back: "открытие файла"; empty: another call, undo leads no further back.
    void open(Document document, std::string_view what);
    // The same document as another tab has made it: what is being typed here goes on over it, in the variant
    // it is typed into.
    void sync(Document document, std::string_view what);
    void set_title(std::string_view title);
    void notify(std::string notice) { view_.notice = std::move(notice); }
    // What stands beside and under the pointer of the fields, in place of what stood there before.
    void remark(std::vector<Remark> remarks) { remarks_ = std::move(remarks); }
    // The table of the scenario in hand for Excel.
    [[nodiscard]] std::string copy() const;

    // How much larger than usual everything is drawn in a window of so many units.
    [[nodiscard]] float magnified(float width, float height) const;

private:
    void draw(PanelContext& context, ImVec2 pixels);
    void draw_regions(PanelContext& context);
    void draw_tip(PanelContext& context);
    void update_results();
    // What was being typed has no field any more: it is not put into another.
    void drop_typing();
    // Says once of a letter that a box stands in its place.
    void tell_missing(const std::u32string& letters);

    History history_;
    View view_;
    Results results_;
    Layout layout_;
    Interaction interaction_;
    std::vector<Intent> intents_;
    std::vector<PageRequest> page_requests_;
    std::vector<Remark> remarks_;
    std::u32string told_missing_;
};

}  // namespace funnel::workbench
