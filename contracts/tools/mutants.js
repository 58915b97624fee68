// Rewrites Solidity sources so that each mutant sits behind a switch on block.prevrandao. Used by mutate.js.
'use strict';

const BINARY = {
  '<': ['<=', '>='], '<=': ['<', '>'], '>': ['>=', '<='], '>=': ['>', '<'], '==': ['!='], '!=': ['=='],
  '+': ['-'], '-': ['+'], '*': ['/'], '/': ['*'], '%': ['*'],
  '&&': ['||'], '||': ['&&'], '&': ['|'], '|': ['&'], '<<': ['>>'], '>>': ['<<'],
};
const ASSIGNMENT = { '+=': '-=', '-=': '+=', '|=': '&=', '&=': '|=' };
const YUL = {
  lt: ['gt(a, b)', 'iszero(gt(a, b))'], gt: ['lt(a, b)', 'iszero(lt(a, b))'], eq: ['iszero(eq(a, b))'],
  and: ['or(a, b)'], or: ['and(a, b)'], add: ['sub(a, b)'], sub: ['add(a, b)'], mul: ['add(a, b)'],
  div: ['mul(a, b)'], shl: ['shr(a, b)'], shr: ['shl(a, b)'], iszero: ['a'],
};
const YUL_STATEMENTS = { mstore: ['a', 'b'], sstore: ['a', 'b'], calldatacopy: ['a', 'b', 'c'] };
const MODIFIERS = { onlyRole: (args) => `_checkRole(${args})`, whenNotPaused: () => '_requireNotPaused()' };

const range = (src) => { const [start, length] = src.split(':').map(Number); return [start, start + length]; };
const isOn = (id) => `block.prevrandao == ${id}`;

function children(node) {
  return Object.entries(node).filter(([key]) => key !== 'typeDescriptions').flatMap(([, value]) =>
    (Array.isArray(value) ? value : [value]).filter((child) => child && typeof child === 'object' && child.nodeType));
}

function walk(node, visit, trail = []) {
  if (visit(node, trail) === false) return;
  for (const child of children(node)) walk(child, visit, [...trail, node]);
}

// Constants become functions, so that they can be mutated; not those that assembly reads.
function findConstants(sources) {
  const constants = new Map();
  const inAssembly = new Set();
  for (const { ast } of sources) {
    walk(ast, (node) => {
      if (node.nodeType === 'VariableDeclaration' && node.constant
        && /^(uint\d*|bytes32)$/.test(node.typeDescriptions.typeString)) constants.set(node.id, node);
      if (node.nodeType === 'InlineAssembly') node.externalReferences.forEach((ref) => inAssembly.add(ref.declaration));
    });
  }
  inAssembly.forEach((id) => constants.delete(id));
  return constants;
}

class File {
  constructor({ file, text, ast }, constants, mutants) {
    Object.assign(this, { file, ast, constants, mutants, edits: [], inserts: new Map() });
    this.text = Buffer.from(text, 'utf8').toString('latin1'); // positions in the syntax tree count bytes
  }

  plain(src) { const [start, end] = range(src); return this.text.slice(start, end); }

  mutant(src, operator, from, to) {
    const id = this.mutants.length + 1;
    const line = this.text.slice(0, range(src)[0]).split('\n').length;
    const short = (code) => code.replace(/\s+/g, ' ').slice(0, 90);
    this.mutants.push({ id, file: this.file, line, operator, from: short(from), to: short(to) });
    return id;
  }

  // The same, unmutated, where constants are functions.
  code(src) {
    const [start, end] = range(src);
    const all = this.edits;
    this.edits = all.filter((edit) => edit.isReference);
    const result = this.render(start, end, null);
    this.edits = all;
    return result;
  }

  edit(start, end, make, isReference = false) { this.edits.push({ start, end, make, isReference }); }

  insert(position, code) { this.inserts.set(position, (this.inserts.get(position) || '') + code); }

  // The text of a range with all edits inside it but `self`.
  render(start, end, self) {
    const inside = this.edits.filter((e) => e !== self && !e.done && e.start >= start && e.end <= end
      && !(self && e.start === self.start && e.end === self.end && this.edits.indexOf(e) < this.edits.indexOf(self)));
    const outer = inside.filter((e) => !inside.some((o) => o !== e && o.start <= e.start && o.end >= e.end
      && (o.end - o.start > e.end - e.start || this.edits.indexOf(o) < this.edits.indexOf(e))));
    outer.sort((a, b) => a.start - b.start);
    let result = '';
    let at = start;
    const copy = (to) => {
      for (; at < to; at++) result += this.text[at] + (this.inserts.get(at + 1) || '');
    };
    for (const e of outer) {
      copy(e.start);
      result += e.make(this.render(e.start, e.end, e));
      at = e.end;
      result += this.inserts.get(at) || '';
    }
    copy(end);
    return result;
  }

