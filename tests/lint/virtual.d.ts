// Modules that web/build.mjs makes.
declare module 'virtual:*' {
  const value: any;
  export default value;
  export const extensions: any;
}
