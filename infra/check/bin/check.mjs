#!/usr/bin/env node
// Checks all below infra/. Ends with 1 if something is wrong.
import { check } from '../lib/check.mjs';
import { loadTree } from '../lib/tree.mjs';

const { modules, findings } = await check(loadTree());
for (const { rule, where, message } of findings) console.error(`${rule}: ${where}: ${message}`);
const files = [...modules.values()].reduce((sum, module) => sum + module.files.length, 0);
console.log(`infra: ${files} files in ${modules.size} folders, ${findings.length} findings`);
process.exitCode = findings.length === 0 ? 0 : 1;
