// The tables of inputs and outputs in the READMEs, made of the parsed code.
import { typeOf } from './types.mjs';

const BEGIN = '<!-- made by infra/check: npm run docs -->';
const END = '<!-- end -->';
const BETWEEN = new RegExp(`${BEGIN}[\\s\\S]*?${END}`);

/** A README with its table made anew; unchanged if it has no place for one. */
export function withTables(text, module) {
  return text.replace(BETWEEN, () => `${BEGIN}\n${tablesOf(module)}\n${END}`);
}

/** The READMEs that should have tables: one for each folder with code. */
export function readmesOf(modules) {
  return [...modules.values()].map((module) => ({ path: `${module.folder}/README.md`, module }));
}

export function hasPlace(text) {
  return BETWEEN.test(text);
}

function tablesOf(module) {
  const inputs = module.of('variable').map((one) =>
    row(one.address, short(typeOf(one)), byDefault(one), one.body.description));
  const outputs = module.of('output').map((one) => row(one.address, one.body.description));
  return [
    '', '| input | type | default | meaning |', '|---|---|---|---|', ...inputs,
    '', '| output | meaning |', '|---|---|', ...outputs, '',
  ].join('\n');
}

function row(name, ...cells) {
  return `| \`${name}\` | ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
}

function short(type) {
  return type?.startsWith('object(') ? 'object' : type;
}

function byDefault({ body }) {
  if (!('default' in body)) return '**needed**';
  return `\`${JSON.stringify(body.default)}\``;
}

