import ts from 'typescript';
import type { References } from './references.ts';
import {
  type FunctionNode,
  functionAround,
  isAssignment,
  isEither,
  isFunctionNode,
  nameOf,
} from './syntax.ts';

/** What becomes of a function's value at one place. */
export type Use =
  | {
      readonly kind: 'called';
      readonly call: ts.CallExpression | ts.NewExpression | ts.TaggedTemplateExpression;
    }
  | {
      readonly kind: 'argument';
      readonly call: ts.CallExpression | ts.NewExpression;
      readonly index: number;
      readonly inObject?: boolean;
    }
  /** It goes where the audit cannot follow. */
  | { readonly kind: 'lost'; readonly at: ts.Node };

/** Follows functions from where they are written to where they are called or handed over. */
export class Uses {
  readonly #references: References;
  readonly #checker: ts.TypeChecker;
  readonly #known = new Map<ts.Node, readonly Use[]>();

  constructor(references: References, checker: ts.TypeChecker) {
    this.#references = references;
    this.#checker = checker;
  }

  of(fn: FunctionNode): readonly Use[] {
    const known = this.#known.get(fn);
    if (known) return known;
    // A function that is returned in a circle: the first one to be asked tells the rest.
    this.#known.set(fn, []);
    const isValue = ts.isArrowFunction(fn) || ts.isFunctionExpression(fn);
    const uses = isValue
      ? this.#ofExpression(fn, new Set([fn]))
      : ts.isMethodDeclaration(fn) && ts.isObjectLiteralExpression(fn.parent)
        ? this.#ofProperty(fn as ts.ObjectLiteralElementLike, new Set())
        : this.#ofDeclaration(declared(fn), new Set());
    this.#known.set(fn, uses);
    return uses;
  }

  /** Uses of what a name stands for: a parameter, a variable. */
  ofDeclaration(declaration: ts.Node): readonly Use[] {
    return this.#ofDeclaration(declaration, new Set());
  }

  #ofDeclaration(declaration: ts.Node, seen: Set<ts.Node>): Use[] {
    if (seen.has(declaration)) return [];
    seen.add(declaration);
    const declarations = [declaration, ...this.#counterparts(declaration)];
    return declarations
      .flatMap((one) => this.#references.usesOf(one))
      .flatMap((name) => this.#ofExpression(whole(name), seen));
  }

  /** A property that nobody in the code base asks for may be asked for by whoever gets the object. */
  #ofProperty(property: ts.ObjectLiteralElementLike, seen: Set<ts.Node>): Use[] {
    const uses = this.#ofDeclaration(property, seen);
    if (uses.length > 0 || seen.has(property.parent)) return uses;
    seen.add(property.parent);
    return this.#ofExpression(property.parent, seen).flatMap((use): Use[] =>
      use.kind === 'argument' ? [{ ...use, inObject: true }] : [],
    );
  }

