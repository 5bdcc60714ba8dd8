import ts from 'typescript';
import { ofDeclaration } from './declarations.ts';
import type { Evaluator } from './evaluator.ts';
import { memberOfFile } from './modules.ts';
import { nameOf } from './syntax.ts';
import { type Bindings, derived, type Value } from './value.ts';

/** What `value.name` is. */
export function memberOf(evaluator: Evaluator, value: Value, name: string): Value[] {
  switch (value.kind) {
    case 'shape': {
      const member = value.shape.member?.(name);
      return member ? [derived(value, member, `.${name}`)] : [];
    }
    case 'object':
      return ofObject(evaluator, value.node, name, value.bindings);
    case 'class':
      return ofClass(evaluator, value.node, name, true, undefined);
    case 'instance':
      return ofClass(evaluator, value.node, name, false, value.bindings);
    case 'elements':
      return [...(value.elements[Number(name)] ?? [])];
    case 'module':
      return memberOfFile(evaluator, value.file, name);
    case 'function':
      return [];
  }
}

function ofObject(
  evaluator: Evaluator,
  node: ts.ObjectLiteralExpression,
  name: string,
  bindings: Bindings | undefined,
): Value[] {
  const found = node.properties.findLast((property) => nameOf(property.name) === name);
  if (found) {
    // Evaluated directly: with the bindings that were in force where the object was made.
    if (ts.isPropertyAssignment(found)) return evaluator.of(found.initializer, bindings);
    return ofDeclaration(evaluator, found, bindings);
  }
  return node.properties.flatMap((property) =>
    ts.isSpreadAssignment(property)
      ? evaluator.member(evaluator.of(property.expression, bindings), name)
      : [],
  );
}

function ofClass(
  evaluator: Evaluator,
  node: ts.ClassLikeDeclaration,
  name: string,
  isStatic: boolean,
  bindings: Bindings | undefined,
): Value[] {
  const member = node.members.find((one) => nameOf(one.name) === name && isStaticMember(one) === isStatic);
  if (member) return ofDeclaration(evaluator, member, bindings);
  const parameter = isStatic ? undefined : parameterProperty(node, name);
  if (parameter) return ofDeclaration(evaluator, parameter, bindings);
  const symbol = evaluator.checker.getTypeAtLocation(node).getProperty(name);
  const assigned = symbol?.valueDeclaration;
  // JavaScript declares a field by assigning it.
  if (!isStatic && assigned && !ts.isClassElement(assigned)) {
    const values = ofDeclaration(evaluator, assigned, bindings);
    if (values.length > 0) return values;
  }
  return inherited(evaluator, node, name, isStatic);
}

function parameterProperty(node: ts.ClassLikeDeclaration, name: string): ts.ParameterDeclaration | undefined {
  return node.members
    .find(ts.isConstructorDeclaration)
    ?.parameters.find(
      (one) => ts.isParameterPropertyDeclaration(one, one.parent) && nameOf(one.name) === name,
    );
}

function inherited(
  evaluator: Evaluator,
  node: ts.ClassLikeDeclaration,
  name: string,
  isStatic: boolean,
): Value[] {
  const bases = baseOf(evaluator, node);
  return evaluator.member(isStatic ? bases : evaluator.constructed(bases), name);
}

/** What a class extends. */
export function baseOf(evaluator: Evaluator, node: ts.ClassLikeDeclaration): Value[] {
  const clause = node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword);
  return (clause?.types ?? []).flatMap(({ expression }) => evaluator.of(expression));
}

function isStaticMember(member: ts.ClassElement): boolean {
  return (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static) !== 0;
}
