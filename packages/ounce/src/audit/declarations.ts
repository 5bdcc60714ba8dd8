import ts from 'typescript';
import type { Evaluator } from './evaluator.ts';
import { ofParameter } from './parameters.ts';
import { isAssignment, isFunctionNode, nameOf, returnsOf } from './syntax.ts';
import { ofTypeNode } from './types.ts';
import { type Bindings, elementsOf, type Value } from './value.ts';

/** What a declared name stands for. */
export function ofDeclaration(evaluator: Evaluator, node: ts.Node, bindings: Bindings | undefined): Value[] {
  if (ts.isVariableDeclaration(node)) return ofVariable(evaluator, node, bindings);
  if (ts.isBindingElement(node)) return ofBinding(evaluator, node, bindings);
  if (ts.isParameter(node)) return ofParameter(evaluator, node, bindings);
  if (ts.isGetAccessorDeclaration(node))
    return returnsOf(node).flatMap((expression) => evaluator.of(expression, bindings));
  if (isFunctionNode(node)) return node.body ? [{ kind: 'function', node, bindings }] : [];
  if (ts.isClassLike(node)) return [{ kind: 'class', node }];
  if (ts.isPropertyDeclaration(node)) return ofField(evaluator, node, bindings);
  if (ts.isPropertySignature(node)) return withAssigned(evaluator, node, ofTypeNode(evaluator, node.type));
  if (ts.isPropertyAssignment(node))
    return withAssigned(evaluator, node, evaluator.of(node.initializer, bindings));
  if (ts.isShorthandPropertyAssignment(node)) return evaluator.of(node.name, bindings);
  if (ts.isExportAssignment(node)) return evaluator.of(node.expression, bindings);
  if (isAssignment(node)) return evaluator.of(node.right, bindings);
  if (ts.isSourceFile(node)) return [{ kind: 'module', file: node }];
  // `exports.name = …` and `this.name = …` in JavaScript: the name that is assigned to is the declaration.
  if (ts.isPropertyAccessExpression(node) || ts.isIdentifier(node) || ts.isElementAccessExpression(node)) {
    const values =
      isAssignment(node.parent) && node.parent.left === node ? evaluator.of(node.parent.right, bindings) : [];
    return withAssigned(evaluator, node, values);
  }
  return [];
}

function withAssigned(evaluator: Evaluator, node: ts.Node, values: readonly Value[]): Value[] {
  return [...values, ...evaluator.assigned(evaluator.references.assignedTo(node))];
}

function ofVariable(
  evaluator: Evaluator,
  node: ts.VariableDeclaration,
  bindings: Bindings | undefined,
): Value[] {
  const list = node.parent.parent;
  if (ts.isForOfStatement(list) && list.initializer === node.parent)
    return elementsOf(evaluator.of(list.expression, bindings));
  const written = node.initializer ? evaluator.of(node.initializer, bindings) : [];
  const values = withAssigned(evaluator, node, written);
  return values.length > 0 ? values : ofItsType(evaluator, node, node.type);
}

function ofField(
  evaluator: Evaluator,
  node: ts.PropertyDeclaration,
  bindings: Bindings | undefined,
): Value[] {
  const written = node.initializer ? evaluator.of(node.initializer, bindings) : [];
  const assigned = evaluator.references.assignedTo(node);
  const values = [...written, ...evaluator.assigned(assigned, bindings)];
  return values.length > 0 ? values : ofItsType(evaluator, node, node.type);
}

/** The type as it is written, else as it is inferred. */
function ofItsType(evaluator: Evaluator, node: ts.Node, type: ts.TypeNode | undefined): Value[] {
  const written = ofTypeNode(evaluator, type);
  return written.length > 0 ? written : evaluator.ofType(evaluator.checker.getTypeAtLocation(node));
}

/** `const { get } = axios`, `const [first] = clients`, `({ pool }) => …`. */
function ofBinding(evaluator: Evaluator, node: ts.BindingElement, bindings: Bindings | undefined): Value[] {
  const { parent: pattern } = node;
  const owner = pattern.parent;
  const source =
    ts.isVariableDeclaration(owner) || ts.isParameter(owner) || ts.isBindingElement(owner)
      ? ofDeclaration(evaluator, owner, bindings)
      : [];
  const key = ts.isObjectBindingPattern(pattern)
    ? nameOf(node.propertyName ?? node.name)
    : String(pattern.elements.indexOf(node));
  if (node.dotDotDotToken) return source;
  const values = key === undefined ? [] : evaluator.member(source, key);
  if (values.length > 0) return values;
  const property =
    key === undefined ? undefined : evaluator.checker.getTypeAtLocation(pattern).getProperty(key);
  const typed = property && ts.isObjectBindingPattern(pattern) ? evaluator.ofSymbol(property) : [];
  const standard = node.initializer ? evaluator.of(node.initializer, bindings) : [];
  const found = [...typed, ...standard];
  return found.length > 0 ? found : evaluator.ofType(evaluator.checker.getTypeAtLocation(node));
}