  collect() {
    walk(this.ast, (node, trail) => {
      if (node.nodeType === 'VariableDeclaration' && node.constant) return this.constant(node);
      if (node.nodeType === 'InlineAssembly') return this.assembly(node);
      const parent = trail.at(-1);
      const handler = this[node.nodeType];
      if (handler) handler.call(this, node, parent, trail);
      return true;
    });
    return this.render(0, this.text.length, null);
  }

  reference(node) {
    if (!this.constants.has(node.referencedDeclaration)) return;
    const [start, end] = range(node.src);
    if (this.text[end] !== '(') this.edit(start, end, (inner) => `${inner}()`, true);
  }

  Identifier(node) { this.reference(node); }

  MemberAccess(node) { this.reference(node); }

  constant(node) {
    if (!this.constants.has(node.id)) return false;
    const type = node.typeDescriptions.typeString;
    const [valueStart, valueEnd] = range(node.value.src);
    const value = this.plain(node.value.src);
    const id = this.mutant(node.src, 'constant', `${node.name} = ${value}`, 'one more');
    const [start, end] = range(node.src);
    const isFree = !['public', 'private', 'internal'].some((word) => this.plain(node.src).includes(` ${word} `));
    walk(node.value, (child) => { if (this[child.nodeType] && /Identifier|MemberAccess/.test(child.nodeType)) this.reference(child); });
    this.edit(start, this.text.indexOf(';', end) + 1, () => {
      const code = this.render(valueStart, valueEnd, null);
      const other = type === 'bytes32' ? `bytes32(uint256(${code}) ^ 1)` : `${type}(${code}) + 1`;
      return `function ${node.name}() ${isFree ? '' : node.visibility} view returns (${type}) {`
        + ` return ${isOn(id)} ? ${other} : ${type}(${code}); }`;
    });
    return false;
  }

  BinaryOperation(node) {
    if (/^(int|rational)_const/.test(node.typeDescriptions.typeString)) return;
    const { leftExpression: left, rightExpression: right } = node;
    const options = BINARY[node.operator].map((operator) => {
      const id = this.mutant(node.src, 'operator', this.plain(node.src), `${node.operator} -> ${operator}`);
      return [id, () => `${this.code(left.src)} ${operator} ${this.code(right.src)}`];
    });
    this.choose(node.src, options);
  }

  choose(src, options) {
    const [start, end] = range(src);
    this.edit(start, end, (inner) =>
      options.reduce((rest, [id, to]) => `(${isOn(id)} ? (${to()}) : ${rest})`, `(${inner})`));
  }

  UnaryOperation(node) {
    if (node.operator !== '!') return;
    const id = this.mutant(node.src, 'negation', this.plain(node.src), this.plain(node.subExpression.src));
    this.choose(node.src, [[id, () => this.code(node.subExpression.src)]]);
  }

  Conditional(node) {
    if (node.condition.nodeType !== 'BinaryOperation') this.negate(node.condition);
  }

  negate(condition) {
    const id = this.mutant(condition.src, 'negation', this.plain(condition.src), 'the opposite');
    this.choose(condition.src, [[id, () => `!(${this.code(condition.src)})`]]);
  }

  IfStatement(node) {
    const body = node.trueBody.nodeType === 'Block' ? node.trueBody.statements : [node.trueBody];
    if (body.length === 1 && body[0].nodeType === 'RevertStatement') {
      const [start, end] = range(node.condition.src);
      const id = this.mutant(node.src, 'check deleted', this.plain(node.src), '');
      this.edit(start, end, (inner) => `(block.prevrandao != ${id} && (${inner}))`);
    } else if (!['BinaryOperation', 'UnaryOperation'].includes(node.condition.nodeType)) {
      this.negate(node.condition);
    }
  }

  ExpressionStatement(node, parent) {
    if (parent.nodeType === 'ForStatement' && parent.loopExpression === node) return;
    const target = node.expression.leftHandSide;
    if (target && / storage pointer$/.test(target.typeDescriptions.typeString)) return; // the compiler needs it
    this.statement(node, node.expression);
  }

  EmitStatement(node) { this.statement(node, null); }

  statement(node, expression) {
    const [start, end] = range(node.src);
    const code = this.plain(node.src);
    const deleted = this.mutant(node.src, 'statement deleted', code, '');
    let swapped = () => '';
    const operator = expression && expression.nodeType === 'Assignment' && ASSIGNMENT[expression.operator];
    if (operator) {
      const id = this.mutant(node.src, 'operator', code, `${expression.operator} -> ${operator}`);
      const { leftHandSide: left, rightHandSide: right } = expression;
      swapped = () => `if (${isOn(id)}) { ${this.code(left.src)} ${operator} ${this.code(right.src)}; } else `;
    }
    this.edit(start, this.text.indexOf(';', end) + 1, (inner) =>
      `{ if (block.prevrandao != ${deleted}) { ${swapped()}{ ${inner} } } }`);
  }

