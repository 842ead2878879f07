// Templates exist, use all that they are given, and are given all that they use.
import { join } from 'node:path';
import { eachText } from '../walk.mjs';

const CALL = /templatefile\("\$\{path\.module\}\/([^"]+)", \{([\s\S]*?)\n?\s*\}\)/g;

export function templates({ modules, tree, report }) {
  const rendered = new Set();
  for (const module of modules.values()) {
    for (const { body, file, address } of module.items) {
      eachText(body, (text) => {
        for (const [, name, inputs] of text.matchAll(CALL)) {
          const path = join(module.folder, name);
          rendered.add(path);
          checkTemplate(path, namesIn(inputs), tree, (message) => report('templates', file, `${address}: ${message}`));
        }
      });
    }
  }
  for (const path of tree.keys()) {
    if (path.endsWith('.tftpl') && !rendered.has(path)) report('templates', path, 'is never rendered');
  }
}

function namesIn(inputs) {
  return [...inputs.matchAll(/^\s*(\w+)\s*=/gm)].map((match) => match[1]);
}

function checkTemplate(path, inputs, tree, tell) {
  const text = tree.get(path);
  if (text === undefined) return tell(`there is no ${path}`);
  const loops = [...text.matchAll(/%\{ for (\w+)(?:, (\w+))? in (\w+) ~?\}/g)];
  const own = loops.flatMap(([, first, second]) => [first, second]);
  const used = [...text.matchAll(/\$\{(\w+)/g)].map((match) => match[1]).concat(loops.map((loop) => loop[3]));
  inputs.filter((name) => !used.includes(name)).forEach((name) => tell(`${path} does not use ${name}`));
  const unknown = used.filter((name) => !inputs.includes(name) && !own.includes(name));
  new Set(unknown).forEach((name) => tell(`${path} uses ${name}, which it is not given`));
  if (count(text, /%\{ (for|if) /g) !== count(text, /%\{ end(for|if) /g)) tell(`${path} has an open for or if`);
}

function count(text, pattern) {
  return [...text.matchAll(pattern)].length;
}
