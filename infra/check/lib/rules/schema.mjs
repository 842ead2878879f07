// Types, arguments and blocks are such as the provider knows, and none that it requires is missing.
import { readFileSync } from 'node:fs';
import { blocksOf, expression, isMeta } from '../walk.mjs';

const { types } = JSON.parse(readFileSync(new URL('../../schema/provider.json', import.meta.url), 'utf8'));
const KINDS = { s: ['string', 'number', 'boolean'], n: ['number'], b: ['boolean'], l: ['array'], m: ['object'] };

export function schema({ modules, report }) {
  for (const module of modules.values()) {
    for (const block of [...module.of('resource'), ...module.of('data')]) checkType(block, report);
  }
}

/** The table of a resource's or data source's type. */
export function tableOf(block) {
  return types[`${block.kind}.${block.type}`];
}

function checkType(block, report) {
  const table = tableOf(block);
  const tell = (message) => report('schema', block.file, `${block.address}: ${message}`);
  if (!table) tell(`${block.type} is not in schema/provider.json; a typing error, or add it to schema/types.txt`);
  else checkBody(block.body, table, '', tell);
}

function checkBody(body, { a: attributes = {}, b: blocks = {} }, path, tell) {
  for (const [name, value] of Object.entries(body)) {
    if (path === '' && isMeta(name)) continue;
    if (name === 'dynamic') continue;
    if (name in attributes) checkAttribute(path + name, value, attributes[name], tell);
    else if (!(name in blocks)) tell(`${path}${name} is unknown`);
  }
  for (const [name, parts] of Object.entries(body.dynamic ?? {})) {
    if (!(name in blocks)) tell(`there is no block ${path}${name}`);
    parts.forEach((part) => checkDynamic(`${path}${name}`, part, tell));
  }
  for (const [name, flag] of Object.entries(attributes)) {
    if (flag.startsWith('r') && !(name in body)) tell(`${path}${name} is missing`);
  }
  Object.entries(blocks).forEach(([name, table]) => checkBlocks(body, path + name, name, table, tell));
}

function checkDynamic(path, part, tell) {
  for (const name of ['for_each', 'content']) {
    if (!(name in part)) tell(`dynamic ${path} has no ${name}`);
  }
  for (const name of Object.keys(part)) {
    if (!['for_each', 'content', 'iterator', 'labels'].includes(name)) tell(`dynamic ${path} knows no ${name}`);
  }
}

function checkAttribute(path, value, flag, tell) {
  if (/^c/.test(flag)) tell(`${path} is set by the provider only`);
  const allowed = KINDS[flag.at(-1)];
  if (!allowed || expression(value) !== null || value === null) return;
  const kind = Array.isArray(value) ? 'array' : typeof value;
  if (!allowed.includes(kind)) tell(`${path} must be of type ${allowed[0]}, but is of type ${kind}`);
}

function checkBlocks(body, path, name, table, tell) {
  const found = blocksOf(body, name);
  if (name in body && !Array.isArray(body[name])) tell(`${path} is a block, not an argument`);
  if (table.f.startsWith('r') && found.length === 0) tell(`the block ${path} is missing`);
  if (table.f.endsWith('1') && found.length > 1) tell(`there may be only one block ${path}`);
  found.forEach((inner) => checkBody(inner, table, `${path}.`, tell));
}
