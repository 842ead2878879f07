// Each folder's README has the tables that its code gives; links in documents lead somewhere.
import { join, dirname } from 'node:path';
import { isInRepository } from '../tree.mjs';
import { hasPlace, readmesOf, withTables } from '../tables.mjs';

export function readmes({ modules, tree, report }) {
  for (const { path, module } of readmesOf(modules)) {
    const text = tree.get(path);
    if (text === undefined || !hasPlace(text)) report('readme', path, 'has no place for the tables');
    else if (withTables(text, module) !== text) report('readme', path, 'is not what npm run docs makes of the code');
  }
  for (const [path, text] of tree) {
    if (path.endsWith('.md')) checkLinks(path, text, tree, report);
  }
}

function checkLinks(path, text, tree, report) {
  for (const [, target] of text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)) {
    const isThere = tree.has(join(dirname(path), target)) || isInRepository(join('infra', dirname(path), target));
    if (!isThere) report('readme', path, `the link ${target} leads nowhere`);
  }
}
