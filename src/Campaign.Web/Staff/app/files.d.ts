declare module "*.csv" {
  const text: string;
  export default text;
}

/** Set by the build. */
declare const VERSION: string;
declare const PRECACHE: readonly string[];
