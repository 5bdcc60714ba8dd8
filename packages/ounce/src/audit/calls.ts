import ts from 'typescript';
import { ofCollection } from './collections.ts';
import type { Evaluator } from './evaluator.ts';
import { bare, returnsOf, specifierOf } from './syntax.ts';
import { type Bindings, derived, elementsOf, shapesOf, shapeValue, type Value } from './value.ts';

/** What a call gives. */
export function ofCall(
  evaluator: Evaluator,
  node: ts.CallExpression,
  bindings: Bindings | undefined,
): Value[] {
  const loaded = ofModuleCall(evaluator, node);
  if (loaded) return loaded;
  const callee = bare(node.expression);
  if (ts.isPropertyAccessExpression(callee)) {
    const passed = ofPassingMethod(evaluator, node, callee, bindings);
    if (passed) return passed;
  }
  if (passesThrough(evaluator, callee))
    return node.arguments[0] ? evaluator.of(node.arguments[0], bindings) : [];
  const callees = evaluator.foreign.isMethod(callee) ? [] : evaluator.of(callee, bindings);
  const trusted = evaluator.trustedName(callee);
  const found = callees.flatMap((value): Value[] => {
    if (value.kind === 'shape') return ofShapeCall(evaluator, value, node, bindings);
    if (value.kind !== 'function') return [];
    const inside: Bindings = { fn: value.node, args: node.arguments, outer: bindings ?? value.bindings };
    return returnsOf(value.node).flatMap((expression) => evaluator.of(expression, inside));
  });
  const isKnown = found.length > 0 || callees.some(({ kind }) => kind === 'shape');
  const values = isKnown ? found : evaluator.ofType(evaluator.checker.getTypeAtLocation(node));
  return trusted === undefined ? values : values.map((value) => guardedValue(value, trusted));
}

/** What `new` gives. */
export function ofNew(evaluator: Evaluator, node: ts.NewExpression, bindings: Bindings | undefined): Value[] {
  const { expression, arguments: args = [] } = node;
  if (ts.isIdentifier(expression) && expression.text === 'Proxy' && args[0])
    return evaluator.of(args[0], bindings);
  const collection = ofCollection(evaluator, node, bindings);
  if (collection) return collection;
  const classes = evaluator.of(expression, bindings);
  const passed = shapesOf(classes).flatMap((value) =>
    passedBy(evaluator, value.shape.passes, args, bindings),
  );
  if (passed.length > 0) return passed;
  const made = classes.flatMap((value): Value[] => {
    const fn = value.kind === 'class' ? value.node.members.find(ts.isConstructorDeclaration) : undefined;
    const inside = fn && { fn, args, outer: bindings };
    return evaluator.constructed([value], inside);
  });
  if (made.length > 0) return made;
  return evaluator.ofType(evaluator.checker.getTypeAtLocation(node));
}

/** `require('x')`, `import('x')`, `createRequire(…)('x')`. */
function ofModuleCall(evaluator: Evaluator, node: ts.CallExpression): Value[] | undefined {
  const callee = bare(node.expression);
  const isImport = callee.kind === ts.SyntaxKind.ImportKeyword;
  const isRequire = ts.isIdentifier(callee) && callee.text === 'require';
  const isMadeRequire =
    ts.isCallExpression(callee) && /(^|\.)createRequire$/.test(callee.expression.getText());
  if (!isImport && !isRequire && !isMadeRequire) return undefined;
  const specifier = specifierOf(node);
  return specifier ? evaluator.exported(specifier.text, node.getSourceFile(), '*') : undefined;
}

const picksElement: ReadonlySet<string> = new Set(['get', 'at', 'pop', 'shift', 'find', 'findLast']);
const keepsElements: ReadonlySet<string> = new Set([
  'filter',
  'slice',
  'concat',
  'values',
  'reverse',
  'sort',
  'toSorted',
  'toReversed',
]);

/** Methods that every function, promise or list has. `undefined`: not one of them. */
function ofPassingMethod(
  evaluator: Evaluator,
  node: ts.CallExpression,
  callee: ts.PropertyAccessExpression,
  bindings: Bindings | undefined,
): Value[] | undefined {
  const name = callee.name.text;
  const owner = bare(callee.expression);
  if (ts.isIdentifier(owner) && owner.text === 'Promise') return ofPromise(evaluator, name, node, bindings);
  if (ts.isIdentifier(owner) && owner.text === 'Object')
    return ofObjectMethod(evaluator, name, node, bindings);
  if (name === 'bind' || name === 'catch' || name === 'finally') return evaluator.of(owner, bindings);
  if (name === 'then')
    return evaluator.called(evaluator.of(owner, bindings)).concat(ofThen(evaluator, node, bindings));
  if (!picksElement.has(name) && !keepsElements.has(name)) return undefined;
  const elements = elementsOf(evaluator.of(owner, bindings));
  if (elements.length === 0) return undefined;
  return picksElement.has(name) ? elements : [{ kind: 'elements', elements: [elements] }];
}

