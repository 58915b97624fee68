#!/usr/bin/env node
// Writes abi/<Name>.json {abi, bytecode} from forge's output, so that the Maven build needs no npm; with --check it
// only compares and fails on a difference. Also holds the deployed size to EIP-170.
'use strict';
const fs = require('fs');
const path = require('path');

const CONTRACTS = ['ComputeToken', 'ValidatorSet', 'NodeRegistry', 'StakeManager', 'OrderEscrow'];
const MAX_DEPLOYED_BYTES = 24576; // EIP-170
const root = path.join(__dirname, '..');
const isCheck = process.argv.includes('--check');
let failures = 0;

for (const name of CONTRACTS) {
  const built = JSON.parse(fs.readFileSync(path.join(root, 'out-export', `${name}.sol`, `${name}.json`), 'utf8'));
  const deployedBytes = (built.deployedBytecode.object.length - 2) / 2;
  if (deployedBytes > MAX_DEPLOYED_BYTES) {
    console.error(`${name}: ${deployedBytes} bytes deployed, above ${MAX_DEPLOYED_BYTES}`);
    failures++;
  }
  const text = JSON.stringify({ abi: built.abi, bytecode: built.bytecode.object }, null, 2) + '\n';
  const file = path.join(root, 'abi', `${name}.json`);
  if (!isCheck) {
    fs.writeFileSync(file, text);
    console.log(`${name}: ${deployedBytes} bytes deployed`);
  } else if (!fs.existsSync(file) || fs.readFileSync(file, 'utf8') !== text) {
    console.error(`abi/${name}.json differs from a rebuild: run npm run export and commit it`);
    failures++;
  }
}
process.exit(failures === 0 ? 0 : 1);