  #ofExpression(node: ts.Node, seen: Set<ts.Node>): Use[] {
    const { parent } = node;
    if (!parent) return [];
    if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) {
      if (parent.expression === node) return [{ kind: 'called', call: parent }];
      const index = parent.arguments?.indexOf(node as ts.Expression) ?? -1;
      return index < 0 ? [] : [{ kind: 'argument', call: parent, index }];
    }
    if (ts.isTaggedTemplateExpression(parent)) return [{ kind: 'called', call: parent }];
    if (isTransparent(parent, node)) return this.#ofExpression(parent, seen);
    if (ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent))
      return parent.initializer === node ? this.#ofDeclaration(parent, seen) : [];
    if (ts.isPropertyAssignment(parent))
      return parent.initializer === node ? this.#ofProperty(parent, seen) : [];
    if (ts.isParameter(parent) || ts.isBindingElement(parent)) return this.#ofDeclaration(parent, seen);
    if (ts.isShorthandPropertyAssignment(parent)) return this.#ofProperty(parent, seen);
    if (isAssignment(parent) && parent.right === node) return this.#assigned(parent, seen);
    if (ts.isReturnStatement(parent) || ts.isArrowFunction(parent)) return this.#returned(parent, seen);
    if (ts.isArrayLiteralExpression(parent)) return this.#ofElement(parent, seen);
    if (ts.isExportAssignment(parent)) return this.#ofDeclaration(parent, seen);
    if (ts.isPropertyAccessExpression(parent)) return this.#method(parent, seen);
    return isNeutral(parent) ? [] : [{ kind: 'lost', at: node }];
  }

  #assigned(assignment: ts.BinaryExpression, seen: Set<ts.Node>): Use[] {
    const { left } = assignment;
    const name = ts.isPropertyAccessExpression(left) ? left.name : left;
    const declaration = this.#references.declarationAt(name);
    const uses = declaration ? this.#ofDeclaration(declaration, seen) : [];
    // The name on the left is itself among the uses; it calls nothing.
    return uses.filter((use) => use.kind !== 'lost' || use.at !== left);
  }

  /** Whoever calls the function around gets it. */
  #returned(parent: ts.Node, seen: Set<ts.Node>): Use[] {
    const fn = ts.isArrowFunction(parent) ? parent : functionAround(parent);
    if (!fn || seen.has(fn)) return [];
    seen.add(fn);
    return this.of(fn).flatMap((use) => (use.kind === 'called' ? this.#ofExpression(use.call, seen) : []));
  }

  /** A function in a list: what becomes of the list's elements, one by one. */
  #ofElement(list: ts.Node, seen: Set<ts.Node>): Use[] {
    const { parent } = list;
    if (ts.isVariableDeclaration(parent) && parent.initializer === list)
      return this.#references.usesOf(parent).flatMap((name) => this.#ofElement(whole(name), seen));
    if (ts.isForOfStatement(parent) && ts.isVariableDeclarationList(parent.initializer))
      return parent.initializer.declarations.flatMap((one) => this.#ofDeclaration(one, seen));
    if (ts.isElementAccessExpression(parent)) return this.#ofExpression(parent, seen);
    const callback =
      ts.isPropertyAccessExpression(parent) && ts.isCallExpression(parent.parent)
        ? parent.parent.arguments[0]
        : undefined;
    const parameter = callback && isFunctionNode(callback) ? callback.parameters[0] : undefined;
    return parameter ? this.#ofDeclaration(parameter, seen) : [{ kind: 'lost', at: list }];
  }

  #method(access: ts.PropertyAccessExpression, seen: Set<ts.Node>): Use[] {
    const call = access.parent;
    if (!ts.isCallExpression(call) || call.expression !== access) return [];
    if (access.name.text === 'bind') return this.#ofExpression(call, seen);
    if (access.name.text === 'call' || access.name.text === 'apply') return [{ kind: 'called', call }];
    return [];
  }

  /** The same member in what the class implements or extends, or in the type that the object literal is for. */
  #counterparts(declaration: ts.Node): ts.Node[] {
    const { parent } = declaration;
    const name = nameOf((declaration as ts.NamedDeclaration).name as ts.PropertyName | undefined);
    if (!parent || name === undefined) return [];
    const types: (ts.Type | undefined)[] = [];
    if (ts.isClassLike(parent))
      for (const clause of parent.heritageClauses ?? [])
        types.push(...clause.types.map((type) => this.#checker.getTypeAtLocation(type)));
    else if (ts.isObjectLiteralExpression(parent)) types.push(this.#checker.getContextualType(parent));
    return types.flatMap((type) => {
      const found = type?.getProperty(name)?.declarations ?? [];
      return found.filter((one) => one !== declaration);
    });
  }
}

/** The declaration whose name stands for the function; for a constructor, its class. */
function declared(fn: FunctionNode): ts.Node {
  return ts.isConstructorDeclaration(fn) ? fn.parent : fn;
}

/** From the name to the expression that has its value: `find` → `repository.find`. */
function whole(name: ts.Node): ts.Node {
  const { parent } = name;
  return ts.isPropertyAccessExpression(parent) && parent.name === name ? parent : name;
}

function isTransparent(parent: ts.Node, node: ts.Node): boolean {
  return (
    ts.isParenthesizedExpression(parent) ||
    ts.isAsExpression(parent) ||
    ts.isSatisfiesExpression(parent) ||
    ts.isNonNullExpression(parent) ||
    ts.isTypeAssertionExpression(parent) ||
    isEither(parent) ||
    (ts.isConditionalExpression(parent) && parent.condition !== node)
  );
}

function isNeutral(parent: ts.Node): boolean {
  return (
    ts.isTypeOfExpression(parent) ||
    ts.isExpressionStatement(parent) ||
    ts.isIfStatement(parent) ||
    ts.isPrefixUnaryExpression(parent) ||
    ts.isConditionalExpression(parent) ||
    ts.isExportSpecifier(parent) ||
    ts.isImportClause(parent) ||
    ts.isBinaryExpression(parent) ||
    ts.isExpressionWithTypeArguments(parent) ||
    ts.isVoidExpression(parent)
  );
}
