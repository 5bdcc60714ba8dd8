import ts from 'typescript';
import type { Evaluator } from './evaluator.ts';
import { globalFetch } from './libraries/fetch.ts';
import { libraryOf, shapeOfType } from './libraries/index.ts';
import { isOwnFile, specifierAround, wantedName } from './modules.ts';
import { derived, shapesOf, shapeValue, type Value } from './value.ts';

/** What a value of a written type is. Needs nothing installed: the import says which library a name belongs to. */
export function ofTypeNode(evaluator: Evaluator, node: ts.TypeNode | undefined): Value[] {
  return node ? evaluator.deeper(() => ofWrittenType(evaluator, node)) : [];
}

function ofWrittenType(evaluator: Evaluator, node: ts.TypeNode): Value[] {
  if (ts.isParenthesizedTypeNode(node) || ts.isTypeOperatorNode(node))
    return ofTypeNode(evaluator, node.type);
  if (ts.isUnionTypeNode(node) || ts.isIntersectionTypeNode(node))
    return node.types.flatMap((type) => ofTypeNode(evaluator, type));
  if (ts.isArrayTypeNode(node)) return elements(ofTypeNode(evaluator, node.elementType));
  if (ts.isTypeQueryNode(node)) return evaluator.ofEntityName(node.exprName);
  if (ts.isImportTypeNode(node)) return ofImportType(evaluator, node);
  if (ts.isIndexedAccessTypeNode(node) && ts.isLiteralTypeNode(node.indexType)) {
    const { literal } = node.indexType;
    const property = ts.isStringLiteral(literal)
      ? evaluator.checker.getTypeFromTypeNode(node.objectType).getProperty(literal.text)
      : undefined;
    return property ? evaluator.ofSymbol(property) : [];
  }
  if (ts.isTypeReferenceNode(node)) return ofReference(evaluator, node);
  return [];
}

const elements = (values: Value[]): Value[] =>
  values.length > 0 ? [{ kind: 'elements', elements: [values] }] : [];

const sameAsArgument: ReadonlySet<string> = new Set([
  'Promise',
  'PromiseLike',
  'Awaited',
  'Readonly',
  'Partial',
  'Required',
  'NonNullable',
  'Pick',
  'Omit',
]);
const holdsArgument: ReadonlySet<string> = new Set([
  'Array',
  'ReadonlyArray',
  'Set',
  'ReadonlySet',
  'Map',
  'ReadonlyMap',
  'WeakMap',
  'Record',
  'Iterable',
]);

function ofReference(evaluator: Evaluator, node: ts.TypeReferenceNode): Value[] {
  const { typeName, typeArguments = [] } = node;
  const first = typeArguments[0];
  if (ts.isIdentifier(typeName)) {
    const name = typeName.text;
    if (sameAsArgument.has(name)) return ofTypeNode(evaluator, first);
    if (holdsArgument.has(name)) return elements(ofTypeNode(evaluator, typeArguments.at(-1)));
    if (name === 'ReturnType') return evaluator.called(ofTypeNode(evaluator, first));
    if (name === 'InstanceType') return evaluator.constructed(ofTypeNode(evaluator, first));
  }
  const symbol = evaluator.checker.getSymbolAtLocation(typeName);
  const values = (symbol?.declarations ?? []).flatMap((declaration) =>
    ofTypeDeclaration(evaluator, declaration),
  );
  return values.length > 0 ? values : ofQualifiedName(evaluator, typeName);
}

/** `Pool`, wherever it was imported. */
function ofTypeDeclaration(evaluator: Evaluator, declaration: ts.Node): Value[] {
  if (ts.isTypeAliasDeclaration(declaration))
    return evaluator.once(declaration, () => ofTypeNode(evaluator, declaration.type));
  if (ts.isClassLike(declaration)) {
    if (isOwnFile(declaration.getSourceFile()))
      return [{ kind: 'instance', node: declaration, bindings: undefined }];
    return [];
  }
  if (ts.isInterfaceDeclaration(declaration) && isOwnFile(declaration.getSourceFile()))
    return (declaration.heritageClauses ?? []).flatMap((clause) =>
      clause.types.flatMap((type) => evaluator.ofType(evaluator.checker.getTypeAtLocation(type))),
    );
  const name = wantedName(declaration);
  if (name === undefined) return [];
  if (ts.isExportSpecifier(declaration) && !declaration.parent.parent.moduleSpecifier) {
    const symbol = evaluator.checker.getExportSpecifierLocalTargetSymbol(declaration);
    return (symbol?.declarations ?? []).flatMap((one) => ofTypeDeclaration(evaluator, one));
  }
  const specifier = specifierAround(declaration);
  return specifier === undefined
    ? []
    : ofExportedType(evaluator, specifier, declaration.getSourceFile(), name);
}

