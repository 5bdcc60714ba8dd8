/** A diagonal that lost this much of itself in the elimination is a column that the others already say. */
const COLLINEAR = 1e-9;

export interface InvertedMatrix {
  readonly inverse: readonly (readonly number[])[];
  /** Indexes of columns that are combinations of earlier ones; their rows in the inverse are 0. */
  readonly collinear: readonly number[];
}

/** Inverts a symmetric, positive semi-definite matrix by Gauss–Jordan sweeps, leaving collinear columns out. */
export function invertSymmetric(matrix: readonly (readonly number[])[]): InvertedMatrix {
  const size = matrix.length;
  const swept = matrix.map((row) => [...row]);
  const collinear: number[] = [];
  for (let k = 0; k < size; k++) {
    const pivot = swept[k]![k]!;
    if (!(pivot > COLLINEAR * matrix[k]![k]!)) {
      collinear.push(k);
      continue;
    }
    sweep(swept, k, pivot);
  }
  for (const k of collinear) {
    for (let i = 0; i < size; i++) {
      swept[i]![k] = 0;
      swept[k]![i] = 0;
    }
  }
  return { inverse: swept.map((row) => row.map((value) => -value)), collinear };
}

/** Goodnight's sweep operator (The American Statistician 33 (1979) 149–158), signed so that all sweeps give −A⁻¹. */
function sweep(matrix: number[][], k: number, pivot: number): void {
  const row = [...matrix[k]!];
  matrix.forEach((target, i) => {
    if (i === k) return;
    const factor = target[k]! / pivot;
    for (let j = 0; j < target.length; j++) if (j !== k) target[j]! -= factor * row[j]!;
    target[k] = factor;
  });
  for (let j = 0; j < row.length; j++) matrix[k]![j] = j === k ? -1 / pivot : row[j]! / pivot;
}
