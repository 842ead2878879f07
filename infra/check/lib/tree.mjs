// The files that are checked, as a map from their path below infra/ to their text. Rules read nothing else of
// infra/, so a test checks a changed copy without writing one.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const CHECKED = /\.(tf|tftpl|hcl|md)$/;
const REPOSITORY = fileURLToPath(new URL('../../../', import.meta.url));
const INFRA = join(REPOSITORY, 'infra');

/** All files below infra/ that rules look at, but for the check's own. */
export function loadTree(root = INFRA) {
  const tree = new Map();
  const visit = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.name.startsWith('.')) continue;
      if (entry.isDirectory() && !['check', 'node_modules'].includes(entry.name)) visit(path);
      if (entry.isFile() && CHECKED.test(entry.name)) tree.set(relative(root, path), readFileSync(path, 'utf8'));
    }
  };
  visit(root);
  return tree;
}

const texts = new Map();

/** Texts that tests put in the place of files of the repository, by their path. */
export const replaced = new Map();

/** A file of the repository, or null if there is none. */
export function repositoryFile(path) {
  if (replaced.has(path)) return replaced.get(path);
  const absolute = join(REPOSITORY, path);
  if (!texts.has(path)) texts.set(path, existsSync(absolute) ? readFileSync(absolute, 'utf8') : null);
  return texts.get(path);
}

/** Whether the repository has a file or folder. */
export function isInRepository(path) {
  return existsSync(join(REPOSITORY, path));
}

export const INFRA_FOLDER = INFRA;
