#!/usr/bin/env node
// Mutation run over src/. All mutants are compiled once, each behind a switch that reads block.prevrandao, which no
// contract of ours uses; a run of the tests then selects one mutant by `forge --block-prevrandao N`. So N mutants cost one
// compilation. Operators: docs/chain.md.
//   node tools/mutate.js           instrument, compile, run all, write out-mutation/result.json and a summary
//   node tools/mutate.js --list    only list the mutants
//   node tools/mutate.js 12 40-60  run some
//   node tools/mutate.js --sample 150   run a sample, the same at every run
//   --resume beside any of these: do not run again what the last run killed; only while src/ is the same
'use strict';
const { execFileSync, spawnSync } = require('child_process');
const fs = require('fs');
const path = require('path');
const solc = require('../node_modules/solc');
const { instrument } = require('./mutants.js');

const root = path.join(__dirname, '..');
const work = path.join(root, 'out-mutation');
const MARK_PERCENT = 90;
const TEST_TIMEOUT_MS = 600_000;

function filesUnder(folder) {
  return fs.readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = path.posix.join(folder, entry.name);
    return entry.isDirectory() ? filesUnder(name) : name.endsWith('.sol') ? [name] : [];
  });
}

function parse(files) {
  const sources = {};
  for (const file of files) sources[file] = { content: fs.readFileSync(path.join(root, file), 'utf8') };
  const find = (name) => {
    const file = path.join(root, name.startsWith('@') ? path.join('node_modules', name) : name);
    return fs.existsSync(file) ? { contents: fs.readFileSync(file, 'utf8') } : { error: `missing ${name}` };
  };
  const settings = { evmVersion: 'cancun', outputSelection: { '*': { '': ['ast'] } } };
  const output = JSON.parse(
    solc.compile(JSON.stringify({ language: 'Solidity', sources, settings }), { import: find }));
  const failed = (output.errors || []).filter((error) => error.severity === 'error');
  if (failed.length) throw new Error(failed[0].formattedMessage);
  return files.map((file) => ({ file, text: sources[file].content, ast: output.sources[file].ast }));
}

function writeProject(instrumented) {
  fs.rmSync(path.join(work, 'src'), { recursive: true, force: true });
  fs.rmSync(path.join(work, 'test'), { recursive: true, force: true });
  fs.rmSync(path.join(work, 'script'), { recursive: true, force: true });
  for (const { file, text } of instrumented) {
    fs.mkdirSync(path.dirname(path.join(work, file)), { recursive: true });
    fs.writeFileSync(path.join(work, file), text);
  }
  for (const name of ['node_modules', 'abi']) {
    if (!fs.existsSync(path.join(work, name))) fs.symlinkSync(path.join('..', name), path.join(work, name));
  }
  writeTools();
  fs.copyFileSync(path.join(root, 'script/plan.example.json'), path.join(work, 'script/plan.example.json'));
  const config = fs.readFileSync(path.join(root, 'foundry.toml'), 'utf8').replace('"../libs', '"../../libs')
    .replace(/^runs = 128$/m, 'runs = 16').replace(/^runs = 32$/m, 'runs = 4');
  fs.writeFileSync(path.join(work, 'foundry.toml'), config);
}

// forge asks for the compiler's version at every start; loading the compiler for that costs more than most runs of tests.
function writeTools() {
  const bin = path.join(work, 'bin');
  fs.rmSync(bin, { recursive: true, force: true });
  fs.mkdirSync(bin);
  const version = execFileSync(path.join(root, 'bin/solc'), ['--version'], { encoding: 'utf8' });
  fs.writeFileSync(path.join(bin, 'version'), version);
  const solc = '#!/bin/sh\nhere=$(dirname "$0")\n'
    + '[ "$1" = --version ] && exec cat "$here/version"\nexec "$here/../../bin/solc" "$@"\n';
  fs.writeFileSync(path.join(bin, 'solc'), solc, { mode: 0o755 });
}

