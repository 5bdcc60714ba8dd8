import ts from 'typescript';
import type { Evaluator } from './evaluator.ts';
import { ofTypeNode } from './types.ts';
import { type Bindings, elementsOf, type Value } from './value.ts';

/** Which argument of the methods that fill a list, a set or a map is the element. */
const filling: Readonly<Record<string, number>> = { set: 1, add: 0, push: 0, unshift: 0 };

/** A new map, set or list: by its type arguments, by what it is made of, and by what is put into it later. `undefined`: it is none. */
export function ofCollection(
  evaluator: Evaluator,
  node: ts.NewExpression,
  bindings: Bindings | undefined,
): Value[] | undefined {
  const { expression, arguments: args = [], typeArguments = [] } = node;
  if (!ts.isIdentifier(expression) || !/^(Map|WeakMap|Set|WeakSet|Array)$/.test(expression.text))
    return undefined;
  const listed = args[0] ? elementsOf(evaluator.of(args[0], bindings)) : [];
  // A map is made of pairs, each of them a list.
  const pairs = elementsOf(listed);
  const made = pairs.length > 0 ? pairs : listed;
  const typed = made.length > 0 ? [] : ofTypeNode(evaluator, typeArguments.at(-1));
  return [{ kind: 'elements', elements: [[...made, ...typed, ...putInto(evaluator, node)]] }];
}

/** What is put into the collection that an expression makes, by the names that it is kept under. */
export function putInto(evaluator: Evaluator, node: ts.Expression): Value[] {
  const { parent } = node;
  if (!ts.isVariableDeclaration(parent) && !ts.isPropertyDeclaration(parent)) return [];
  return evaluator.references.usesOf(parent).flatMap((name) => {
    const owner =
      ts.isPropertyAccessExpression(name.parent) && name.parent.name === name ? name.parent : name;
    return filledAt(evaluator, owner);
  });
}

function filledAt(evaluator: Evaluator, owner: ts.Node): Value[] {
  const access = owner.parent;
  if (ts.isElementAccessExpression(access) && access.expression === owner) {
    const assignment = access.parent;
    const isFilled = ts.isBinaryExpression(assignment) && assignment.left === access;
    return isFilled ? evaluator.of(assignment.right) : [];
  }
  if (!ts.isPropertyAccessExpression(access) || !ts.isCallExpression(access.parent)) return [];
  const index = Object.hasOwn(filling, access.name.text) ? filling[access.name.text] : undefined;
  const argument = index === undefined ? undefined : access.parent.arguments[index];
  return argument && access.parent.expression === access ? evaluator.of(argument) : [];
}
