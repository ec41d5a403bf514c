// Emscripten's loader of the workbench without what the workbench never calls. A newer Emscripten may say things differently: what is not
// found stops the build, so that nobody ships it unawares; then its line here is corrected, or taken out when there is nothing left to cut.

/** What goes, from its first words up to (not with) the next that stay; and what stands in its place. */
const kUnused = [
  {
    what: 'decoding of preloaded images and sounds',
    from: 'try{new Blob;',
    to: 'function pointerLockChange()',
  },
  { what: 'preloaded files', from: 'handledByPreloadPlugin:function(', to: 'createContext:function(' },
  {
    what: 'the full screen',
    from: 'requestFullscreen:function(lockPointer',
    to: 'exitFullscreen:function(',
    instead: 'requestFullscreen:function(){},',
  },
  { what: 'cameras and kinds of files', from: 'getMimetype:function(', to: 'getMovementX:function(' },
  {
    what: "the full screen's sizes",
    from: 'setFullscreenCanvasSize:function(',
    to: 'updateCanvasDimensions:function(',
  },
  {
    what: 'joysticks',
    from: 'refreshJoysticks:function(',
    to: 'setKeyCallback:function(',
    instead: 'refreshJoysticks:function(){},',
  },
  {
    what: 'names of GLFW 2',
    from: ',GLFW2ParamToGLFW3Param:function(',
    to: '};function _glfwCreateStandardCursor(',
  },
  { what: "the page's interface of Browser", from: 'Module["requestFullscreen"]=', to: 'var asmLibraryArg=' },
];

/** @param {string} loader workbench.js as Emscripten wrote it */
export function withoutUnused(loader) {
  let kept = loader;
  for (const { what, from, to, instead = '' } of kUnused) {
    const start = kept.indexOf(from);
    const end = start < 0 ? -1 : kept.indexOf(to, start);
    if (end < 0) {
      throw new Error(`web/tools/workbench-loader.mjs: ${what} is not where this Emscripten has it`);
    }
    kept = kept.slice(0, start) + instead + kept.slice(end);
  }
  return kept;
}
