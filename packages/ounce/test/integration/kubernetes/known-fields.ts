/**
 * The published schemas let unknown fields pass, and the server drops them in silence (or refuses them, when it is strict):
 * either way a misspelt field does nothing. The types that `kubernetes-models` carries name every field there is.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import type { PublishedKind } from './published.ts';

const root = dirname(createRequire(import.meta.url).resolve('kubernetes-models/package.json'));
const files: Partial<Record<PublishedKind, string>> = {
  Pod: 'v1/Pod.d.ts',
  Deployment: 'apps/v1/Deployment.d.ts',
  StatefulSet: 'apps/v1/StatefulSet.d.ts',
  Scale: 'autoscaling/v1/Scale.d.ts',
  HorizontalPodAutoscaler: 'autoscaling/v2/HorizontalPodAutoscaler.d.ts',
  Eviction: 'policy/v1/Eviction.d.ts',
  SelfSubjectAccessReview: 'authorization.k8s.io/v1/SelfSubjectAccessReview.d.ts',
};
let checked: { program: ts.Program; checker: ts.TypeChecker } | undefined;

function typeOf(kind: PublishedKind): ts.Type {
  checked ??= begin();
  const { program, checker } = checked;
  const source = program.getSourceFile(join(root, files[kind]!))!;
  const symbol = checker
    .getExportsOfModule(checker.getSymbolAtLocation(source)!)
    .find(({ name }) => name === `I${kind}`);
  return checker.getDeclaredTypeOfSymbol(symbol!);
}

function begin() {
  const program = ts.createProgram(
    Object.values(files).map((file) => join(root, file)),
    {
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      skipLibCheck: true,
      types: [],
    },
  );
  return { program, checker: program.getTypeChecker() };
}

/** Fields of an object, or of a patch of one, that its published type does not have. */
export function unknownFields(kind: PublishedKind, object: unknown): readonly string[] {
  return files[kind] ? walk(typeOf(kind), object, kind) : [];
}

function walk(type: ts.Type, value: unknown, path: string): string[] {
  const { checker } = checked!;
  const known = checker.getNonNullableType(type);
  if (Array.isArray(value)) {
    const item = checker.getIndexTypeOfType(known, ts.IndexKind.Number);
    return item ? value.flatMap((one, i) => walk(item, one, `${path}[${i}]`)) : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  const anyKey = checker.getIndexTypeOfType(known, ts.IndexKind.String);
  return Object.entries(value).flatMap(([key, inner]) => {
    const property = checker.getPropertyOfType(known, key);
    if (property) return walk(checker.getTypeOfSymbol(property), inner, `${path}.${key}`);
    return anyKey ? walk(anyKey, inner, `${path}.${key}`) : [`${path}.${key}: there is no such field`];
  });
}
