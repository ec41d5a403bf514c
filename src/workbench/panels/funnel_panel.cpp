#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "core/factors.hpp"
#include "workbench/drawing/chart.hpp"
#include "workbench/drawing/format.hpp"
#include "workbench/panels/panels.hpp"

namespace funnel::workbench {
namespace {

constexpr float kHeading = 44;
constexpr float kLeastPitch = 44;
constexpr float kPitchWithShares = 31;

// One bar: how many are here now and at the target, and what share of the bar above came this far.
struct Bar {
    std::string_view name, factor;
    Count now = 0;
    Count target = 0;
    Count lost = 0;  // of `now`, nobody had time for
    std::optional<NowTarget> share;
};

std::vector<Bar> bars_of(const Scenario& scenario, const Report& report) {
    std::vector<Bar> bars{
        {"Заявки", "leads", report.now.leads, report.target.leads, report.now.lost_leads, std::nullopt}};
    const Flow& now = report.now;
    const Flow& target = report.target;
    const bool capacity = scenario.capacity_leads_per_manager || scenario.target.capacity_leads_per_manager;
    if (capacity) {
        const Factors factors = factors_of(scenario);
        bars.push_back({"В работе", "coverage", now.worked_leads, target.worked_leads, 0,
                        NowTarget{factors.coverage.now, factors.coverage.target}});
    }
    for (std::size_t i = 0; i < scenario.stages.size(); ++i) {
        bars.push_back({scenario.stages[i].name, scenario.stages[i].id, now.stages[i].passed,
                        target.stages[i].passed, 0,
                        NowTarget{now.stages[i].conversion, target.stages[i].conversion}});
    }
    return bars;
}

void bar(Canvas& canvas, const Axis& axis, const Bar& b, float y0, float y1) {
    const Palette& colors = canvas.colors();
    const float now = axis.at(b.now);
    const float worked = axis.at(b.now - b.lost);
    const float target = axis.at(b.target);
    canvas.fill({axis.x0, y0, std::max(worked, axis.x0 + (b.now > 0 ? 1.0F : 0.0F)), y1}, colors.chart_now);
    if (b.lost > 0) canvas.hatch({worked, y0, now, y1});
    if (target < now - 0.5F) canvas.vertical(target, y0 - 2, y1 + 2, colors.ink, 2);
    if (target <= now + 0.5F) return;
    const Box could{now, y0, target, y1};
    canvas.fill(could, colors.could_tint);
    canvas.frame(could, colors.could);
    const std::string words = count(b.target);
    const float width = canvas.width_of(Type::note, words);
    if (width + 8 <= could.width() && y1 - y0 >= 16) {
        canvas.text(could, {Type::note, colors.could, Align::center}, words);
    } else if (target + 6 + width <= axis.x1) {
        canvas.text({target + 6, y0, axis.x1, y1}, {Type::note, colors.could}, words);
    }
}

void share_words(Canvas& canvas, const NowTarget& share, Box box) {
    const Palette& colors = canvas.colors();
    const std::string now = percent(share.now);
    if (canvas.width_of(Type::note, now) > box.width()) return;
    const Box at = canvas.text(box, {Type::note, colors.ink_2}, now);
    if (share.now == share.target) return;
    const std::string target = "→ " + percent(share.target);
    box.x0 = at.x1 + 6;
    if (canvas.width_of(Type::note, target) <= box.width())
        canvas.text(box, {Type::note, share.target > share.now ? colors.could : colors.ink_2}, target);
}

}  // namespace

float funnel_panel_height(const Scenario& scenario) {
    return kHeading + static_cast<float>(scenario.stages.size() + 2) * kLeastPitch;
}

void funnel_panel(PanelContext& context, Box box) {
    Canvas& canvas = context.canvas;
    const Palette& colors = canvas.colors();
    const std::vector<Bar> bars = bars_of(context.scenario(), context.report());
    box = panel_heading(context, box, "Сколько заявок доходит до оплаты", "сплошное сейчас, контур при цели");
    const float rows = static_cast<float>(bars.size());
    const float pitch = std::min((box.height() - 2) / (rows - 0.45F), 58.0F);
    const bool with_shares = pitch >= kPitchWithShares;
    const float height = with_shares ? std::max(pitch - 22, pitch * 0.5F) : pitch - 3;

    float name_width = 0;
    float count_width = 0;
    double most = 0;
    for (const Bar& b : bars) {
        name_width = std::max(name_width, canvas.width_of(Type::note_bold, b.name));
        count_width = std::max(count_width, canvas.width_of(Type::note, count(b.now)));
        most = std::max({most, b.now, b.target});
    }
    name_width = std::min(name_width, box.width() * 0.36F);
    count_width = std::min(count_width, box.width() * 0.24F);
    const float x0 = box.x0 + name_width + 14 + count_width + 12;
    const Axis axis{0, most, x0, std::max(x0 + 1, box.x1)};
    float y = box.y0;
    for (std::size_t i = 0; i < bars.size(); ++i) {
        const Bar& b = bars[i];
        if (i > 0 && with_shares) {
            const float from = axis.at(bars[i - 1].now);
            canvas.quad({axis.x0, y - (pitch - height)}, {from, y - (pitch - height)}, {axis.at(b.now), y},
                        {axis.x0, y}, colors.chart_flow);
            if (b.share) share_words(canvas, *b.share, {axis.x0 + 8, y - (pitch - height), axis.x1, y});
        }
        const float middle = y + height / 2;
        const float half = std::min(pitch / 2, 12.0F);
        const Box line{box.x0, y, box.x1, y + height};
        factor_under_pointer(context, line, b.factor);
        if (lit(context, b.factor)) canvas.fill(line, colors.tint);
        (void)tip(context, line,
                  std::string(b.name) + ": сейчас " + count(b.now) + ", при цели " + count(b.target) +
                      (b.share ? ", проходит " + percent(b.share->now) : std::string()));
        canvas.text({box.x0, middle - half, box.x0 + name_width, middle + half},
                    {Type::note_bold, colors.ink}, b.name);
        canvas.text({x0 - 12 - count_width, middle - half, x0 - 12, middle + half},
                    {Type::note, colors.ink, Align::right},
                    {count(b.now), scaled_with_unit(b.now, money_scale(b.now))});
        bar(canvas, axis, b, y, y + height);
        y += pitch;
    }
}

}  // namespace funnel::workbench
