/* What the page calls: text in, text out. One workbench per module instance. Nothing here is safe to call
 * before `workbench_start`. */
#pragma once

#ifdef __cplusplus
extern "C" {
#endif

/* Starts in the canvas of the module. `fonts`: the file of fonts.hpp, copied. Returns 1, or 0 when there is
   no WebGL2 (then nothing else may be called). `scenario`: a "funnel-scenario" document to begin with. */
int workbench_start(const unsigned char* fonts, int fonts_bytes, const char* scenario);

/* Runs one command of commands.hpp and schedules a frame. The answer stays valid until the next call of any
 * of these functions. */
const char* workbench_command(const char* json);

/* Everything there is to know, as commands.hpp describes. Valid until the next call of any of these
 * functions. */
const char* workbench_state(void);

/* The canvas has this many device pixels, so many of them per unit of the
 * layout (a CSS pixel in a window 1440 wide). Letters are drawn anew when the
 * scale changes. */
void workbench_resize(int width_pixels, int height_pixels, double device_pixel_ratio);

/* Something happened (input, focus): draw a few frames. Nothing is drawn without it. */
void workbench_wake(void);

/* Draws one frame now, for a picture of the canvas. */
void workbench_draw_now(void);

/* Text that the person is pasting into a field; what was last copied out of a field is handed to the page by
 * its `onCopy`. */
void workbench_clipboard(const char* text);

/* Who the next key belongs to: 0 nobody, 1 a number being typed, 2 a name being typed, 3 a number field in
 * focus. The clipboard belongs to 1 and 2. */
int workbench_typing(void);

/* The same once everything the person has done so far is taken, without waiting for the screen. */
int workbench_settle(void);

/* 1 when what is under the pointer is dragged, not pressed: a handle. */
int workbench_grips(void);
/* A finger has moved what is under it by so many device pixels. */
void workbench_scroll(double pixels);

/* The page's drawing context was lost, or is back (then everything on the GPU is made anew). */
void workbench_context_lost(void);
void workbench_context_restored(void);

/* Frames drawn so far, bytes on the heap, milliseconds of the last frame: for tests and benchmarks. */
double workbench_frames(void);
double workbench_heap_bytes(void);
double workbench_last_frame_ms(void);

#ifdef __cplusplus
}
#endif
