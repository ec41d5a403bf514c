// What tests know of the things they look at and the types of browsers do not say.

/** Marks that a test, or the page for its tests, leaves in the page. */
interface Window {
  [mark: string]: any;
}
declare var funnelWorkbench: any;

/** A test names the element it asks for by its selector. */
interface Element {
  value: any;
  innerText: string;
  dataset: DOMStringMap;
  focus(): void;
  blur(): void;
}

/** Layout shifts and navigation: entries of their own kinds. */
interface PerformanceEntry {
  [detail: string]: any;
}

/** Functions and memory of the modules under test. */
declare namespace WebAssembly {
  interface Exports {
    [name: string]: any;
  }
}
