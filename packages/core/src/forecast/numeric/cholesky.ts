/**
 * Solves `A x = b` in place for a symmetric positive definite A (row-major, only its lower triangle is read and
 * overwritten); `b` becomes x. Returns false, with `b` untouched, when A is not positive definite.
 */
export function solvePositiveDefinite(a: Float64Array, size: number, b: Float64Array): boolean {
  return factorise(a, size) && substitute(a, size, b);
}

function factorise(a: Float64Array, size: number): boolean {
  for (let i = 0; i < size; i++) {
    const rowI = i * size;
    for (let j = 0; j < i; j++) {
      const rowJ = j * size;
      a[rowI + j] = (a[rowI + j]! - dot(a, rowI, rowJ, j)) * a[rowJ + j]!;
    }
    const pivot = a[rowI + i]! - dot(a, rowI, rowI, i);
    if (!(pivot > 0)) return false;
    // The diagonal keeps the inverse, so that no division is left in the loops.
    a[rowI + i] = 1 / Math.sqrt(pivot);
  }
  return true;
}

/** The product of two rows' first `count` entries; four sums at once, because the additions of one wait for each other. */
function dot(a: Float64Array, left: number, right: number, count: number): number {
  let first = 0;
  let second = 0;
  let third = 0;
  let fourth = 0;
  let k = 0;
  for (; k + 3 < count; k += 4) {
    first += a[left + k]! * a[right + k]!;
    second += a[left + k + 1]! * a[right + k + 1]!;
    third += a[left + k + 2]! * a[right + k + 2]!;
    fourth += a[left + k + 3]! * a[right + k + 3]!;
  }
  for (; k < count; k++) first += a[left + k]! * a[right + k]!;
  return first + second + third + fourth;
}

function substitute(factor: Float64Array, size: number, b: Float64Array): boolean {
  for (let i = 0; i < size; i++) {
    let sum = b[i]!;
    for (let k = 0; k < i; k++) sum -= factor[i * size + k]! * b[k]!;
    b[i] = sum * factor[i * size + i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    const solved = b[i]! * factor[i * size + i]!;
    b[i] = solved;
    for (let k = 0; k < i; k++) b[k] = b[k]! - factor[i * size + k]! * solved;
  }
  return true;
}
