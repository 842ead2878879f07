// Our own files are clean, and each defect that is put into them is found, by the rule that is there for it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { check } from '../lib/check.mjs';
import { loadTree } from '../lib/tree.mjs';
import { MUTANTS } from './mutants.mjs';

const tree = loadTree();

test('our own files have no finding', async () => {
  const { modules, findings } = await check(tree);
  assert.deepEqual(findings, []);
  assert.ok(modules.size >= 5, 'the folders are seen at all');
});

test('there are at least 40 defects', () => assert.ok(MUTANTS.length >= 40));

for (const [path, before, after, rule, message] of MUTANTS) {
  test(`${rule}: ${path}: ${JSON.stringify(after).slice(0, 60)}`, async () => {
    const text = tree.get(path);
    assert.ok(text?.includes(before), `${path} has no ${before}`);
    const changed = new Map(tree).set(path, text.replace(before, () => after));
    const { findings } = await check(changed);
    const found = findings.some((one) => one.rule === rule && message.test(one.message));
    assert.ok(found, `not found by ${rule}; found is ${JSON.stringify(findings)}`);
  });
}