function runTests(id, extra) {
  const result = spawnSync(path.join(root, 'bin/forge'),
    ['test', '--fail-fast', '--block-prevrandao', '0x' + id.toString(16).padStart(64, '0'), ...extra],
    { cwd: work, encoding: 'utf8', timeout: TEST_TIMEOUT_MS });
  const text = `${result.stdout}${result.stderr}`;
  const isOverTime = result.error && result.error.code === 'ETIMEDOUT'; // a loop that no longer ends is a failure
  if (result.status !== 0 && !isOverTime && !text.includes('[FAIL')) throw new Error(`forge failed\n${text.slice(-4000)}`);
  return { passed: result.status === 0, text };
}

// Unit and fuzz tests of the mutant's own area first, since most mutants die there; then everything.
const OWN_TESTS = [
  [/ValidatorSet/, 'test/{ValidatorSet,OrderEscrow}*.t.sol'],
  [/NodeRegistry|NodeKey/, 'test/NodeRegistry.t.sol'],
  [/ShareProof|StakeManager|StakeTypes/, 'test/Proofs.t.sol'],
  [/stake\//, 'test/{S,P}*.t.sol'],
  [/./, 'test/OrderEscrow*.t.sol'],
];

function isKilled(mutant) {
  const own = OWN_TESTS.find(([pattern]) => pattern.test(mutant.file))[1];
  return !runTests(mutant.id, ['--match-path', own]).passed
    || !runTests(mutant.id, ['--no-match-path', 'test/gas/*']).passed;
}

// Of an earlier run over the same sources: more tests kill no fewer.
function killedOf(file) {
  return new Set(JSON.parse(fs.readFileSync(file, 'utf8')).filter(({ killed }) => killed).map(({ id }) => id));
}

// Spreads a sample over all files without chance: mutants in the order of a multiplicative hash of their number.
function sample(mutants, size) {
  const place = ({ id }) => Number((BigInt(id) * 2654435761n) % 4294967296n);
  return [...mutants].sort((a, b) => place(a) - place(b)).slice(0, size);
}

function selection(mutants, wanted) {
  const at = wanted.indexOf('--sample');
  if (at >= 0) return sample(mutants, Number(wanted[at + 1]));
  if (!wanted.length) return mutants;
  const ranges = wanted.map((part) => part.split('-').map(Number));
  return mutants.filter(({ id }) => ranges.some(([low, high = low]) => id >= low && id <= high));
}

function main() {
  const args = process.argv.slice(2);
  const sources = parse(filesUnder('src'));
  const tests = [...filesUnder('test'), ...filesUnder('script')].filter((file) => !file.startsWith('test/gas/'))
    .map((file) => ({ file, text: fs.readFileSync(path.join(root, file), 'utf8') }));
  const { instrumented, mutants } = instrument(sources, tests);
  if (args.includes('--list')) {
    for (const m of mutants) console.log(`${m.id} ${m.file}:${m.line} ${m.operator}: ${m.from} -> ${m.to}`);
    return 0;
  }
  writeProject(instrumented);
  console.log(`${mutants.length} mutants; compiling`);
  execFileSync(path.join(root, 'bin/forge'), ['build'], { cwd: work, stdio: 'inherit' });
  const baseline = runTests(0, ['--no-match-path', 'test/gas/*']);
  if (!baseline.passed) throw new Error(`the tests fail without a mutant\n${baseline.text.slice(-4000)}`);
  const file = path.join(work, 'result.json');
  const results = [];
  for (const mutant of selection(mutants, args)) {
    results.push({ ...mutant, killed: isKilled(mutant) });
    fs.writeFileSync(file, JSON.stringify(results, null, 1));
    if (!results.at(-1).killed) {
      console.log(`survived ${mutant.id} ${mutant.file}:${mutant.line} ${mutant.operator}: ${mutant.from} -> ${mutant.to}`);
    }
  }
  const killed = results.filter((result) => result.killed).length;
  const percent = (100 * killed) / results.length;
  console.log(`${killed} of ${results.length} mutants killed, ${percent.toFixed(1)} %`);
  return percent >= MARK_PERCENT ? 0 : 1;
}

process.exit(main());