  Return(node, parent, trail) {
    const owner = trail.findLast((outer) => outer.nodeType === 'FunctionDefinition');
    if (!node.expression || owner.returnParameters.parameters.length !== 1) return;
    const type = owner.returnParameters.parameters[0].typeDescriptions.typeString;
    const isComputed = node.expression.nodeType === 'BinaryOperation';
    const isNegated = type === 'bool' && !isComputed;
    if (!isNegated && !/^(uint\d+|bytes32|address)$/.test(type)) return;
    const id = this.mutant(node.src, 'return', this.plain(node.src), isNegated ? 'the opposite' : `${type}(0)`);
    this.choose(node.expression.src, [
      [id, () => (isNegated ? `!(${this.code(node.expression.src)})` : `${type}(0)`)],
    ]);
  }

  FunctionDefinition(node) {
    if (!node.body) return;
    const [start] = range(node.src);
    const [bodyStart] = range(node.body.src);
    if (node.stateMutability === 'pure') {
      const at = start + this.text.slice(start, bodyStart).search(/\bpure\b/);
      this.edit(at, at + 4, () => 'view');
    }
    for (const modifier of node.modifiers) {
      const guard = MODIFIERS[modifier.modifierName.name];
      if (!guard) continue;
      const id = this.mutant(modifier.src, 'modifier deleted', this.plain(modifier.src), '');
      const args = (modifier.arguments || []).map((argument) => {
        const name = this.plain(argument.src);
        return this.constants.has(argument.referencedDeclaration) ? `${name}()` : name;
      });
      this.edit(...range(modifier.src), () => '');
      this.insert(bodyStart + 1, ` if (block.prevrandao != ${id}) { ${guard(args.join(', '))}; }`);
    }
  }

  assembly(node) {
    const [blockStart] = range(node.AST.src);
    walk(node.AST, (yul, trail) => {
      if (yul.nodeType === 'YulFunctionCall') this.yulCall(yul, blockStart);
      if (yul.nodeType === 'YulLiteral') this.yulLiteral(yul, trail, blockStart);
      return true;
    });
    return false;
  }

  yulCall(node, blockStart) {
    const name = node.functionName.name;
    const code = this.plain(node.src);
    const parameters = YUL_STATEMENTS[name] || ['a', 'b', 'c'].slice(0, node.arguments.length);
    const list = parameters.join(', ');
    let cases = '';
    let first = 0;
    for (const to of YUL_STATEMENTS[name] ? [''] : YUL[name] || []) {
      const id = this.mutant(node.src, to ? 'operator' : 'statement deleted', code, to && `${name} -> ${to}`);
      first ||= id;
      cases += ` case ${id} { ${to && `r := ${to}`} }`;
    }
    if (!first) return;
    const result = YUL_STATEMENTS[name] ? '' : ' -> r';
    this.edit(...range(node.functionName.src), () => `m${first}`);
    this.insert(blockStart + 1, ` function m${first}(${list})${result} { switch prevrandao()${cases}`
      + ` default { ${result && 'r := '}${name}(${list}) } }`);
  }

  yulLiteral(node, trail, blockStart) {
    const parent = trail.at(-1);
    if (node.kind !== 'number' || node.value === '0' || node.value === '0x40' || parent.nodeType === 'YulForLoop'
      || parent.nodeType === 'YulCase') return;
    const id = this.mutant(node.src, 'constant', node.value, 'one more');
    this.edit(...range(node.src), () => `m${id}()`);
    this.insert(blockStart + 1, ` function m${id}() -> r { r := add(${node.value}, eq(prevrandao(), ${id})) }`);
  }
}

function adaptTest({ file, text }, constants) {
  if (file.endsWith('Vm.sol')) return { file, text };
  let adapted = text.replace(/\bpure\b/g, 'view').replaceAll('"../libs/', '"../../libs/');
  for (const { name } of constants.values()) {
    adapted = adapted.replace(new RegExp(`\\b([A-Z]\\w*\\.${name})\\b(?!\\()`, 'g'), '$1()');
  }
  return { file, text: adapted };
}

function instrument(sources, tests) {
  const constants = findConstants(sources);
  const mutants = [];
  const instrumented = sources.map((source) => {
    const isInterface = source.file.includes('/interfaces/');
    let text = source.text;
    if (!isInterface) {
      text = Buffer.from(new File(source, constants, mutants).collect(), 'latin1').toString('utf8')
        .replace('function _requireNotPaused() private', 'function _requireNotPaused() internal');
    }
    return { file: source.file, text };
  });
  return { instrumented: [...instrumented, ...tests.map((test) => adaptTest(test, constants))], mutants };
}

module.exports = { instrument };
