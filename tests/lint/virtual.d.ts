// Values that web/build.mjs puts in.
declare const CORE_ADDRESS: string;
declare const METRICA_ID: number;
/** Addresses of the workbench's files by their source: "/workbench/workbench.wasm". */
declare const WORKBENCH_FILES: Record<string, string>;
declare const DOCUMENT_FONTS: Record<string, string>;

declare module 'pdfmake/build/pdfmake.js';
