import { packageExtension, type PackagedExtension } from '../testbed/packageExtension';

let packaged: Promise<PackagedExtension> | undefined;

/** Builds for production and packages, once per program; `dist` holds the minified bundles from then on. */
export function productionPackage(): Promise<PackagedExtension> {
  packaged ??= packageExtension();
  return packaged;
}
