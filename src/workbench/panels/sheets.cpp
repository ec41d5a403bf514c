#include <algorithm>
#include <string>
#include <utility>
#include <variant>

#include "workbench/controls/actions.hpp"
#include "workbench/controls/controls.hpp"
#include "workbench/document/edits.hpp"
#include "workbench/panels/panels.hpp"
#include "workbench/panels/shortcuts.hpp"

namespace funnel::workbench {
namespace {

// The sheet itself: as large as its content, within the window; returns the room inside.
Box sheet(PanelContext& context, const Box& window, float width, float height, std::string_view title) {
    Canvas& canvas = context.canvas;
    canvas.fill(window, (canvas.colors().ink & ~IM_COL32_A_MASK) | (0x66U << IM_COL32_A_SHIFT));
    const float w = std::min(width, window.width() - 16);
    const float h = std::min(height, window.height() - 16);
    const Box box{window.x0 + (window.width() - w) / 2, window.y0 + (window.height() - h) / 2,
                  window.x0 + (window.width() + w) / 2, window.y0 + (window.height() + h) / 2};
    canvas.fill(box, canvas.colors().sheet);
    canvas.frame(box, canvas.colors().ink, 2);
    Box inner = box.inset(std::min(28.0F, w * 0.05F), std::min(20.0F, h * 0.05F));
    Box head = inner.take_top(34);
    const Button close{"close", "Закрыть", "Esc"};
    const Box at = head.take_right(std::min(button_width(canvas, close), head.width() * 0.5F));
    head.x1 -= 8;
    if (button(context, {at.x0, at.y0 + 1, at.x1, at.y0 + 33}, close)) {
        View view = context.view;
        view.sheet = Sheet::none;
        context.intents.emplace_back(ChangeView{std::move(view)});
    }
    canvas.text(head, {Type::heading, canvas.colors().ink}, title);
    inner.y0 += 10;
    return inner;
}

}  // namespace

void cheat_sheet_panel(PanelContext& context, Box window) {
    constexpr float kRow = 26;
    const std::size_t columns = window.width() >= 900 ? 2 : 1;
    const std::size_t rows = (kShortcuts.size() + columns - 1) / columns;
    const float content = kRow * static_cast<float>(rows);
    Box inner = sheet(context, window, columns == 2 ? 980.0F : 520.0F, content + 100, "Клавиши");
    Canvas& canvas = context.canvas;
    const Palette& colors = canvas.colors();
    const Box area = begin_scroll(context, "keys", inner, content);
    const float width = area.width() / static_cast<float>(columns);
    const float keys_width = std::min(120.0F, width * 0.36F);
    for (std::size_t i = 0; i < kShortcuts.size(); ++i) {
        const std::size_t column = i / rows;
        const float x = area.x0 + width * static_cast<float>(column);
        const float y = area.y0 + kRow * static_cast<float>(i % rows);
        canvas.text({x, y, x + keys_width, y + kRow}, {Type::small_bold, colors.ink}, kShortcuts[i].keys);
        canvas.text({x + keys_width + 10, y, x + width - 12, y + kRow}, {Type::small, colors.ink_2},
                    kShortcuts[i].does);
        canvas.horizontal(x, x + width - 12, y + kRow - 1, colors.hair);
    }
    end_scroll(context, content);
}

void presets_panel(PanelContext& context, Box window) {
    constexpr float kRow = 42;
    const float content = kRow * static_cast<float>(std::max<std::size_t>(context.presets.size(), 1));
    Box inner = sheet(context, window, 520, content + 100, "Готовые воронки");
    Canvas& canvas = context.canvas;
    Box area = begin_scroll(context, "presets", inner, content);
    for (const Preset& preset : context.presets) {
        const Box line = area.take_top(kRow);
        const Button choose{preset.name, preset.name, ""};
        if (!button(context, {line.x0 + 2, line.y0 + 3, line.x1 - 2, line.y1 - 3}, choose)) continue;
        context.edit(with_stages(context.scenario(), preset.stages));
        View view = context.view;
        view.sheet = Sheet::none;
        context.intents.emplace_back(ChangeView{std::move(view)});
    }
    if (context.presets.empty())
        canvas.text(area.take_top(kRow), {Type::body, canvas.colors().ink_2}, "Готовых воронок пока нет");
    end_scroll(context, content);
}

void actions_panel(PanelContext& context, Box window) {
    constexpr float kRow = 42;
    const std::size_t columns = window.width() >= 620 ? 2 : 1;
    const std::size_t rows = (kActions + columns - 1) / columns;
    const float content = kRow * static_cast<float>(rows);
    Box inner = sheet(context, window, columns == 2 ? 640.0F : 400.0F, content + 100, "Что ещё можно");
    const Box area = begin_scroll(context, "actions", inner, content);
    const float width = area.width() / static_cast<float>(columns);
    for (std::size_t i = 0; i < kActions; ++i) {
        const auto action = static_cast<Action>(i);
        const std::size_t column = i / rows;
        const float x = area.x0 + width * static_cast<float>(column);
        const float y = area.y0 + kRow * static_cast<float>(i % rows);
        if (!button(context, {x + 2, y + 3, x + width - 6, y + kRow - 3}, button_of(action, Wording::full)))
            continue;
        context.intents.push_back(intent_of(action, context.view));
        if (std::holds_alternative<ChangeView>(context.intents.back())) continue;
        View view = context.view;
        view.sheet = Sheet::none;
        context.intents.emplace_back(ChangeView{std::move(view)});
    }
    end_scroll(context, content);
}

}  // namespace funnel::workbench
