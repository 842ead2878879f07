// Misspells names in our own files, one at a time, at every n-th place there is for it; each must be found, and not
// only because columns no longer stand in line.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { check } from '../lib/check.mjs';
import { loadTree } from '../lib/tree.mjs';

const tree = loadTree();
const code = [...tree].filter(([path]) => path.endsWith('.tf'));
const LIMIT = 40;

// What is misspelt, and in which files it is a name that the check can know.
const PLACES = {
  'a variable, local or module': [/\b(?:var|local|module)\.(\w+)/g, /./],
  'an attribute of a resource or module': [/\b(?:aws_\w+|module)\.\w+\.(\w+)/g, /./],
  'an argument': [/^ +(\w+) += /gm, /(main|storage)\.tf$/],
  'a block': [/^ *(\w+) (?:"\w+" )*\{$/gm, /./],
  'an action': [/"(?:kinesis|s3|sns|sqs|dynamodb|kms|logs|es|redshift-\w+):(\w+)"/g, /./],
  'a type of resource': [/^(?:resource|data) "(\w+)"/gm, /./],
};

function places(pattern, files) {
  return code.filter(([path]) => files.test(path)).flatMap(([path, text]) =>
    [...text.matchAll(pattern)].map((match) => ({ path, text, name: match[1], at: match.index + match[0].indexOf(match[1]) })));
}

function misspelt({ path, text, name, at }) {
  return new Map(tree).set(path, `${text.slice(0, at)}${name}x${text.slice(at + name.length)}`);
}

for (const [what, [pattern, files]] of Object.entries(PLACES)) {
  test(`${what}, misspelt`, async () => {
    const all = places(pattern, files);
    assert.ok(all.length >= 10, `only ${all.length} places`);
    const stride = Math.ceil(all.length / LIMIT);
    const missed = [];
    for (const place of all.filter((_, i) => i % stride === 0)) {
      const { findings } = await check(misspelt(place));
      const line = place.text.slice(0, place.at).split('\n').length;
      if (!findings.some(({ rule }) => rule !== 'format')) missed.push(`${place.path}:${line}: ${place.name}`);
    }
    assert.deepEqual(missed, []);
  });
}