function ofObjectMethod(
  evaluator: Evaluator,
  name: string,
  node: ts.CallExpression,
  bindings: Bindings | undefined,
): Value[] | undefined {
  const values = node.arguments.flatMap((one) => evaluator.of(one, bindings));
  if (name === 'assign' || name === 'freeze' || name === 'seal') return values;
  const members = name === 'values' || name === 'entries' ? evaluator.anyMember(values) : [];
  if (members.length === 0) return undefined;
  const pair: Value = { kind: 'elements', elements: [[], members] };
  return [{ kind: 'elements', elements: [name === 'values' ? members : [pair]] }];
}

function ofThen(evaluator: Evaluator, node: ts.CallExpression, bindings: Bindings | undefined): Value[] {
  const [callback] = node.arguments;
  return (callback ? evaluator.of(callback, bindings) : []).flatMap((value) =>
    value.kind === 'function' ? returnsOf(value.node).flatMap((expression) => evaluator.of(expression)) : [],
  );
}

function ofPromise(
  evaluator: Evaluator,
  name: string,
  node: ts.CallExpression,
  bindings: Bindings | undefined,
): Value[] | undefined {
  const [first] = node.arguments;
  return first && /^(resolve|all|race|any)$/.test(name) ? evaluator.of(first, bindings) : undefined;
}

/** Functions that give their argument back in another form: `promisify(client.get)`, `Object.freeze(pool)`. */
export function passesThrough(evaluator: Evaluator, callee: ts.Expression): boolean {
  if (ts.isPropertyAccessExpression(callee)) {
    const owner = callee.expression.getText();
    return /^(util\.promisify|util\.callbackify|AsyncResource\.bind)$/.test(`${owner}.${callee.name.text}`);
  }
  if (!ts.isIdentifier(callee)) return false;
  const symbol = evaluator.checker.getSymbolAtLocation(callee);
  const [declaration] = symbol?.declarations ?? [];
  return (
    declaration !== undefined &&
    (ts.isImportSpecifier(declaration) || ts.isBindingElement(declaration)) &&
    /^(promisify|callbackify)$/.test((declaration.propertyName ?? declaration.name).getText())
  );
}

function ofShapeCall(
  evaluator: Evaluator,
  value: Extract<Value, { kind: 'shape' }>,
  node: ts.CallExpression,
  bindings: Bindings | undefined,
): Value[] {
  const { shape } = value;
  if (shape.composes) return composed(evaluator, node, bindings);
  if (shape.passes) return passedBy(evaluator, shape.passes, node.arguments, bindings);
  return shape.returns ? [derived(value, shape.returns, '()')] : [];
}

/** `dispatcher.compose(…)`: the same dispatcher, guarded if the guard's interceptor is among the arguments. */
function composed(evaluator: Evaluator, node: ts.CallExpression, bindings: Bindings | undefined): Value[] {
  const callee = bare(node.expression);
  if (!ts.isPropertyAccessExpression(callee)) return [];
  const interceptors = node.arguments.flatMap((one) => {
    const values = evaluator.of(one, bindings);
    return shapesOf([...values, ...elementsOf(values)]);
  });
  const isGuarded = interceptors.some(({ shape }) => shape.isInterceptor);
  return shapesOf(evaluator.of(callee.expression, bindings)).map((value) =>
    shapeValue(value.shape, value.library, value.name, isGuarded ? 'guard.interceptor' : value.guardedBy),
  );
}

function passedBy(
  evaluator: Evaluator,
  passes: { readonly arguments: readonly number[]; readonly by?: string } | undefined,
  args: readonly ts.Expression[],
  bindings: Bindings | undefined,
): Value[] {
  if (!passes) return [];
  const values = passes.arguments.flatMap((index) =>
    args[index] ? evaluator.of(args[index], bindings) : [],
  );
  const { by } = passes;
  return by === undefined ? values : values.map((value) => guardedValue(value, by));
}

function guardedValue(value: Value, by: string): Value {
  return value.kind === 'shape' ? shapeValue(value.shape, value.library, value.name, by) : value;
}
