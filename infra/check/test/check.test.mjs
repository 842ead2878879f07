// Our own files are clean, and each defect that is put into them is found, by the rule that is there for it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { check } from '../lib/check.mjs';
import { loadTree, replaced, repositoryFile } from '../lib/tree.mjs';
import { MUTANTS } from './mutants.mjs';

const tree = loadTree();

test('our own files have no finding', async () => {
  const { modules, findings } = await check(tree);
  assert.deepEqual(findings, []);
  assert.ok(modules.size >= 5, 'the folders are seen at all');
});

test('there are at least 40 defects', () => assert.ok(MUTANTS.length >= 40));

/** Checks with another text in the place of a file, of infra/ or of the repository around it. */
async function checkWith(path, text) {
  if (tree.has(path)) return check(new Map(tree).set(path, text));
  replaced.set(path, text);
  try {
    return await check(tree);
  } finally {
    replaced.clear();
  }
}

for (const [path, before, after, rule, message] of MUTANTS) {
  test(`${rule}: ${path}: ${JSON.stringify(after).slice(0, 60)}`, async () => {
    const text = tree.get(path) ?? repositoryFile(path);
    assert.ok(text?.includes(before), `${path} has no ${before}`);
    const changed = text.replace(before, () => after);
    const { findings } = await checkWith(path, changed);
    const found = findings.some((one) => one.rule === rule && message.test(one.message));
    assert.ok(found, `not found by ${rule}; found is ${JSON.stringify(findings)}`);
  });
}
