#!/usr/bin/env node
// Brings files into their canonical form: the layout of terraform fmt, and the tables of the READMEs.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from '../lib/hcl.mjs';
import { loadModules } from '../lib/model.mjs';
import { readmesOf, withTables } from '../lib/tables.mjs';
import { INFRA_FOLDER, loadTree } from '../lib/tree.mjs';

function write(tree, path, text) {
  if (tree.get(path) === text) return;
  writeFileSync(join(INFRA_FOLDER, path), text);
  console.log(`wrote infra/${path}`);
}

const tree = loadTree();
for (const [path, text] of tree) {
  if (path.endsWith('.tf') || path.endsWith('.hcl')) write(tree, path, await format(text));
}
for (const { path, module } of readmesOf(await loadModules(loadTree()))) {
  if (tree.has(path)) write(tree, path, withTables(tree.get(path), module));
}
