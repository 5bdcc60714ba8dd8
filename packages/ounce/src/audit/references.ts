import ts from 'typescript';
import { bare, isAssignment, isGlobalObject, nameOf } from './syntax.ts';

/** An expression that is assigned, or a member of it: `({ pool } = clients)`. */
export interface Assigned {
  readonly expression: ts.Expression;
  readonly member?: string;
}

/**
 * Where each declaration is used and what is assigned to it, in all files that are looked at. Declarations stand for symbols, because a generic type
 * makes many symbols of one declaration.
 */
export class References {
  readonly #checker: ts.TypeChecker;
  readonly #uses = new Map<ts.Node, ts.Node[]>();
  readonly #assigned = new Map<ts.Node, Assigned[]>();
  /** What is kept on the global object without a declaration, by name. */
  readonly #globals = new Map<string, Assigned[]>();
  /** Variables that a property was destructured into. */
  readonly #names = new Map<ts.Node, ts.Node[]>();

  constructor(checker: ts.TypeChecker, files: readonly ts.SourceFile[]) {
    this.#checker = checker;
    for (const file of files) this.#read(file);
  }

  /** The names that stand for a declaration, wherever it was imported or destructured to. */
  usesOf(declaration: ts.Node): readonly ts.Node[] {
    const renamed = this.#names.get(declaration) ?? [];
    return [...(this.#uses.get(declaration) ?? []), ...renamed.flatMap((name) => this.#uses.get(name) ?? [])];
  }

  assignedTo(declaration: ts.Node): readonly Assigned[] {
    return this.#assigned.get(declaration) ?? [];
  }

  assignedToGlobal(name: string): readonly Assigned[] {
    return this.#globals.get(name) ?? [];
  }

  /** What a name stands for, imports followed to where the thing is declared. */
  declarationAt(name: ts.Node): ts.Declaration | undefined {
    const parent = name.parent;
    const symbol =
      ts.isShorthandPropertyAssignment(parent) && parent.name === name
        ? this.#checker.getShorthandAssignmentValueSymbol(parent)
        : this.#checker.getSymbolAtLocation(name);
    return symbol && declarationOf(this.#checker, symbol);
  }

  #read(node: ts.Node): void {
    if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) this.#name(node);
    else if (node.kind === ts.SyntaxKind.SuperKeyword) this.#name(node);
    else if (ts.isBindingElement(node)) this.#binding(node);
    else if (isAssignment(node)) this.#assignment(node);
    ts.forEachChild(node, (child) => this.#read(child));
  }

  #name(node: ts.Node): void {
    const { parent } = node;
    if (isDeclared(node) || ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) return;
    if (ts.isTypeReferenceNode(parent) || ts.isTypeQueryNode(parent)) return;
    const declaration = this.declarationAt(node);
    if (declaration) push(this.#uses, declaration, node);
  }

  #binding(element: ts.BindingElement): void {
    const key = element.propertyName ?? element.name;
    if (!ts.isIdentifier(element.name) || !ts.isIdentifier(key) || !ts.isObjectBindingPattern(element.parent))
      return;
    const property = this.#checker.getTypeAtLocation(element.parent).getProperty(key.text);
    const declaration = property && declarationOf(this.#checker, property);
    if (declaration) push(this.#names, declaration, element);
  }

  #assignment({ left, right }: ts.BinaryExpression): void {
    if (ts.isObjectLiteralExpression(left)) {
      for (const property of left.properties) {
        const member = nameOf(property.name);
        if (member === undefined) continue;
        if (ts.isShorthandPropertyAssignment(property))
          this.#assign(property.name, { expression: right, member });
        if (ts.isPropertyAssignment(property))
          this.#assign(property.initializer, { expression: right, member });
      }
    } else if (ts.isArrayLiteralExpression(left)) {
      for (const [index, one] of left.elements.entries())
        this.#assign(one, { expression: right, member: String(index) });
    } else this.#assign(left, { expression: right });
  }

  #assign(target: ts.Expression, assigned: Assigned): void {
    const name = ts.isPropertyAccessExpression(target) ? target.name : target;
    if (!ts.isIdentifier(name) && !ts.isPrivateIdentifier(name)) return;
    const declaration = this.declarationAt(name);
    if (declaration) push(this.#assigned, declaration, assigned);
    else if (ts.isPropertyAccessExpression(target) && isGlobalObject(bare(target.expression)))
      push(this.#globals, name.text, assigned);
  }
}

/** The declaration of a symbol, imports followed; for an import of something that is not installed, the import. */
function declarationOf(checker: ts.TypeChecker, symbol: ts.Symbol): ts.Declaration | undefined {
  let found = symbol;
  if (symbol.flags & ts.SymbolFlags.Alias) {
    const target = checker.getAliasedSymbol(symbol);
    if (target.declarations?.length) found = target;
  }
  return found.valueDeclaration ?? found.declarations?.[0];
}

function isDeclared(node: ts.Node): boolean {
  const { parent } = node as { parent: ts.Node & { name?: ts.Node } };
  return (
    parent.name === node &&
    !ts.isPropertyAccessExpression(parent) &&
    !ts.isShorthandPropertyAssignment(parent) &&
    !ts.isMetaProperty(parent)
  );
}

function push<Key, Item>(map: Map<Key, Item[]>, key: Key, item: Item): void {
  const list = map.get(key);
  if (list) list.push(item);
  else map.set(key, [item]);
}