function ofExportedType(evaluator: Evaluator, specifier: string, from: ts.SourceFile, name: string): Value[] {
  const file = evaluator.modules.fileOf(specifier, from);
  if (!file) return ofLibraryType(specifier, name);
  const exported = evaluator.modules.symbolOf(file)?.exports;
  const own = exported?.get(ts.escapeLeadingUnderscores(name));
  if (own) return (own.declarations ?? []).flatMap((one) => ofTypeDeclaration(evaluator, one));
  const starred = exported?.get(ts.InternalSymbolName.ExportStar)?.declarations ?? [];
  return starred.flatMap((declaration) => {
    const next = specifierAround(declaration);
    return next === undefined ? [] : evaluator.deeper(() => ofExportedType(evaluator, next, file, name));
  });
}

/** `pg.Pool`, `Deps['pool']`'s left half and the like: a name within an imported namespace. */
function ofQualifiedName(evaluator: Evaluator, name: ts.EntityName): Value[] {
  if (ts.isIdentifier(name) || !ts.isIdentifier(name.left)) return [];
  const symbol = evaluator.checker.getSymbolAtLocation(name.left);
  for (const declaration of symbol?.declarations ?? []) {
    const specifier = ts.isImportEqualsDeclaration(declaration)
      ? externalSpecifier(declaration)
      : specifierAround(declaration);
    if (specifier !== undefined)
      return ofExportedType(evaluator, specifier, declaration.getSourceFile(), name.right.text);
  }
  return [];
}

function externalSpecifier({ moduleReference }: ts.ImportEqualsDeclaration): string | undefined {
  const expression = ts.isExternalModuleReference(moduleReference) ? moduleReference.expression : undefined;
  return expression && ts.isStringLiteral(expression) ? expression.text : undefined;
}

function ofImportType(evaluator: Evaluator, node: ts.ImportTypeNode): Value[] {
  const { argument, qualifier } = node;
  if (!ts.isLiteralTypeNode(argument) || !ts.isStringLiteral(argument.literal)) return [];
  const name = qualifier && ts.isIdentifier(qualifier) ? qualifier.text : '*';
  if (node.isTypeOf) return evaluator.exported(argument.literal.text, node.getSourceFile(), name);
  return ofExportedType(evaluator, argument.literal.text, node.getSourceFile(), name);
}

function ofLibraryType(specifier: string, name: string): Value[] {
  const library = libraryOf(specifier);
  const shape = library && shapeOfType(library, specifier, name);
  return shape && library
    ? [shapeValue(shape, library.name, name === 'default' ? library.name : `${library.name}.${name}`)]
    : [];
}

/** What a value of an inferred type is: for what no import in sight explains, where the library's types are installed. */
export function ofType(evaluator: Evaluator, type: ts.Type | undefined): Value[] {
  if (!type || type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.Never)) return [];
  if (type.isUnionOrIntersection()) return type.types.flatMap((one) => ofType(evaluator, one));
  const symbol = type.aliasSymbol ?? type.symbol;
  const declaration = symbol?.declarations?.[0];
  if (!symbol || !declaration) return [];
  if (symbol.name === 'Promise' && !isOwnFile(declaration.getSourceFile()))
    return ofType(evaluator, evaluator.checker.getTypeArguments(type as ts.TypeReference)[0]);
  if (ts.isClassLike(declaration) && isOwnFile(declaration.getSourceFile()))
    return [{ kind: 'instance', node: declaration, bindings: undefined }];
  if (isGlobalFetch(symbol, declaration)) return [shapeValue(globalFetch, 'fetch', 'fetch')];
  const specifier = packageOf(declaration);
  if (specifier === undefined) return [];
  const library = libraryOf(specifier);
  // `typeof Pool` has the class's own symbol, but it is what `new` is applied to.
  if (library && ts.isClassLike(declaration) && type.getConstructSignatures().length > 0)
    return shapesOf(evaluator.exported(specifier, declaration.getSourceFile(), symbol.name)).map((one) =>
      derived(one, one.shape, ''),
    );
  return ofLibraryType(specifier, symbol.name);
}

function isGlobalFetch(symbol: ts.Symbol, declaration: ts.Declaration): boolean {
  return symbol.name === 'fetch' && isAmbientGlobal(declaration);
}

/** Declared for everybody: by the language's library, by Node's types, or by `declare`. */
export function isAmbientGlobal(declaration: ts.Declaration): boolean {
  for (let outer: ts.Node = declaration.parent; outer; outer = outer.parent) {
    if (!ts.isModuleDeclaration(outer)) continue;
    if (outer.flags & ts.NodeFlags.GlobalAugmentation) return true;
    if (ts.isStringLiteral(outer.name)) return false;
  }
  const file = declaration.getSourceFile();
  if (file.isDeclarationFile) return !ts.isExternalModule(file);
  const statement = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword) ?? false;
}

/** The package, or the module, whose types declare something. */
export function packageOf(declaration: ts.Node): string | undefined {
  for (let outer: ts.Node | undefined = declaration; outer; outer = outer.parent)
    if (ts.isModuleDeclaration(outer) && ts.isStringLiteral(outer.name)) return outer.name.text;
  const [, path] =
    declaration.getSourceFile().fileName.match(/.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//) ?? [];
  return path?.replace(/^@types\/(.+?)__(.+)$/, '@$1/$2').replace(/^@types\//, '');
}
