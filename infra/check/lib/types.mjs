// Type constraints of variables, as far as the rules need them.
import { expression } from './walk.mjs';

/** The text of a variable's type, or null if it has none. */
export function typeOf(variable) {
  const { type } = variable.body;
  return type === undefined ? null : (expression(type) ?? type).replace(/\s+/g, ' ').trim();
}

/** Whether a call of the module may leave it out. */
export function isOptional(variable) {
  return 'default' in variable.body;
}

/** {attribute: whether it is optional} of an object type, or null if the type is another. */
export function attributesOf(type) {
  const inner = type?.match(/^object\(\{(.*)\}\)$/)?.[1];
  if (inner === undefined) return null;
  const attributes = {};
  for (const part of topLevel(inner)) {
    const [, name, constraint] = part.match(/^\s*(\w+)\s*=\s*(.*)$/) ?? [];
    if (name) attributes[name] = constraint.startsWith('optional(');
  }
  return attributes;
}

/** Splits at the attribute names of depth 0: line ends are blanks by now, and commas are optional. */
function topLevel(text) {
  const parts = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    if ('({['.includes(text[i])) depth++;
    if (')}]'.includes(text[i])) depth--;
    if (depth === 0 && /^[\s,]\w+\s*=/.test(text.slice(i)) && text.slice(start, i).includes('=')) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  return [...parts, text.slice(start)];
}
