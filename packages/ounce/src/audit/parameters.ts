import ts from 'typescript';
import type { Evaluator } from './evaluator.ts';
import { bare, type FunctionNode, isFunctionNode, nameOf } from './syntax.ts';
import { ofTypeNode } from './types.ts';
import type { Use } from './uses.ts';
import { type Bindings, derived, elementsOf, shapesOf, type Value } from './value.ts';

/** Array methods and the like, by which parameter of their callback is an element. */
const elementParameter: Readonly<Record<string, number>> = {
  map: 0,
  forEach: 0,
  flatMap: 0,
  filter: 0,
  find: 0,
  some: 0,
  every: 0,
  reduce: 1,
  reduceRight: 1,
};

/**
 * What a parameter may be: what its callers hand over; its default and its written type only where a caller leaves it open or cannot be followed.
 * So a function that is only ever given a guarded pool has a guarded pool.
 */
export function ofParameter(
  evaluator: Evaluator,
  node: ts.ParameterDeclaration,
  bindings: Bindings | undefined,
): Value[] {
  const fn = node.parent;
  if (!isFunctionNode(fn)) return ofTypeNode(evaluator, node.type);
  const index = fn.parameters.indexOf(node);
  for (let bound = bindings; bound; bound = bound.outer)
    if (bound.fn === fn) return ofArgument(evaluator, node, bound.args[index], bound.outer);
  const perUse = evaluator.uses.of(fn).map((use) => ofUse(evaluator, use, node, index));
  const values = perUse.flat();
  const isKnown = perUse.length > 0 && perUse.every((found) => found.length > 0);
  if (isKnown) return values;
  const standard = node.initializer ? evaluator.of(node.initializer) : [];
  const typed = ofTypeNode(evaluator, node.type);
  const found = [...values, ...standard, ...(standard.length > 0 ? [] : typed)];
  return found.length > 0 ? found : evaluator.ofType(evaluator.checker.getTypeAtLocation(node));
}

function ofArgument(
  evaluator: Evaluator,
  node: ts.ParameterDeclaration,
  argument: ts.Expression | undefined,
  bindings: Bindings | undefined,
): Value[] {
  if (!argument) return node.initializer ? evaluator.of(node.initializer) : [];
  if (ts.isSpreadElement(argument)) return elementsOf(evaluator.of(argument.expression, bindings));
  const values = evaluator.of(argument, bindings);
  return values.length > 0 ? values : ofTypeNode(evaluator, node.type);
}

function ofUse(evaluator: Evaluator, use: Use, node: ts.ParameterDeclaration, index: number): Value[] {
  if (use.kind === 'lost' || (use.kind === 'argument' && use.inObject)) return [];
  if (use.kind === 'called') {
    if (ts.isTaggedTemplateExpression(use.call)) return [];
    const argument = argumentOf(use.call, index, node.dotDotDotToken !== undefined);
    return ofArgument(evaluator, node, argument, undefined);
  }
  return ofCallbackParameter(evaluator, use.call, use.index, index);
}

function argumentOf(
  call: ts.CallExpression | ts.NewExpression,
  index: number,
  isRest: boolean,
): ts.Expression | undefined {
  const args = call.arguments ?? [];
  const callee = bare(call.expression);
  const shift = ts.isPropertyAccessExpression(callee) && callee.name.text === 'call' ? 1 : 0;
  return isRest ? undefined : args[index + shift];
}

/** What parameter `index` of a function is that is given to a call as its argument. */
function ofCallbackParameter(
  evaluator: Evaluator,
  call: ts.CallExpression | ts.NewExpression,
  argumentIndex: number,
  index: number,
): Value[] {
  const callee = bare(call.expression);
  const method = ts.isPropertyAccessExpression(callee) ? callee.name.text : undefined;
  if (ts.isPropertyAccessExpression(callee) && method !== undefined) {
    const base = evaluator.of(callee.expression);
    if (method === 'then' && index === 0 && argumentIndex === 0) return base;
    if (elementParameter[method] === index) {
      const elements = elementsOf(base);
      if (elements.length > 0) return elements;
    }
  }
  if (nameOf(callee) === undefined && method === undefined) return [];
  const values = evaluator.of(callee);
  const given = shapesOf(values).flatMap((value) => {
    const shape = value.shape.callback?.[index];
    return shape ? [derived(value, shape, '()')] : [];
  });
  const handed = values.flatMap((value) =>
    value.kind === 'function' ? handedOn(evaluator, value.node, argumentIndex, index) : [],
  );
  const constructed = values.flatMap((value) => {
    const fn = value.kind === 'class' ? value.node.members.find(ts.isConstructorDeclaration) : undefined;
    return fn ? handedOn(evaluator, fn, argumentIndex, index) : [];
  });
  return [...given, ...handed, ...constructed];
}

/** `withClient((client) => …)`: what `withClient` calls its parameter with. */
function handedOn(evaluator: Evaluator, fn: FunctionNode, argumentIndex: number, index: number): Value[] {
  const parameter = fn.parameters[argumentIndex];
  if (!parameter) return [];
  return evaluator.uses.ofDeclaration(parameter).flatMap((use) => {
    if (use.kind === 'argument')
      return evaluator.deeper(() => ofCallbackParameter(evaluator, use.call, use.index, index));
    if (use.kind !== 'called' || ts.isTaggedTemplateExpression(use.call)) return [];
    const argument = argumentOf(use.call, index, false);
    return argument ? evaluator.of(argument) : [];
  });
}
