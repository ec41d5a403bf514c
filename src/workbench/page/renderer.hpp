// What ImGui has made, drawn by WebGL2. The canvas is the workbench's alone: what never changes is set once,
// and nothing is asked of the graphics card, whose answer would come only after everything before it is
// drawn.
#pragma once

#include <cstdint>

#include "imgui.h"

namespace funnel::workbench {

class Renderer {
public:
    // Makes the program and the buffers in the current context, also after the one before was lost. False
    // when the browser refuses them.
    [[nodiscard]] bool start();
    // The letters' picture of ImGui's atlas is another one.
    void upload_letters();
    // A frame that would look like the last one is left out, unless `always`: a picture is taken of it. True
    // when it was drawn.
    [[nodiscard]] bool draw(const ImDrawData& data, ImU32 background, bool always);

private:
    unsigned scale_ = 0;       // the program's uniform
    unsigned letters_ = 0;     // texture
    std::uint64_t drawn_ = 0;  // what the last frame was made of
};

}  // namespace funnel::workbench
