import ts from 'typescript';

export type FunctionNode = ts.FunctionLikeDeclaration;

/** The expression without parentheses, assertions and `await`: none of them changes where a value comes from. */
export function bare(node: ts.Expression): ts.Expression {
  let inner = node;
  while (
    ts.isParenthesizedExpression(inner) ||
    ts.isAsExpression(inner) ||
    ts.isSatisfiesExpression(inner) ||
    ts.isNonNullExpression(inner) ||
    ts.isTypeAssertionExpression(inner) ||
    ts.isAwaitExpression(inner)
  )
    inner = inner.expression;
  return inner;
}

export function isFunctionNode(node: ts.Node): node is FunctionNode {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isFunctionExpression(node) ||
    ts.isArrowFunction(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isConstructorDeclaration(node) ||
    ts.isGetAccessorDeclaration(node) ||
    ts.isSetAccessorDeclaration(node)
  );
}

/** The function whose body a node is in; a parameter's default counts as its body. */
export function functionAround(node: ts.Node): FunctionNode | undefined {
  let outer = node.parent;
  while (outer && !isFunctionNode(outer)) outer = outer.parent;
  return outer;
}

/** The class or object literal that `this` stands for. */
export function thisAround(node: ts.Node): ts.ClassLikeDeclaration | ts.ObjectLiteralExpression | undefined {
  let outer: ts.Node | undefined = node.parent;
  while (outer) {
    if (ts.isClassLike(outer)) return outer;
    const isOwnFunction = ts.isFunctionDeclaration(outer) || ts.isFunctionExpression(outer);
    if (ts.isMethodDeclaration(outer) && ts.isObjectLiteralExpression(outer.parent)) return outer.parent;
    if (isOwnFunction && ts.isPropertyAssignment(outer.parent)) return outer.parent.parent;
    if (isOwnFunction) return undefined;
    outer = outer.parent;
  }
  return undefined;
}

/** Every expression that a function may return. */
export function returnsOf(fn: FunctionNode): readonly ts.Expression[] {
  if (!fn.body) return [];
  if (!ts.isBlock(fn.body)) return [fn.body];
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isReturnStatement(node) && node.expression) found.push(node.expression);
    else if (!isFunctionNode(node) && !ts.isClassLike(node)) ts.forEachChild(node, visit);
  };
  ts.forEachChild(fn.body, visit);
  return found;
}

/** The name of a property as it is written, if it is written at all. */
export function nameOf(
  name: ts.PropertyName | ts.BindingName | ts.Expression | undefined,
): string | undefined {
  if (!name) return undefined;
  if (ts.isIdentifier(name) || ts.isPrivateIdentifier(name)) return name.text;
  if (ts.isStringLiteralLike(name) || ts.isNumericLiteral(name)) return name.text;
  if (ts.isComputedPropertyName(name) && ts.isStringLiteralLike(name.expression)) return name.expression.text;
  return undefined;
}

/** The literal text of a module specifier in `require('x')` or `import('x')`. */
export function specifierOf(call: ts.CallExpression): ts.StringLiteralLike | undefined {
  const [first] = call.arguments;
  return first && ts.isStringLiteralLike(first) ? first : undefined;
}

const assigning: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsToken,
  ts.SyntaxKind.QuestionQuestionEqualsToken,
  ts.SyntaxKind.BarBarEqualsToken,
]);

export function isAssignment(node: ts.Node): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && assigning.has(node.operatorToken.kind);
}

/** `a || b`, `a ?? b`: the value may be either. */
export function isEither(node: ts.Node): node is ts.BinaryExpression {
  if (!ts.isBinaryExpression(node)) return false;
  const { kind } = node.operatorToken;
  return (
    kind === ts.SyntaxKind.BarBarToken ||
    kind === ts.SyntaxKind.QuestionQuestionToken ||
    kind === ts.SyntaxKind.AmpersandAmpersandToken
  );
}

/** A function as a person would name it: `Repository.find`, `loadUser`, or `(module)` outside all of them. */
export function nameOfFunctionAround(node: ts.Node): string {
  for (let fn = functionAround(node); fn; fn = functionAround(fn)) {
    const name = nameOfFunction(fn);
    if (name !== undefined) return name;
  }
  return '(module)';
}

function nameOfFunction(fn: FunctionNode): string | undefined {
  const { parent } = fn;
  const name = ts.isConstructorDeclaration(fn) ? 'constructor' : nameOf(fn.name);
  if (ts.isClassLike(parent)) return `${parent.name?.text ?? '(class)'}.${name ?? '(computed)'}`;
  if (name !== undefined) return name;
  if (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent)) return nameOf(parent.name);
  if (ts.isPropertyDeclaration(parent))
    return `${parent.parent.name?.text ?? '(class)'}.${nameOf(parent.name)}`;
  return undefined;
}

const globalObjects: ReadonlySet<string> = new Set(['globalThis', 'global', 'window', 'self']);

export const isGlobalName = (name: string): boolean => globalObjects.has(name);

export function isGlobalObject(node: ts.Expression): boolean {
  return ts.isIdentifier(node) && isGlobalName(node.text);
}
