/**
 * The address of the next page by the Link header (RFC 8288): `<https://…?page=2>; rel="next", …`. Undefined on the last page, and for an
 * address of another origin: the token goes nowhere else.
 */
export function nextPage(link: string | null, from: string): string | undefined {
  for (const [, target, parameters] of (link ?? '').matchAll(/<([^>]*)>((?:\s*;\s*[^,;]+)*)/g)) {
    if (!/;\s*rel="?(?:[^";]*\s)?next(?:\s[^";]*)?"?\s*(?:;|$)/i.test(parameters ?? '')) continue;
    const url = new URL(target!, from);
    if (url.origin === new URL(from).origin) return url.href;
  }
  return undefined;
}
