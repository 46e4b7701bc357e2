/** Which files are tests, by their path relative to the root: what is above it says nothing of them. */

const TEST = /(?:^|\/)(?:__tests__|tests?)\/|\.(?:test|spec)\.[cm]?[jt]sx?$/;

export const isTestPath = (path: string) => TEST.test(path);
