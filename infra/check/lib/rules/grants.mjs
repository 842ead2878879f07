// The function's role allows what the Java classes call, no less and no more.
import { neededActions, sinkKinds } from '../java.mjs';

const FUNCTION = 'modules/function';
// What an event source mapping calls with the function's role.
const READS = ['DescribeStream', 'DescribeStreamSummary', 'GetRecords', 'GetShardIterator', 'ListShards'];

export function grants({ modules, report }) {
  const module = modules.get(FUNCTION);
  if (!module) return;
  const tell = (message) => report('grants', FUNCTION, message);
  const granted = module.find('local', 'sink_actions')?.body ?? {};
  compare('the kinds in sink_actions', Object.keys(granted), sinkKinds('of'), tell);
  compare('the kinds in sink_addresses', keysOf(module, 'sink_addresses'), sinkKinds('of'), tell);
  compare('the kinds in letters_addresses', keysOf(module, 'letters_addresses'), sinkKinds('deadLetters'), tell);
  for (const kind of sinkKinds('of')) compare(`sink_actions.${kind}`, granted[kind] ?? [], neededActions(kind), tell);
  const remembered = module.find('local', 'idempotency_actions')?.body ?? [];
  compare('idempotency_actions', remembered, neededActions('idempotency'), tell);
  compare('mark_actions', module.find('local', 'mark_actions')?.body ?? [], neededActions('marks'), tell);
  // Large dead letters of a queue go to a bucket: the statement for it takes what a sink of S3 needs.
  compare('large dead letters', granted.s3 ?? [], neededActions('letters'), tell);
  checkUse(module, tell);
}

function keysOf(module, local) {
  return Object.keys(module.find('local', local)?.body ?? {});
}

function compare(what, terraform, java, tell) {
  const [left, right] = [[...terraform].sort().join(', '), [...java].sort().join(', ')];
  if (left !== right) tell(`${what}: Terraform has ${left || 'nothing'}; Java needs ${right || 'nothing'}`);
}

/** Each table above ends up in a statement. */
function checkUse(module, tell) {
  const statements = String(module.find('local', 'statements')?.body ?? '');
  const uses = [
    'actions   = local.sink_actions[var.sink.kind]', 'actions   = local.sink_actions[var.dead_letters.kind]',
    'actions   = local.sink_actions["s3"]', 'actions   = local.idempotency_actions',
    'actions   = local.mark_actions',
    'resources = [local.sink_resources[var.sink.kind]]', 'resources = [local.letters_resources[var.dead_letters.kind]]',
    'resources = [var.idempotency.table_arn]', 'resources = [var.stream.arn]', 'resources = [var.failure_queue.arn]',
    'local.key_actions[var.sink.kind]', 'local.key_actions[var.dead_letters.kind]', 'local.key_actions["sqs"]',
    ...READS.map((name) => `"kinesis:${name}"`),
    '"logs:CreateLogStream"', '"logs:PutLogEvents"',
  ];
  for (const use of uses) {
    if (!statements.replace(/ += /g, ' = ').includes(use.replace(/ += /g, ' = '))) tell(`no statement has ${use}`);
  }
}
