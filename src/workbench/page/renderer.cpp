#include "workbench/page/renderer.hpp"

#include <GLES3/gl3.h>

#include <array>
#include <cstddef>
#include <cstring>

namespace funnel::workbench {
namespace {

constexpr GLuint kPosition = 0;
constexpr GLuint kPlace = 1;
constexpr GLuint kColor = 2;

constexpr const char* kVertices = R"(#version 300 es
layout(location = 0) in vec2 position;
layout(location = 1) in vec2 place;
layout(location = 2) in vec4 color;
uniform vec2 scale;
out vec2 at;
out vec4 ink;
void main() {
  at = place;
  ink = color;
  gl_Position = vec4(position * scale + vec2(-1.0, 1.0), 0.0, 1.0);
})";
constexpr const char* kFragments = R"(#version 300 es
precision mediump float;
in vec2 at;
in vec4 ink;
uniform sampler2D letters;
out vec4 color;
void main() {
  color = vec4(ink.rgb, ink.a * texture(letters, at).r);
})";

void attach(GLuint program, GLenum kind, const char* source) {
    const GLuint shader = glCreateShader(kind);
    glShaderSource(shader, 1, &source, nullptr);
    glCompileShader(shader);
    glAttachShader(program, shader);
    glDeleteShader(shader);
}

void vertex_part(GLuint index, GLint numbers, GLenum type, GLboolean normalized, std::size_t offset) {
    glEnableVertexAttribArray(index);
    glVertexAttribPointer(index, numbers, type, normalized, sizeof(ImDrawVert),
                          reinterpret_cast<const void*>(offset));
}

// Tells one frame's content from another's; a word at a time, the rest of a buffer by its bytes.
class Digest {
public:
    void add(const void* data, std::size_t bytes) {
        const auto* at = static_cast<const unsigned char*>(data);
        for (; bytes >= sizeof(std::uint64_t); at += sizeof(std::uint64_t), bytes -= sizeof(std::uint64_t)) {
            std::uint64_t word = 0;
            std::memcpy(&word, at, sizeof word);
            take(word);
        }
        for (; bytes > 0; ++at, --bytes) take(*at);
    }
    [[nodiscard]] std::uint64_t value() const { return sum_; }

private:
    void take(std::uint64_t word) {
        sum_ = (sum_ ^ word) * 0x9E3779B97F4A7C15U;
        sum_ ^= sum_ >> 32U;
    }
    std::uint64_t sum_ = 1;
};

std::uint64_t digest_of(const ImDrawData& data, ImU32 background) {
    Digest digest;
    digest.add(&data.DisplaySize, sizeof data.DisplaySize);
    digest.add(&background, sizeof background);
    for (const ImDrawList* list : data.CmdLists) {
        digest.add(list->VtxBuffer.Data, static_cast<std::size_t>(list->VtxBuffer.size_in_bytes()));
        digest.add(list->IdxBuffer.Data, static_cast<std::size_t>(list->IdxBuffer.size_in_bytes()));
        for (const ImDrawCmd& command : list->CmdBuffer)
            digest.add(&command.ClipRect, sizeof command.ClipRect);
    }
    return digest.value();
}

}  // namespace

bool Renderer::start() {
    const GLuint program = glCreateProgram();
    attach(program, GL_VERTEX_SHADER, kVertices);
    attach(program, GL_FRAGMENT_SHADER, kFragments);
    glLinkProgram(program);
    const GLint scale = glGetUniformLocation(program, "scale");
    if (scale < 0) return false;
    scale_ = static_cast<unsigned>(scale);
    glUseProgram(program);

    std::array<GLuint, 2> buffers{};
    glGenBuffers(static_cast<GLsizei>(buffers.size()), buffers.data());
    glBindBuffer(GL_ARRAY_BUFFER, buffers[0]);
    glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, buffers[1]);
    vertex_part(kPosition, 2, GL_FLOAT, GL_FALSE, offsetof(ImDrawVert, pos));
    vertex_part(kPlace, 2, GL_FLOAT, GL_FALSE, offsetof(ImDrawVert, uv));
    vertex_part(kColor, 4, GL_UNSIGNED_BYTE, GL_TRUE, offsetof(ImDrawVert, col));

    glGenTextures(1, &letters_);
    glBindTexture(GL_TEXTURE_2D, letters_);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);

    glEnable(GL_BLEND);
    glBlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
    drawn_ = 0;
    return true;
}

void Renderer::upload_letters() {
    unsigned char* alpha = nullptr;
    int width = 0;
    int height = 0;
    ImGui::GetIO().Fonts->GetTexDataAsAlpha8(&alpha, &width, &height);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_R8, width, height, 0, GL_RED, GL_UNSIGNED_BYTE, alpha);
    drawn_ = 0;
}

bool Renderer::draw(const ImDrawData& data, ImU32 background, bool always) {
    const std::uint64_t digest = digest_of(data, background);
    if (digest == drawn_ && !always) return false;
    drawn_ = digest;
    const auto width = static_cast<GLsizei>(data.DisplaySize.x);
    const auto height = static_cast<GLsizei>(data.DisplaySize.y);
    glViewport(0, 0, width, height);
    glUniform2f(static_cast<GLint>(scale_), 2 / data.DisplaySize.x, -2 / data.DisplaySize.y);
    const ImVec4 paper = ImGui::ColorConvertU32ToFloat4(background);
    glDisable(GL_SCISSOR_TEST);
    glClearColor(paper.x, paper.y, paper.z, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    glEnable(GL_SCISSOR_TEST);
    for (const ImDrawList* list : data.CmdLists) {
        glBufferData(GL_ARRAY_BUFFER, list->VtxBuffer.size_in_bytes(), list->VtxBuffer.Data, GL_STREAM_DRAW);
        glBufferData(GL_ELEMENT_ARRAY_BUFFER, list->IdxBuffer.size_in_bytes(), list->IdxBuffer.Data,
                     GL_STREAM_DRAW);
        for (const ImDrawCmd& command : list->CmdBuffer) {
            const ImVec4& clip = command.ClipRect;
            if (clip.z <= clip.x || clip.w <= clip.y) continue;
            glScissor(static_cast<GLint>(clip.x), height - static_cast<GLint>(clip.w),
                      static_cast<GLsizei>(clip.z - clip.x), static_cast<GLsizei>(clip.w - clip.y));
            static_assert(sizeof(ImDrawIdx) == 2);
            glDrawElements(GL_TRIANGLES, static_cast<GLsizei>(command.ElemCount), GL_UNSIGNED_SHORT,
                           reinterpret_cast<const void*>(command.IdxOffset * sizeof(ImDrawIdx)));
        }
    }
    return true;
}

}  // namespace funnel::workbench
